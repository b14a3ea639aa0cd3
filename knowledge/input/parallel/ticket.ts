import { setImmediate } from 'node:timers/promises';
import type { Job, Said } from './message.ts';

/** What reads a job. */
export interface Runner {
  heard(weight: number): void;
  cancel(): void;
}

/** One job, and what comes of it in its order. */
export class Ticket {
  readonly job: Job;
  /** When nothing of it is read any more. */
  readonly settled: Promise<void>;
  private readonly onPacked: (bytes: number) => void;
  private readonly settle: () => void;
  private runner: Runner | undefined;
  private said: Said[] = [];
  private packed = 0;
  private isDropped = false;
  private wake: () => void = () => undefined;

  /** `onPacked`: told how much more was read of the file. */
  constructor(job: Job, onPacked: (bytes: number) => void) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.job = job;
    this.settled = promise;
    this.settle = resolve;
    this.onPacked = onPacked;
  }

  get isStarted(): boolean {
    return this.runner !== undefined;
  }

  begin(runner: Runner): void {
    this.runner = runner;
  }

  hear(said: Said): void {
    if (said.kind === 'done' || said.kind === 'failed') {
      this.settle();
    }
    if (this.isDropped) {
      return;
    }
    if (said.kind === 'progress') {
      this.onPacked(said.packed - this.packed);
      this.packed = said.packed;
      // Nobody asks where it stood before.
      if (this.said.at(-1)?.kind === 'progress') {
        this.said.pop();
      }
    }
    this.said.push(said);
    this.wake();
  }

  /** Nobody wants it any more. */
  drop(): void {
    this.isDropped = true;
    this.said = [];
    if (this.runner) {
      this.runner.cancel();
    } else {
      this.settle();
    }
  }

  /** To its end. Throws the signal's reason at once when nobody wants it any more. */
  async *all(signal: AbortSignal | undefined): AsyncGenerator<Said> {
    const wake = () => this.wake();
    signal?.addEventListener('abort', wake);
    try {
      for (;;) {
        signal?.throwIfAborted();
        const said = this.said.shift();
        if (!said) {
          await new Promise<void>((resolve) => {
            this.wake = resolve;
          });
          continue;
        }
        yield said;
        if (said.kind === 'records') {
          this.runner?.heard(said.weight);
          // What has waited comes without a pause, and other people's questions wait meanwhile.
          await setImmediate();
        } else if (said.kind !== 'progress') {
          return;
        }
      }
    } finally {
      signal?.removeEventListener('abort', wake);
    }
  }
}
