import type { Diagnosis } from '../../knowledge/diagnosis.ts';
import type { CaseIndex } from '../../knowledge/search/case-index.ts';
import { mayRead } from '../access.ts';

/** Whom a mail goes to; without a customer to somebody who may see no case. */
export interface Recipient {
  customer: string | undefined;
  branch: string | undefined;
}

/**
 * The same diagnosis for other eyes: the desk sees all customers, but what it sends to one must not name the cases
 * of another.
 */
export function shareWith(
  diagnosis: Diagnosis,
  { customer, branch }: Recipient,
  cases: CaseIndex,
): Diagnosis {
  const reader =
    customer === undefined
      ? { role: 'stranger' as const }
      : { role: 'branch' as const, customer, ...(branch !== undefined && { branch }) };
  const isTheirs = (number: string) => {
    const one = cases.get(number);
    return one !== undefined && mayRead(reader, one);
  };
  return {
    ...diagnosis,
    elsewhere: 0,
    similarCases: diagnosis.similarCases.filter((similar) => isTheirs(similar.case)),
    causes: diagnosis.causes.map((cause) => ({
      ...cause,
      seen: null,
      cases: cause.cases.filter(isTheirs),
      inference: cause.inference && {
        ...cause.inference,
        because: cause.inference.because.filter(isTheirs),
        explanation: cause.inference.because.every(isTheirs)
          ? cause.inference.explanation
          : '依据同类问题推定。本机是否如此，请按第一步验证。',
      },
    })),
  };
}
