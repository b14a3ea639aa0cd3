import type { CaseIndex } from '../../knowledge/search/case-index.ts';
import type { ModelGate } from './gate.ts';
import type { DropReason } from './ground.ts';
import type { Purpose } from './model.ts';
import type { Prompts } from './prompts.ts';

/** What the decisions need of a language model; there is none of it unless one is configured. */
export interface ModelDesk {
  gate: ModelGate;
  prompts: Prompts;
  /** `features`: no log text and no words of the asker leave, only signatures, codes and features. */
  send: 'redacted' | 'features';
  /** Of sentences that a model wrote. */
  count(purpose: Purpose, kept: number, dropped: readonly DropReason[]): void;
  /** Cases that mean the same in other words; absent without an embedding model. */
  likeness?: Likeness;
}

export interface Likeness {
  /** Case numbers, most alike first, at least so alike that they are worth showing; none when there is no answer. */
  find(
    text: string,
    cases: CaseIndex,
    signal: AbortSignal,
  ): Promise<readonly { case: string; score: number }[]>;
}
