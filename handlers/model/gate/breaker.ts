/** Keeps away from a server that fails. */
export interface Breaker {
  /** False while it is left alone. What was let in must be ended by one of the others. */
  enter(): boolean;
  succeed(): void;
  /** `rest`: milliseconds for which the server wants to be left alone. */
  fail(rest?: number): void;
  /** Neither: nothing was learnt about the server. */
  leave(): void;
}

const mostFailures = 3;
const firstRest = 60_000;
const longestRest = 10 * 60_000;

/** Not asked for a minute after three failures in a row, twice as long after each trial that fails. */
export function createBreaker(now: () => number, told: (resting: boolean) => void): Breaker {
  let failures = 0;
  let rest = firstRest;
  /** Undefined while all is well. */
  let resting: { since: number; until: number } | undefined;
  let isTrying = false;
  return {
    enter: () => {
      if (!resting) {
        return true;
      }
      // A clock that was set back does not prolong the rest.
      const isOver = now() >= resting.until || now() < resting.since;
      if (isTrying || !isOver) {
        return false;
      }
      isTrying = true;
      return true;
    },
    succeed: () => {
      failures = 0;
      rest = firstRest;
      resting = undefined;
      isTrying = false;
      told(false);
    },
    fail: (wanted = 0) => {
      failures += 1;
      const isOpen = resting !== undefined && !isTrying;
      if (!isOpen && (isTrying || wanted > 0 || failures >= mostFailures)) {
        const since = now();
        resting = { since, until: since + Math.min(Math.max(rest, wanted), longestRest) };
        rest = Math.min(rest * 2, longestRest);
        told(true);
      }
      isTrying = false;
    },
    leave: () => {
      isTrying = false;
    },
  };
}
