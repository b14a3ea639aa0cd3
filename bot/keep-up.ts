import type { KeptLikeness } from '../handlers/model/likeness.ts';
import type { Log } from './log.ts';
import type { Clock } from './schedule.ts';

export interface KeepUpParts {
  likeness: KeptLikeness;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
}

/** Milliseconds. */
const soon = 5_000;
const later = 10 * 60_000;

/** Makes the vectors of cases that came or changed, a part at a time, for as long as the process runs. */
export function startKeepingUp({ likeness, clock, log, signal }: KeepUpParts): void {
  const run = async () => {
    let left = 0;
    try {
      ({ left } = await likeness.keepUp(signal));
    } catch (error) {
      // The server is down, or takes no such model: the words of the cases are searched all the same.
      if (!signal.aborted) {
        log.warn({ err: error }, 'The vectors of the cases were not made');
      }
    }
    if (!signal.aborted) {
      next(left > 0 ? soon : later);
    }
  };
  const next = (milliseconds: number) => {
    const timer = clock.after(milliseconds, () => {
      signal.removeEventListener('abort', stop);
      run().catch((error: unknown) => log.error({ err: error }, 'The vectors stay as they are'));
    });
    const stop = () => timer.stop();
    signal.addEventListener('abort', stop, { once: true });
  };
  next(soon);
}
