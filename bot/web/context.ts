import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Asker, Inquiry, Tell } from '../../handlers/inquiry.ts';
import type { Reply } from '../../handlers/reply.ts';
import type { Diagnosis } from '../../knowledge/diagnosis.ts';
import type { Deps } from '../face.ts';
import type { Metrics } from '../metrics.ts';
import type { Asset } from './assets.ts';
import type { Feed } from './feed.ts';
import type { FormLimits } from './parse.ts';

/** What was asked and answered before, without the answer itself. */
export interface EarlierAnswer {
  id: string;
  /** ISO 8601. */
  at: string;
  question: string;
  summary: string;
}

/** What the console needs besides the `Deps` of every face. */
export interface WebFaceParts {
  /** For programs; stores nothing. `signal`: nobody waits for it any more. */
  diagnose(inquiry: Inquiry, tell: Tell, signal?: AbortSignal): Promise<Diagnosis>;
  /** Oldest first. */
  history(conversation: string): Promise<readonly EarlierAnswer[]>;
  /** Undefined when there is no such answer. */
  recall(id: string): Promise<Reply | undefined>;
  /** False, or thrown: the store does not answer. */
  ready(): Promise<boolean>;
  metrics: Metrics;
}

/** What every route of the console works with. */
export interface Context extends Deps, WebFaceParts {
  assets: ReadonlyMap<string, Asset>;
  feed: Feed;
  limits: FormLimits;
  /** Where uploads are spooled. */
  inbox: string;
}

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
}

export type Handle = (context: Context, exchange: Exchange) => Promise<void>;

/** Whoever reaches the console is its operator: it listens on loopback or asks for a token. */
export const operator: Asker = { face: 'web', id: 'console', role: 'operator' };

const conversationId = /^[\w-]{8,64}$/;

export function isConversation(text: string): boolean {
  return conversationId.test(text);
}
