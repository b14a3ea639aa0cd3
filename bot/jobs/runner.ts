import PQueue from 'p-queue';
import type { Job } from '../../knowledge/store/job.ts';
import type { JobsParts, JobTimes } from '../jobs.ts';
import { finishJob, type Running } from './finish.ts';
import { startLease } from './lease.ts';
import type { Problem } from './worker.ts';

export interface RunnerParts extends Omit<JobsParts, 'times'> {
  times: JobTimes;
}

/** How long what was left may take to clean up; milliseconds. */
const leaving = 1000;

/** Takes jobs from the store, as many at once as the queue lets run. */
export class Runner {
  readonly #parts: RunnerParts;
  readonly #queue: PQueue;
  readonly #running = new Set<Running>();
  #started = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#queue = new PQueue({ concurrency: parts.atOnce });
  }

  start(): void {
    this.#started = true;
    this.wake();
  }

  async stop(): Promise<void> {
    this.#started = false;
    clearTimeout(this.#timer);
    this.#queue.clear();
    await Promise.race([this.#queue.onIdle(), passed(this.#parts.times.ending)]);
    await Promise.all([...this.#running].map((one) => release(one, this.#parts)));
    // What was read is left now; it closes its files and removes what it put down.
    await Promise.race([this.#queue.onIdle(), passed(leaving)]);
  }

  /** There may be something to do. */
  wake(): void {
    const { log, times } = this.#parts;
    // One that waits for its turn is enough: it wakes the next one when it finds something.
    if (this.#started && this.#queue.size === 0) {
      this.#queue
        .add(() => this.#takeNext())
        .catch((error: unknown) => {
          log.error({ err: error }, 'Jobs cannot be taken from the store');
          this.#sleep(times.lookEvery);
        });
    }
  }

  async #takeNext(): Promise<void> {
    const { store, now, times } = this.#parts;
    const job = this.#started ? await store.takeJob(now(), now() + times.lease) : undefined;
    if (job) {
      this.wake();
      await this.#work(job);
      this.wake();
    } else {
      const next = await store.nextJobAt();
      this.#sleep(next === undefined ? times.lookEvery : limit(next - now(), times.lookEvery));
    }
  }

  #sleep(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.#started) {
      this.#timer = setTimeout(() => this.wake(), milliseconds);
    }
  }

  async #work(job: Job): Promise<void> {
    const { store, now, log, times } = this.#parts;
    const lease = startLease({ store, job, length: times.lease, now });
    const one = { job, lease };
    this.#running.add(one);
    try {
      await finishJob(one, this.#parts);
    } catch (error) {
      // The store is out of reach: the lease ends and the job is taken again.
      log.error({ err: error, job: job.id }, 'What became of a job was not stored');
    } finally {
      lease.end();
      this.#running.delete(one);
    }
  }
}

function limit(milliseconds: number, most: number): number {
  return Math.min(Math.max(milliseconds, 0), most);
}

/** The process ends: whoever starts next need not wait for the lease, and it was no failure. */
async function release({ job, lease }: Running, { store, now }: RunnerParts): Promise<void> {
  if (!lease.isLost()) {
    lease.end();
    const problem: Problem = 'The process was stopped';
    const attempts = job.attempts - 1;
    await store.updateJob(job.id, { status: 'waiting', attempts, due: now(), problem });
  }
}

function passed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
