import type { TokenBudget } from '../../../knowledge/store/store.ts';

export interface GateSettings {
  /** For the whole of a call. */
  seconds: number;
  /** Tokens of the last 24 hours: of everybody, of one person; and of one inquiry. */
  tokensPerDay: number;
  tokensPerPerson: number;
  tokensPerQuestion: number;
  /** Keeps what was sent in the audit, not only its hash. */
  keepText: boolean;
}

const day = 24 * 60 * 60_000;

/** `who`: `face/id`. */
export function budgetsOf(
  who: string,
  inquiry: string,
  { settings, now }: { settings: GateSettings; now(): number },
): TokenBudget[] {
  // A clock that was ahead and was set right leaves calls behind that are yet to come: those of a day still count.
  const counted = { since: now() - day, until: now() + day };
  return [
    { ...counted, tokens: settings.tokensPerDay },
    { ...counted, tokens: settings.tokensPerPerson, who },
    { ...counted, tokens: settings.tokensPerQuestion, inquiry },
  ];
}
