/** Answers by the hash of everything they depend on, so that the same question is not paid for twice. */
export interface AnswerCache {
  find(key: string): unknown;
  keep(key: string, value: unknown): void;
}

const mostAnswers = 500;
/** Milliseconds. */
const lifetime = 60 * 60_000;
/** Characters of JSON: a longer one is asked again. */
const longest = 64 * 1024;

/** Kept as text, so that nobody changes what another is given. */
export function createAnswerCache(now: () => number): AnswerCache {
  const kept = new Map<string, { json: string; until: number }>();
  return {
    find: (key) => {
      const found = kept.get(key);
      // Beyond a lifetime: the clock was set back.
      if (!found || found.until <= now() || found.until > now() + lifetime) {
        kept.delete(key);
        return undefined;
      }
      return JSON.parse(found.json);
    },
    keep: (key, value) => {
      const json = JSON.stringify(value);
      if (json.length > longest) {
        return;
      }
      kept.delete(key);
      kept.set(key, { json, until: now() + lifetime });
      const oldest = kept.keys().next();
      if (kept.size > mostAnswers && !oldest.done) {
        kept.delete(oldest.value);
      }
    },
  };
}
