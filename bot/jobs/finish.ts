import type { Job } from '../../knowledge/store/job.ts';
import type { Lease } from './lease.ts';
import type { RunnerParts } from './runner.ts';
import { isPermanent, JobFailure, type Problem, retryAfter, type Worker } from './worker.ts';

export interface Running {
  job: Job;
  lease: Lease;
}

/** A job that was begun so often without a failure being stored takes the process down with it. */
const mostBegun = 20;

/** Does the work and stores what became of it. */
export async function finishJob(running: Running, parts: RunnerParts): Promise<void> {
  const { job, lease } = running;
  const worker = parts.workers.get(job.face);
  try {
    if (job.attempts > mostBegun) {
      throw new JobFailure('The process ended too often');
    }
    if (!worker) {
      throw new JobFailure('There is no worker');
    }
    await within(parts.times.longest, worker.work(job, lease));
    await lease.check();
  } catch (error) {
    await fail(running, worker, error, parts);
    return;
  }
  await parts.store.updateJob(job.id, { status: 'done', problem: '', ended: parts.now() });
}

/** What cannot be stopped goes on, but without the lease nobody sees any more of it. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new JobFailure('It took too long')), milliseconds);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function fail(
  running: Running,
  worker: Worker | undefined,
  error: unknown,
  parts: RunnerParts,
): Promise<void> {
  const { job, lease } = running;
  const reference = referenceOf(job);
  const known = { err: error, job: job.id, reference, face: job.face, attempts: job.attempts };
  if (lease.isLost()) {
    parts.log.warn(known, 'A job went to another process');
    return;
  }
  const problem = error instanceof JobFailure ? error.problem : 'Working failed';
  if (!(isLast(job, parts) || isPermanent(error))) {
    parts.log.warn(known, 'A job failed and is tried again');
    await worker?.delay?.(job, lease, problem).catch(() => undefined);
    await retry(running, problem, error, parts);
    return;
  }
  parts.log.error(known, 'A job is given up');
  await giveUp(running, worker, problem, parts);
}

/** Crashes use up tries too, so a minimum of time has to pass as well before a failure is the last. */
function isLast({ attempts, at }: Job, { times: { delays }, now }: RunnerParts): boolean {
  const whole = delays.reduce((sum, delay) => sum + delay, 0);
  return attempts > mostBegun || (attempts > delays.length && now() - at >= whole);
}

async function retry(
  { job, lease }: Running,
  problem: Problem,
  error: unknown,
  { store, now, times: { delays } }: RunnerParts,
): Promise<void> {
  lease.end();
  const delay = delays[Math.min(job.attempts, delays.length) - 1] ?? 0;
  const due = now() + Math.max(delay, retryAfter(error));
  await store.updateJob(job.id, { status: 'waiting', due, problem });
}

async function giveUp(
  running: Running,
  worker: Worker | undefined,
  problem: Problem,
  parts: RunnerParts,
): Promise<void> {
  const { job, lease } = running;
  const reference = referenceOf(job);
  try {
    await worker?.giveUp?.(job, lease, reference);
  } catch (error) {
    const known = { err: error, job: job.id, reference, face: job.face };
    parts.log.error(known, 'Nobody could be told that a job is given up');
    if (job.attempts <= mostBegun && !isPermanent(error)) {
      await retry(running, problem, error, parts);
      return;
    }
  }
  if (!lease.isLost()) {
    await parts.store.updateJob(job.id, { status: 'given-up', problem, ended: parts.now() });
  }
}

/** What people read out to an administrator; the log has it beside the job's id. */
function referenceOf({ id }: Job): string {
  return id.slice(0, 8).toUpperCase();
}
