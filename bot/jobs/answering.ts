import type { Answered } from '../../handlers/answer.ts';
import type { Inquiry } from '../../handlers/inquiry.ts';
import type { Reply } from '../../handlers/reply.ts';
import type { Job } from '../../knowledge/store/job.ts';
import type { Answer, Face, PostedMessage, Target } from '../face.ts';
import { type AdditionParts, Additions } from './additions.ts';
import { type Placed, type Posting, postedOf, postNew, postOnce } from './posting.ts';
import { startProgress } from './progress.ts';
import { delayReply, givenUpReply, waitingReply } from './words.ts';
import { attempt, type Hold, type Worker } from './worker.ts';

export interface OpenedInquiry {
  /** Where the answer goes. */
  target: Target;
  /** Its `id` is given by the job. */
  inquiry: Inquiry;
  /** The message of the question that this one continues: it is answered there instead of in one of its own. */
  posted?: PostedMessage;
  /** The inquiry with what takes a while to fetch; asked for when the placeholder stands. */
  prepare?(job: string): Promise<Inquiry>;
}

/** What a face gives so that what it delivered is answered exactly once. */
export interface ChatFace extends Pick<Face, 'post' | 'find' | 'edit'> {
  /**
   * From the payload of a job, quickly: nobody sees yet that something happens. Undefined when nothing is to be
   * answered. It is called again after a crash and for every new try.
   */
  open(payload: string): Promise<OpenedInquiry | undefined>;
  /** What belongs behind the answer, such as files that do not fit into it. */
  follow?(posted: PostedMessage, reply: Reply): Promise<void>;
}

export interface AnsweringParts {
  face: ChatFace;
  answer: Answer;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Without it nothing is added to an answer that is shown. */
  additions?: Omit<AdditionParts, 'face'> | undefined;
}

type Shown = Pick<Answered, 'reply' | 'later'>;

/** Most replies that wait in memory for a platform that does not take them. */
const mostFinished = 50;

/**
 * Placeholder, its id stored, the work, the answer edited into it. A crash between any two steps repeats the second
 * one: what is repeated replaces what was there. Only the placeholder can come twice, where a face cannot find it.
 */
export function createAnsweringWorker(parts: AnsweringParts): Worker {
  const { face } = parts;
  const additions = parts.additions && new Additions({ ...parts.additions, face });
  // A platform that is busy is no reason to read a gigabyte again, or to do again what was asked for.
  const finished = new Map<string, Shown>();
  return {
    async work(job, hold) {
      const opened = await attempt('Opening failed', () => face.open(job.payload));
      if (!opened) {
        return;
      }
      const posted = await placeAnswer({ face, job, hold, ...opened });
      await additions?.giveUp(posted);
      const answered =
        finished.get(job.id) ?? (await answerNow({ ...parts, job, hold, opened, posted }));
      finished.set(job.id, answered);
      forgetSome(finished);
      const { reply, later } = answered;
      await attempt('Editing failed', async () => {
        await hold.check();
        await face.edit(posted, reply);
        await face.follow?.(posted, reply);
      });
      finished.delete(job.id);
      if (later) {
        additions?.begin(posted, later);
      }
    },
    async delay(job, hold, problem) {
      const isOurs = problem === 'Answering failed' || problem === 'It took too long';
      // Otherwise it is the platform that takes nothing.
      const posted = postedOf(job);
      if (isOurs && posted && !posted.borrowed) {
        await hold.check();
        await face.edit(posted, delayReply());
      }
    },
    async giveUp(job, hold, reference) {
      finished.delete(job.id);
      await tellGivenUp({ face, job, hold }, givenUpReply(reference));
    },
  };
}

interface Answering extends AnsweringParts {
  job: Job;
  hold: Hold;
  opened: OpenedInquiry;
  posted: PostedMessage;
}

async function answerNow(parts: Answering): Promise<Shown> {
  const { face, answer, now, job, hold, opened, posted } = parts;
  const inquiry = await attempt(
    'Opening failed',
    async () => (await opened.prepare?.(job.id)) ?? opened.inquiry,
  );
  const progress = startProgress({
    job: job.id,
    now,
    show: async (reply) => {
      await hold.check();
      await face.edit(posted, reply);
    },
  });
  try {
    return await attempt('Answering failed', () =>
      answer({ ...inquiry, id: job.id, at: job.at }, progress.tell, hold.signal),
    );
  } finally {
    // What is on its way must not arrive behind the answer.
    await progress.end();
  }
}

async function tellGivenUp(
  { face, job, hold }: { face: ChatFace; job: Job; hold: Hold },
  reply: Reply,
): Promise<void> {
  await hold.check();
  const posted = postedOf(job);
  if (posted && !posted.borrowed) {
    // Never a new message instead: an edit that seems to fail may have come through.
    await face.edit(posted, reply);
    return;
  }
  const opened = await face.open(job.payload);
  if (opened) {
    // What is found may be the placeholder.
    const found = await postNew({ face, job, hold, target: opened.target }, reply);
    await face.edit(found, reply);
  }
}

async function placeAnswer({
  posted,
  ...parts
}: Posting & Pick<OpenedInquiry, 'posted'>): Promise<PostedMessage> {
  if (!posted || parts.job.posted) {
    return postOnce(parts, waitingReply());
  }
  const placed: Placed = { ...posted, borrowed: true };
  await parts.hold.note(JSON.stringify(placed));
  return placed;
}

function forgetSome(finished: Map<string, Shown>): void {
  const [oldest] = finished.keys();
  if (finished.size > mostFinished && oldest !== undefined) {
    finished.delete(oldest);
  }
}
