import { redactName } from '../knowledge/cases/redact-name.ts';
import { type Diagnosis, isNamed } from '../knowledge/diagnosis.ts';
import type { SentItem, StoredInquiry } from '../knowledge/store/store.ts';
import { isOfTalk } from './access.ts';
import type { AnswerDeps } from './answer.ts';
import { saysAnother, standsAlone } from './continuing.ts';
import { diagnoseSent } from './diagnosing.ts';
import { type Inquiry, type Tell, wordsOf } from './inquiry.ts';

/** What is added within a day completes the question it is added to. */
export const openFor = 24 * 60 * 60_000;

export interface Continued {
  diagnosis: Diagnosis;
  /** What the conversation was answered before this. */
  before: Diagnosis | undefined;
  /** Answered without what was said before, though there was something. */
  anew: boolean;
  /** Everything that this answer rests on. */
  sent: SentItem[];
  /** The answer that was there before, unless this is about something else. */
  answered?: StoredInquiry;
}

/** What is said completes the open question of its conversation, unless it stands for itself. */
export async function diagnoseSaid(
  inquiry: Inquiry,
  sent: SentItem[],
  deps: AnswerDeps,
  tell: Tell,
  signal?: AbortSignal,
): Promise<Continued> {
  const read = async (items: readonly SentItem[]): Promise<Diagnosis> => {
    const diagnosis = await diagnoseSent(inquiry.asker, items, deps, tell, signal);
    return { ...diagnosis, inputs: [...diagnosis.inputs, ...missingInputs(inquiry)] };
  };
  const begun = await begunInquiry(inquiry, deps);
  if (begun) {
    const all = [...begun.sent, ...sent];
    return {
      diagnosis: await read(all),
      before: undefined,
      anew: false,
      sent: all,
      answered: begun,
    };
  }
  const open = await openInquiry(inquiry, deps);
  const text = wordsOf(inquiry);
  if (!open?.diagnosis || saysAnother(text)) {
    return { diagnosis: await read(sent), before: undefined, anew: open !== undefined, sent };
  }
  const { diagnosis: before, question } = open;
  // Who was told no cause yet is still collecting: nothing has to be looked at by itself, unless it is a question.
  if (isNamed(before) || inquiry.files.length === 0) {
    const alone = await read(sent);
    const kind = standsAlone({ text, alone }, before, question);
    if (kind) {
      const compared = kind === 'error' ? before : undefined;
      return { diagnosis: alone, before: compared, anew: kind === 'question', sent };
    }
  }
  const all = [...open.sent, ...sent];
  return { diagnosis: await read(all), before, anew: false, sent: all, answered: open };
}

/** What the same person said a moment ago, when the face takes the two for one question. */
async function begunInquiry(
  { asker, conversation, continues }: Inquiry,
  { store }: AnswerDeps,
): Promise<StoredInquiry | undefined> {
  const begun = continues === undefined ? undefined : await store.findInquiry(continues);
  return begun?.conversation === conversation && begun.asker === asker.id ? begun : undefined;
}

/** The last question of the conversation, if it is still open for additions by the same asker. */
async function openInquiry(
  { id, asker, conversation }: Inquiry,
  { store, now }: AnswerDeps,
): Promise<StoredInquiry | undefined> {
  const recent = await store.listInquiries(conversation, now() - openFor);
  return recent.find((one) => one.id !== id && isOfTalk(asker, one));
}

function missingInputs({ missing = [] }: Inquiry): Diagnosis['inputs'] {
  return missing.map(({ name, reason }) => ({
    name: redactName(name),
    format: 'unknown',
    encoding: '',
    lines: 0,
    bytes: 0,
    from: null,
    to: null,
    status: 'skipped',
    reason,
  }));
}
