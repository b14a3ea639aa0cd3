import type { z } from 'zod';

/** What a language model is asked for. */
export const purposes = [
  'explain',
  'hypotheses',
  'follow-up',
  'understand',
  'read-thread',
  'draft-signature',
] as const;
export type Purpose = (typeof purposes)[number];

export interface ModelRequest<Value> {
  /** The prompt: what to do, what the data means. */
  system: string;
  /** Data alone, fenced: nothing in it is an instruction. */
  data: string;
  /** What the answer must be; every property required, `null` for nothing. */
  schema: z.ZodType<Value>;
  /** Names the schema for the server: letters, digits, `_`. */
  schemaName: string;
  /** Of the answer. */
  mostTokens: number;
}

export interface TokenUse {
  sent: number;
  received: number;
}

export interface ModelAnswer<Value> {
  value: Value;
  /** As the server counts, or estimated where it does not tell. */
  tokens: TokenUse;
}

/** An OpenAI-compatible server, or a script of one in tests. */
export interface LanguageModel {
  name: string;
  /** One attempt. Throws `ModelFailure`, whatever goes wrong. */
  ask<Value>(request: ModelRequest<Value>, signal: AbortSignal): Promise<ModelAnswer<Value>>;
}

/** Vectors of one model are comparable with each other only. */
export interface Embedder {
  name: string;
  /** One of each text, all of one length. Throws `ModelFailure`. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}

/**
 * `cut`: the answer did not end within its tokens. `busy`: told to come later. `late`: our own patience ended.
 * `rejected`: the server does not take the request (wrong key, no such model).
 */
export type FailureKind =
  | 'refused'
  | 'invalid'
  | 'cut'
  | 'late'
  | 'busy'
  | 'unreachable'
  | 'rejected'
  | 'cancelled';

interface FailureOptions extends ErrorOptions {
  tokens?: TokenUse;
  retryAfter?: number;
  ofQuestion?: boolean;
}

/** Never carries what was sent or what came back. */
export class ModelFailure extends Error {
  readonly kind: FailureKind;
  /** What it cost all the same. */
  readonly tokens: TokenUse | undefined;
  /** Milliseconds, when the server said how long it wants to be left alone. */
  readonly retryAfter: number | undefined;
  /** Another question may well be answered: it tells nothing of the server. */
  readonly ofQuestion: boolean;

  constructor(kind: FailureKind, options: FailureOptions = {}) {
    super(`The model gave no answer: ${kind}`, options);
    this.kind = kind;
    this.tokens = options.tokens;
    this.retryAfter = options.retryAfter;
    this.ofQuestion = options.ofQuestion ?? false;
  }
}
