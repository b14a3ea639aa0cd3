import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Act } from '../handlers/act.ts';
import type { Answered } from '../handlers/answer.ts';
import type { Asker, Inquiry, Tell } from '../handlers/inquiry.ts';
import type { Reply } from '../handlers/reply.ts';
import type { Store } from '../knowledge/store/store.ts';
import type { Config } from './config.ts';
import type { Worker } from './jobs/worker.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';

/** The one question a face asks the rest of the program. `signal`: nobody waits for the answer any more. */
export type Answer = (inquiry: Inquiry, tell: Tell, signal?: AbortSignal) => Promise<Answered>;

export interface Deps {
  config: Config;
  log: Log;
  store: Store;
  answer: Answer;
  /** A pressed button or a sent form. */
  act(act: Act): Promise<Reply>;
  /** What shows somebody his cases, where a face has a place for it. */
  home(asker: Asker): Promise<Reply>;
  /** The durable inbox: what a platform delivers is stored here before it is acknowledged. */
  jobs: Pick<Jobs, 'receive'>;
  /** A face adds what works on its jobs, by `job.face`, before `start` resolves. */
  workers: Map<string, Worker>;
  /** Aborted when the process is asked to end. */
  signal: AbortSignal;
  /** True when a language model answers questions about an answer; absent or false, such questions have no use. */
  hasModel?: boolean;
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
  /** Where a summary goes in a channel of the configuration; undefined when the face has no such channel. */
  channelTarget?(channel: string): Target | undefined;
  /** `key` is kept with the message where the platform can, so that `find` finds it again. */
  post(target: Target, reply: Reply, key?: string): Promise<PostedMessage>;
  /** A message that was posted with this key, though nobody noted its id; undefined when there is none. */
  find?(target: Target, key: string): Promise<PostedMessage | undefined>;
  edit(posted: PostedMessage, reply: Reply): Promise<void>;
}
