import * as api from './api.ts';
import type { Submit } from './card.ts';
import { create, formatTime } from './dom.ts';
import { addEntry, renderAnswer } from './thread.ts';

const everyMilliseconds = 60_000;
/** Older ones have been read, or are history. */
const freshMilliseconds = 24 * 60 * 60 * 1000;

/** Shows what the bot says unasked, the daily summary for one. An edited message replaces itself. */
export function watchPosts(
  conversation: () => string,
  submitIn: (entry: HTMLElement) => Submit,
): void {
  const entries = new Map<string, HTMLElement>();
  let seen = 0;
  const look = async () => {
    const posts = await api.posts(conversation(), seen).catch(() => []);
    for (const post of posts.filter(isFresh)) {
      const known = entries.get(post.id);
      const entry = known?.isConnected ? known : addEntry();
      const time = create('p', 'sent', `CaseLens · ${formatTime(post.at)}`);
      entry.replaceChildren(time, renderAnswer(post, submitIn(entry)));
      entries.set(post.id, entry);
      seen = Math.max(seen, post.revision);
    }
  };
  const lookWhenSeen = () => document.visibilityState === 'visible' && void look();
  setInterval(lookWhenSeen, everyMilliseconds);
  document.addEventListener('visibilitychange', lookWhenSeen);
  lookWhenSeen();
}

function isFresh({ at }: { at: string }): boolean {
  return Date.now() - Date.parse(at) < freshMilliseconds;
}
