import { createHash } from 'node:crypto';
import type { CallEnd, ModelEntry } from '../../../knowledge/store/store.ts';
import { type FailureKind, ModelFailure, type Purpose, type TokenUse } from '../model.ts';

/**
 * How a question to a model ended. `budget`, `resting` and `crowded`: it was not asked. `broken`: something of our
 * own failed.
 */
export type CallOutcome =
  | 'answered'
  | 'cached'
  | 'budget'
  | 'resting'
  | 'crowded'
  | 'broken'
  | FailureKind;

export interface CallReport {
  purpose: Purpose | 'embedding';
  outcome: CallOutcome;
  seconds: number;
  tokens: TokenUse;
  error?: unknown;
}

interface Noted {
  at: number;
  what: ModelEntry['what'];
  who: string;
  where: string;
  why: string;
  model: string;
  inquiry: string;
  case?: string;
  /** The text itself. */
  sent: string;
  keepText: boolean;
  end: CallEnd;
}

export function entryOf(noted: Noted): ModelEntry {
  const { at, what, who, where, why, model, inquiry, sent, keepText, end } = noted;
  const hash = createHash('sha256').update(sent).digest('hex');
  const call = { why, model, inquiry, hash, ...end, ...(keepText && { text: sent }) };
  return { at, what, who, case: noted.case ?? '', where, call };
}

export interface Settled<Value> {
  value: Value | undefined;
  failure: ModelFailure | undefined;
  tokens: TokenUse;
}

const free: TokenUse = { sent: 0, received: 0 };
/** The server went on, or may have: what it could cost at most is counted. */
const costly: ReadonlySet<FailureKind> = new Set(['late', 'cancelled', 'cut', 'refused']);

/** Never rejects but with what is not of the model. */
export async function settle<Value>(
  ask: () => Promise<{ value: Value; tokens: TokenUse }>,
  most: TokenUse,
): Promise<Settled<Value>> {
  try {
    const { value, tokens } = await ask();
    return { value, failure: undefined, tokens };
  } catch (error) {
    // What a model throws beside its contract is no reason to fail.
    const failure =
      error instanceof ModelFailure ? error : new ModelFailure('unreachable', { cause: error });
    const tokens = failure.tokens ?? (costly.has(failure.kind) ? most : free);
    return { value: undefined, failure, tokens };
  }
}
