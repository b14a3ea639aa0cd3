import type { Case } from '../cases/case.ts';
import type { Signature } from '../signatures/signature.ts';

/** Why a case is no word for a signature: `open` until it is archived with a measure that helped, `unrelated`. */
export type Doubt = 'open' | 'unrelated';

/**
 * A closed case whose measure is known to have helped confirms the signatures that named it or are drawn from it:
 * undefined then.
 */
export function doubtOf(
  one: Case,
  id: string,
  signature: Pick<Signature, 'cases'> | undefined,
): Doubt | undefined {
  if (one.status !== 'archived' || !one.verified) {
    return 'open';
  }
  const belongs = one.signatures.includes(id) || signature?.cases.includes(one.case) === true;
  return belongs ? undefined : 'unrelated';
}
