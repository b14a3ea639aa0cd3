import type { Tell } from '../../handlers/inquiry.ts';
import type { Reply } from '../../handlers/reply.ts';
import { progressReply } from './words.ts';
import { retryAfter } from './worker.ts';

/** Platforms allow about one edit a second for a whole workspace. */
const every = 4000;
const afterFailure = 30_000;

export interface ProgressParts {
  /** What the button to cancel names. */
  job: string;
  show(reply: Reply): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Shows where the work stands, seldom enough for every platform; what fails is left out. */
export function startProgress({ job, show, now }: ProgressParts): {
  tell: Tell;
  /** Resolves when nothing is on its way any more. */
  end(): Promise<void>;
} {
  let next = now() + every;
  let shown = '';
  let onItsWay: Promise<void> | undefined;
  let ended = false;

  const showNow = async (reply: Reply) => {
    try {
      await show(reply);
      next = now() + every;
    } catch (error) {
      next = now() + Math.max(afterFailure, retryAfter(error));
    }
    onItsWay = undefined;
  };

  return {
    tell(progress) {
      if (ended || onItsWay || now() < next) {
        return;
      }
      const reply = progressReply(progress, job);
      if (reply.summary !== shown) {
        shown = reply.summary;
        onItsWay = showNow(reply);
      }
    },
    async end() {
      ended = true;
      await onItsWay;
    },
  };
}
