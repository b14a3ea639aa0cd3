import type { Job } from '../../knowledge/store/job.ts';
import type { Store } from '../../knowledge/store/store.ts';
import { type Hold, JobFailure } from './worker.ts';

export interface Lease extends Hold {
  isLost(): boolean;
  /** Nothing more is renewed, posted or edited by whoever still has it. */
  end(): void;
}

export interface LeaseParts {
  store: Store;
  /** As it was taken, with `due` as the end of the lease. */
  job: Job;
  /** Milliseconds. */
  length: number;
  now(): number;
}

/** Renewed for as long as the work goes on, so that a crash blocks the job for one length at most. */
export function startLease({ store, job, length, now }: LeaseParts): Lease {
  let until = job.due;
  let lost = false;
  const ended = new AbortController();
  const lose = () => {
    lost = true;
    ended.abort(new JobFailure('Working failed', { cause: new Error('The job is not ours') }));
  };
  // A process that slept or was too busy may find that the job was given to another one.
  const renew = async () => {
    const stored = await store.findJob(job.id);
    if (lost) {
      return;
    }
    if (stored?.status !== 'working' || stored.attempts !== job.attempts) {
      lose();
      return;
    }
    until = now() + length;
    await store.updateJob(job.id, { due: until });
  };
  const check = async () => {
    if (!lost && now() >= until) {
      await renew();
    }
    if (lost) {
      throw new JobFailure('Working failed', { cause: new Error('Another process has the job') });
    }
  };
  // A store that cannot be reached for a moment is asked again the next time.
  const renewing = setInterval(() => {
    if (!lost) {
      renew().catch(() => undefined);
    }
  }, length / 3);
  return {
    signal: ended.signal,
    check,
    note: async (posted) => {
      await check();
      await store.updateJob(job.id, { posted });
      job.posted = posted;
    },
    isLost: () => lost,
    end: () => {
      clearInterval(renewing);
      lose();
    },
  };
}
