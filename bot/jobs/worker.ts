import type { Job } from '../../knowledge/store/job.ts';

/** What does the work on jobs of one kind; found by `job.face`. */
export interface Worker {
  /** Throws when it has to be tried again. It may have been done in part before: by a crash, or by a failure. */
  work(job: Job, hold: Hold): Promise<void>;
  /** Tells whoever waits that it will be tried again; may fail. */
  delay?(job: Job, hold: Hold, problem: Problem): Promise<void>;
  /** Tells whoever waits that there will be no answer; when it throws it is tried again later. */
  giveUp?(job: Job, hold: Hold, reference: string): Promise<void>;
}

/** That a job is ours, for as long as nobody else has taken it. */
export interface Hold {
  /** Aborted once it is not ours any more, and when the process ends: what is still going on is to be left. */
  signal: AbortSignal;
  /** Throws once it is not ours any more. To be asked before anything that others see. */
  check(): Promise<void>;
  /** Remembers the message that the answer is edited into, as JSON. */
  note(posted: string): Promise<void>;
}

/** Why a job failed, for the store and the log: never what anybody wrote. */
export type Problem =
  | 'Opening failed'
  | 'Posting failed'
  | 'Answering failed'
  | 'Editing failed'
  | 'Working failed'
  | 'There is no worker'
  | 'It took too long'
  | 'The process ended too often'
  | 'The process was stopped';

export class JobFailure extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
  }
}

/** Names what failed. */
export async function attempt<Result>(
  problem: Problem,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof JobFailure ? cause : new JobFailure(problem, { cause });
  }
}

/**
 * How long a platform asked to be left alone, in milliseconds: a face puts `retryAfterMs` on the error that it
 * throws for 429. 0 when nothing is known.
 */
export function retryAfter(error: unknown): number {
  if (!(error instanceof Error)) {
    return 0;
  }
  const told = 'retryAfterMs' in error ? Number(error.retryAfterMs) : 0;
  return Math.max(0, Number.isFinite(told) ? told : 0) || retryAfter(error.cause);
}

/**
 * True when trying again cannot help: a face puts `isPermanent` on the error of a platform that has been told no
 * for good, such as a channel that the bot is not in.
 */
export function isPermanent(error: unknown): boolean {
  return (
    error instanceof Error &&
    (('isPermanent' in error && error.isPermanent === true) || isPermanent(error.cause))
  );
}
