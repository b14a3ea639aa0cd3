import { randomUUID } from 'node:crypto';
import type { Reply } from '../../handlers/reply.ts';
import type { PostedMessage, Target } from '../face.ts';

export interface FeedEntry {
  id: string;
  at: string;
  /** Grows with every post and edit: a page asks for what is newer than what it has. */
  revision: number;
  reply: Reply;
}

/** What the bot says unasked: kept in memory, the latest only, and gone after a restart. */
export interface Feed {
  post(target: Target, reply: Reply): PostedMessage;
  edit(posted: PostedMessage, reply: Reply): void;
  /** Newest last. */
  since(targets: readonly Target[], revision: number): FeedEntry[];
}

/** Seen in every conversation; the daily summary goes here. */
export const everyone: Target = 'console';
const kept = 50;

export function createFeed(now: () => Date = () => new Date()): Feed {
  let entries: (FeedEntry & { target: Target })[] = [];
  let revision = 0;
  const put = (target: Target, id: string, reply: Reply) => {
    revision += 1;
    const entry = { target, id, reply, revision, at: now().toISOString() };
    entries = [...entries.filter((other) => other.id !== id), entry].slice(-kept);
  };
  return {
    post(target, reply) {
      const id = randomUUID();
      put(target, id, reply);
      return { target, id };
    },
    edit: ({ target, id }, reply) => put(target, id, reply),
    since: (targets, after) =>
      entries.filter((entry) => entry.revision > after && targets.includes(entry.target)),
  };
}
