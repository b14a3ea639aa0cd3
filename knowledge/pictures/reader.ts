import { Worker } from 'node:worker_threads';
import type { Job, Model, Reading, Said, Step } from './picture.ts';

export interface Recognised {
  /** One of each model, fewer when time ran out. */
  readings: Reading[];
  /** Why not all of them are there. */
  stopped?: Stopped;
}

type Stopped = 'slow' | 'broken';

const models: readonly Model[] = ['zh', 'en'];

/** An idle thread gives its memory back after this, in milliseconds. */
const idle = 30_000;
/** What the recogniser once took of memory it keeps: a thread is replaced in time. */
const mostPictures = 50;
/**
 * In pixels, as they are recognised. Of a larger picture decoder and models take a hundred megabytes each and never give
 * them back: each then has a thread of its own, one after the other, which takes a second more.
 */
const largestInOneThread = 3_000_000;
/** Of JavaScript; what the recogniser takes outside of it is bounded by the size of the picture. */
const resourceLimits = { maxOldGenerationSizeMb: 256 };

/** One picture after the other, in one thread that lives while there is work. */
export class PictureReader {
  private worker: Worker | undefined;
  private pictures = 0;
  private last: Promise<unknown> = Promise.resolve();
  private idling: NodeJS.Timeout | undefined;
  private readonly largest: number;

  /** `largest`: of the pictures that one thread reads from beginning to end, in pixels as they are recognised. */
  constructor(largest: number = largestInOneThread) {
    this.largest = largest;
  }

  /** Waiting for others counts: at `deadline`, in milliseconds since the epoch, it is over. Throws the signal's reason. */
  async read(job: Job, deadline: number, signal?: AbortSignal): Promise<Recognised> {
    const before = this.last;
    const mine = Promise.withResolvers<void>();
    // Who leaves the queue does not let the next one in early.
    this.last = before.then(() => mine.promise);
    try {
      const isTurn = await waitFor(before, deadline, signal);
      signal?.throwIfAborted();
      if (!isTurn || Date.now() >= deadline) {
        return { readings: [], stopped: 'slow' };
      }
      return await this.run(job, deadline, signal);
    } finally {
      mine.resolve();
    }
  }

  /** Ends the thread at once. */
  async close(): Promise<void> {
    clearTimeout(this.idling);
    const { worker } = this;
    this.worker = undefined;
    this.pictures = 0;
    await worker?.terminate();
  }

  private forget(worker: Worker): void {
    if (this.worker === worker) {
      this.worker = undefined;
      this.pictures = 0;
    }
  }

  private async run(job: Job, deadline: number, signal?: AbortSignal): Promise<Recognised> {
    clearTimeout(this.idling);
    const recognised = await this.takeSteps(job, (step) => this.ask(step, deadline, signal));
    this.pictures += 1;
    if (recognised.stopped || this.pictures >= mostPictures) {
      await this.close();
    } else {
      this.worker?.unref();
      this.idling = setTimeout(() => this.close(), idle).unref();
    }
    signal?.throwIfAborted();
    return recognised;
  }

  private async takeSteps(
    job: Job,
    ask: (step: Step) => Promise<Said | Stopped>,
  ): Promise<Recognised> {
    const readings: Reading[] = [];
    const decoded = await ask({ kind: 'decode', job });
    if (typeof decoded === 'string' || decoded.kind !== 'pixels') {
      return { readings, stopped: typeof decoded === 'string' ? decoded : 'broken' };
    }
    const { pixels } = decoded;
    const isLarge = pixels.width * pixels.height > this.largest;
    for (const model of models) {
      if (isLarge) {
        await this.close();
      }
      const read = await ask({ kind: 'read', model, pixels });
      if (typeof read === 'string' || read.kind !== 'reading') {
        return { readings, stopped: typeof read === 'string' ? read : 'broken' };
      }
      readings.push(read.reading);
    }
    if (isLarge) {
      await this.close();
    }
    return { readings };
  }

  private ask(step: Step, deadline: number, signal?: AbortSignal): Promise<Said | Stopped> {
    this.worker ??= startWorker((ended) => this.forget(ended));
    this.worker.ref();
    return ask(this.worker, step, deadline, signal);
  }
}

function startWorker(ended: (worker: Worker) => void): Worker {
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    execArgv: [],
    resourceLimits,
  });
  // Somebody must listen while nothing is asked: an error would end the process.
  worker.on('error', () => undefined).on('exit', () => ended(worker));
  return worker;
}

/** False when time or the asker's patience ran out before. */
async function waitFor(
  turn: Promise<unknown>,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const leaving = Promise.withResolvers<boolean>();
  const leave = () => leaving.resolve(false);
  const timer = setTimeout(leave, Math.max(0, deadline - Date.now()));
  signal?.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([turn.then(() => true), leaving.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
  }
}

function ask(
  worker: Worker,
  step: Step,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<Said | Stopped> {
  const asking = Promise.withResolvers<Said | Stopped>();
  const slow = () => asking.resolve('slow');
  const broken = () => asking.resolve('broken');
  const hear = (said: Said) => asking.resolve(said);
  const timer = setTimeout(slow, Math.max(0, deadline - Date.now()));
  worker.once('message', hear).once('error', broken).once('exit', broken);
  signal?.addEventListener('abort', slow, { once: true });
  worker.postMessage(step);
  return asking.promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', slow);
    worker.off('message', hear).off('error', broken).off('exit', broken);
  });
}
