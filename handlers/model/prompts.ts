import type { Purpose } from './model.ts';

/** A file of `knowledge/prompts/`. */
export interface Prompt {
  purpose: Purpose;
  /** Grows with every change of the text: part of what an answer is cached and audited under. */
  version: number;
  text: string;
}

export type Prompts = Readonly<Record<Purpose, Prompt>>;
