/** Room for so many calls at once, of which nobody gets all. */
export interface Slots {
  /**
   * Waits for its turn, so many milliseconds at most. What it gives frees the slot again; undefined when the turn did
   * not come. Rejects with the reason of `signal`.
   */
  take(
    who: string,
    patience: number,
    signal: AbortSignal | undefined,
  ): Promise<(() => void) | undefined>;
}

interface Waiting {
  who: string;
  begin(): void;
}

/** Of one person; more than that nobody waits for. */
const mostWaiting = 8;

/**
 * The last free slot is only for whoever has none, so that one person cannot keep the others out; with that whoever
 * asks alone gets all the others at once. Of those who wait it is the turn of whoever has the fewest, then of whoever
 * came first.
 */
export function createSlots(most: number): Slots {
  const held = new Map<string, number>();
  const waiting = new Set<Waiting>();
  let free = most;
  const heldBy = (who: string) => held.get(who) ?? 0;
  const mayBegin = (who: string) => free > 1 || (free > 0 && heldBy(who) === 0);

  const begin = (who: string) => {
    free -= 1;
    held.set(who, heldBy(who) + 1);
    return () => end(who);
  };
  const end = (who: string) => {
    free += 1;
    const left = heldBy(who) - 1;
    if (left > 0) {
      held.set(who, left);
    } else {
      held.delete(who);
    }
    beginNext();
  };
  const beginNext = () => {
    const [next] = [...waiting]
      .filter((one) => mayBegin(one.who))
      .sort((one, other) => heldBy(one.who) - heldBy(other.who));
    if (next) {
      waiting.delete(next);
      next.begin();
      beginNext();
    }
  };

  return {
    take: async (who, patience, signal) => {
      if (mayBegin(who)) {
        return begin(who);
      }
      if ([...waiting].filter((one) => one.who === who).length >= mostWaiting) {
        return undefined;
      }
      signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<(() => void) | undefined>();
      const one: Waiting = { who, begin: () => resolve(begin(who)) };
      // Whoever gives up is given no slot any more: nobody would free it.
      const leave = (then: () => void) => () => waiting.delete(one) && then();
      const stop = leave(() => reject(signal?.reason));
      const timer = setTimeout(
        leave(() => resolve(undefined)),
        patience,
      );
      signal?.addEventListener('abort', stop, { once: true });
      waiting.add(one);
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      }
    },
  };
}
