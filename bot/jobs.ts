import { randomUUID } from 'node:crypto';
import type { NewJob } from '../knowledge/store/job.ts';
import type { Store } from '../knowledge/store/store.ts';
import { Runner } from './jobs/runner.ts';
import type { Worker } from './jobs/worker.ts';
import type { Log } from './log.ts';

/** What a platform delivers, or what the schedule asks for. */
export interface Delivery
  extends Pick<NewJob, 'face' | 'event' | 'message' | 'conversation' | 'payload'> {
  /** Not before; milliseconds since the epoch. At once when absent. */
  due?: number;
}

/** The durable inbox. A distributed engine can stand behind it as well. */
export interface Jobs {
  /**
   * It is stored when this resolves: only then acknowledge it. False when it was delivered before, which is to be
   * acknowledged all the same. When it throws, do not acknowledge it, so that it is delivered again.
   */
  receive(delivery: Delivery): Promise<boolean>;
  /** Begins to work, also on what an earlier life has left behind. */
  start(): void;
  /** Lets what runs come to its end for a while; the rest is for the next start. */
  stop(): Promise<void>;
}

export interface JobsParts {
  store: Store;
  /** By `job.face`; looked up when a job is worked on, so that they can be added until then. */
  workers: ReadonlyMap<string, Worker>;
  atOnce: number;
  log: Log;
  /** Milliseconds since the epoch. */
  now(): number;
  times?: Partial<JobTimes>;
}

/** All in milliseconds. */
export interface JobTimes {
  /** How long a job of a process that died is left alone. */
  lease: number;
  /** How long to wait before the second try, the third, and so on; then it is given up. */
  delays: readonly number[];
  /** Longer than this nothing takes. */
  longest: number;
  /** How often to look for what other processes have left behind. */
  lookEvery: number;
  /** How long `stop` waits for what runs. */
  ending: number;
}

const second = 1000;
const minute = 60 * second;

const usual: JobTimes = {
  lease: 10 * second,
  delays: [5 * second, 30 * second, 2 * minute, 10 * minute],
  longest: 30 * minute,
  lookEvery: 5 * second,
  ending: 10 * second,
};

export function createJobs({ times, ...parts }: JobsParts): Jobs {
  const { store, now } = parts;
  const runner = new Runner({ ...parts, times: { ...usual, ...times } });
  return {
    async receive({ due = 0, ...delivery }) {
      const isNew = await store.receiveJob({ ...delivery, id: randomUUID(), at: now(), due });
      if (isNew) {
        runner.wake();
      }
      return isNew;
    },
    start: () => runner.start(),
    stop: () => runner.stop(),
  };
}
