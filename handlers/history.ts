import type { AnswerDeps } from './answer.ts';
import type { Reply } from './reply.ts';

export interface EarlierAnswer {
  id: string;
  /** ISO 8601. */
  at: string;
  question: string;
  summary: string;
}

const longest = 30 * 24 * 60 * 60_000;

/** What a conversation was answered before, oldest first. */
export async function listEarlier(
  conversation: string,
  { store, now }: Pick<AnswerDeps, 'store' | 'now'>,
): Promise<EarlierAnswer[]> {
  const inquiries = await store.listInquiries(conversation, now() - longest);
  return inquiries
    .map(({ id, at, question, reply }) => ({
      id,
      at: new Date(at).toISOString(),
      question,
      summary: (JSON.parse(reply) as Reply).summary,
    }))
    .reverse();
}

/** An answer as it was given. */
export async function recallReply(
  id: string,
  { store }: Pick<AnswerDeps, 'store'>,
): Promise<Reply | undefined> {
  const inquiry = await store.findInquiry(id);
  return inquiry && (JSON.parse(inquiry.reply) as Reply);
}
