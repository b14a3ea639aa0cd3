import type { StoredInquiry } from '../../knowledge/store/store.ts';
import type { AnswerDeps } from '../answer.ts';
import { caseNumbersIn } from '../cases/find.ts';
import type { Block, Reply } from '../reply.ts';
import { isAddedTo, withAddition, withoutAdditions } from './addition.ts';

type Deps = Pick<AnswerDeps, 'store' | 'library'>;

/** False when a case that it tells of was forgotten while it was made. */
export async function mayBeShown(
  addition: readonly Block[],
  { library }: Pick<Deps, 'library'>,
): Promise<boolean> {
  const cases = await library.refresh();
  return caseNumbersIn(JSON.stringify(addition)).every((number) => cases.get(number));
}

/**
 * Puts it behind the stored answer, where whoever opens the conversation again finds it. False, and nothing is kept,
 * when the question has been answered anew, was forgotten, or what it was answered with was changed; what else a model
 * has added meanwhile is no such change.
 */
export async function keepAddition(
  { id, reply }: Pick<StoredInquiry, 'id' | 'reply'>,
  addition: readonly Block[],
  { store }: Pick<Deps, 'store'>,
): Promise<boolean> {
  const now = await store.findInquiry(id);
  if (!now || ownPart(now.reply) !== ownPart(reply)) {
    return false;
  }
  const kept = JSON.parse(now.reply) as Reply;
  if (!isAddedTo(kept, addition)) {
    await store.saveInquiry({ ...now, reply: JSON.stringify(withAddition(kept, addition)) });
  }
  return true;
}

function ownPart(reply: string): string {
  return JSON.stringify(withoutAdditions(JSON.parse(reply) as Reply));
}
