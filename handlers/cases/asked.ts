import type { Diagnosis } from '../../knowledge/diagnosis.ts';
import type { StoredInquiry } from '../../knowledge/store/store.ts';
import { mayUse } from '../access.ts';
import type { Speaking } from '../command.ts';

export type Asked = StoredInquiry & { diagnosis: Diagnosis };

type Where = Pick<Speaking, 'asker' | 'conversation' | 'store' | 'now'>;

/** What was answered longer ago is hardly what somebody means now. */
const recently = 7 * 24 * 60 * 60_000;

/** The last question of the conversation, as far as the asker may see it. */
export async function findLastAsked({
  asker,
  conversation,
  store,
  now,
}: Where): Promise<Asked | undefined> {
  const inquiries = await store.listInquiries(conversation, now() - recently);
  return inquiries.filter(isAnswered).find((one) => mayUse(asker, conversation, one));
}

/** The question that a button stands under. */
export async function findAsked(
  id: string,
  { asker, conversation, store }: Where,
): Promise<Asked | undefined> {
  const found = await store.findInquiry(id);
  return found && isAnswered(found) && mayUse(asker, conversation, found) ? found : undefined;
}

function isAnswered(inquiry: StoredInquiry): inquiry is Asked {
  return inquiry.diagnosis !== undefined;
}
