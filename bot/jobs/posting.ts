import type { Reply } from '../../handlers/reply.ts';
import type { Job } from '../../knowledge/store/job.ts';
import type { PostedMessage, Target } from '../face.ts';
import type { ChatFace } from './answering.ts';
import { attempt, type Hold } from './worker.ts';

export interface Posting {
  face: Pick<ChatFace, 'post' | 'find'>;
  job: Job;
  hold: Hold;
  target: Target;
  /** Found again by this; the job's id when absent. */
  key?: string;
}

/**
 * The message of a job: the one that is known, the one that was posted though nobody noted it, or a new one. Its id
 * is stored before this returns.
 */
export async function postOnce(parts: Posting, reply: Reply): Promise<PostedMessage> {
  return postedOf(parts.job) ?? postNew(parts, reply);
}

export function postNew(
  { face, job, hold, target, key = job.id }: Posting,
  reply: Reply,
): Promise<PostedMessage> {
  return attempt('Posting failed', async () => {
    await hold.check();
    const isFirst = job.attempts === 1 && job.problem === '';
    const found = isFirst ? undefined : await face.find?.(target, key);
    const posted = found ?? (await face.post(target, reply, key));
    await hold.note(JSON.stringify(posted));
    return posted;
  });
}

/** With whether it belongs to the question before, whose answer must not be lost. */
export interface Placed extends PostedMessage {
  borrowed?: true;
}

export function postedOf({ posted }: Job): Placed | undefined {
  return posted ? (JSON.parse(posted) as Placed) : undefined;
}
