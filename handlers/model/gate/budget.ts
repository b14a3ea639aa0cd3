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
  const since = now() - day;
  return [
    { since, tokens: settings.tokensPerDay },
    { since, tokens: settings.tokensPerPerson, who },
    { since, tokens: settings.tokensPerQuestion, inquiry },
  ];
}
