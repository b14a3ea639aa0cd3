import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answered } from '../handlers/answer.ts';
import type { Inquiry, Tell } from '../handlers/inquiry.ts';
import type { Reply } from '../handlers/reply.ts';
import type { Store } from '../knowledge/store/store.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

/** The one question a face asks the rest of the program. */
export type Answer = (inquiry: Inquiry, tell: Tell) => Promise<Answered>;

export interface Deps {
  config: Config;
  log: Log;
  store: Store;
  answer: Answer;
  /** Aborted when the process is asked to end. */
  signal: AbortSignal;
}

/** Opaque outside the face that made it; stored, so that an answer can be edited after a restart. */
export type Target = string;
export interface PostedMessage {
  target: Target;
  id: string;
}

/** Mounted in one of our own servers, never in one of an SDK. */
export interface Route {
  method: 'GET' | 'POST';
  path: string;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** A place where people talk to the bot. */
export interface Face {
  name: string;
  /** For the public port; absent when the face needs none. */
  routes?: readonly Route[];
  start(deps: Deps): Promise<void>;
  stop?(): Promise<void>;
  post(target: Target, reply: Reply): Promise<PostedMessage>;
  edit(posted: PostedMessage, reply: Reply): Promise<void>;
}
