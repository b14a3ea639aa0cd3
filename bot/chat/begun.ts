import type { Asker } from '../../handlers/inquiry.ts';
import type { Store } from '../../knowledge/store/store.ts';
import type { PostedMessage } from '../face.ts';

export interface Begun {
  /** Of the inquiry that is continued. */
  id: string;
  /** The message that it was answered in. */
  posted: PostedMessage;
}

const oneQuestion = 60_000;

/**
 * Several messages of one person in one conversation within a minute are one question with one answer. `said` is
 * when the new one was written, milliseconds since the epoch.
 */
export async function findBegun(
  asker: Asker,
  conversation: string,
  said: number,
  store: Store,
): Promise<Begun | undefined> {
  const recent = await store.listInquiries(conversation, said - oneQuestion);
  const last = recent.find((one) => one.asker === asker.id && one.face === asker.face);
  const job = last && (await store.findJob(last.id));
  // What is said of an old message must not end in an answer that came long after it.
  const isClose = job && Math.abs(said - job.at) <= oneQuestion;
  return isClose && job.posted
    ? { id: job.id, posted: JSON.parse(job.posted) as PostedMessage }
    : undefined;
}
