import type { Case } from '../../knowledge/cases/case.ts';
import { mayRead } from '../access.ts';
import { type Speaking, say } from '../command.ts';
import type { Reply } from '../reply.ts';
import { shareCase } from './share.ts';

const number = /(?<![A-Z0-9])(?:CAS-\d{5}-[A-Z0-9]{6}|TMP-\d{8}-[A-Z0-9]{4})(?![A-Z0-9])/giu;

/** Case numbers in the order they stand, upper case, each once. */
export function caseNumbersIn(text: string): string[] {
  return [...new Set((text.match(number) ?? []).map((one) => one.toUpperCase()))];
}

export function withoutNumbers(text: string): string {
  return text.replace(number, ' ');
}

/** By its number or one it had before; `undefined` also for what the asker may not see. */
export async function findVisible(
  caseNumber: string,
  context: Pick<Speaking, 'asker' | 'library' | 'store'>,
): Promise<Case | undefined> {
  const found = await findAny(caseNumber, context);
  return found && mayRead(context.asker, found)
    ? shareCase(found, context.asker, await context.library.refresh())
    : undefined;
}

/** Whoever may see it: only for deciding what may be done, never for telling. */
export async function findAny(
  caseNumber: string,
  { library, store }: Pick<Speaking, 'library' | 'store'>,
): Promise<Case | undefined> {
  const index = await library.refresh();
  const known = index.get(caseNumber);
  if (known) {
    return known;
  }
  const stored = await store.findCase(caseNumber);
  return stored && (index.get(stored.case) ?? stored);
}

/** The same for a case that is not there and for one that the asker may not see. */
export function sayMissing(caseNumber: string): Reply {
  return say(`没有找到案例 ${caseNumber}。请核对案例号。`);
}
