import { Worker } from 'node:worker_threads';
import type { Equipment, Order, Said } from './message.ts';
import type { Ticket } from './ticket.ts';

/** Milliseconds in which a thread must have left a cancelled job. */
const longestLeaving = 2000;
/** Of JavaScript; windows over logs lie outside of it. Young memory is what is thrown away at once. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };

export interface ThreadOptions {
  program: URL;
  equipment: Equipment;
  /** Of what was sent, characters that may wait to be heard. */
  mostWaiting: number;
  /** Milliseconds without work after which it ends. */
  idle: number;
  free(): void;
  /** `wasReady`: it did not fail to start. */
  ended(thread: Thread, wasReady: boolean): void;
}

/** A thread that reads one job after the other. It keeps the process alive while it has one. */
export class Thread {
  private readonly options: ThreadOptions;
  private readonly worker: Worker;
  private ticket: Ticket | undefined;
  private isReady = false;
  private isEnding = false;
  private hasEnded = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(options: ThreadOptions) {
    this.options = options;
    this.worker = new Worker(options.program, {
      execArgv: [],
      workerData: options.equipment,
      resourceLimits,
    });
    this.worker
      .on('message', (said: Said) => this.hear(said))
      // Somebody must listen: an error would end the process. It is followed by `exit`.
      .on('error', () => undefined)
      .on('messageerror', () => this.end())
      .on('exit', () => this.exit());
    this.rest();
  }

  get isFree(): boolean {
    return !this.ticket && !this.isEnding && !this.hasEnded;
  }

  run(ticket: Ticket): void {
    clearTimeout(this.timer);
    this.ticket = ticket;
    this.worker.ref();
    ticket.begin({
      heard: (weight) => {
        if (this.ticket === ticket) {
          this.tell({ kind: 'heard', weight });
        }
      },
      cancel: () => {
        if (this.ticket === ticket) {
          this.cancel();
        }
      },
    });
    this.tell({ kind: 'read', job: ticket.job, mostWaiting: this.options.mostWaiting });
  }

  end(): void {
    this.isEnding = true;
    void this.worker.terminate();
  }

  private cancel(): void {
    this.tell({ kind: 'cancel' });
    this.timer = setTimeout(() => this.end(), longestLeaving).unref();
  }

  private tell(order: Order): void {
    this.worker.postMessage(order);
  }

  private hear(said: Said): void {
    if (said.kind === 'ready') {
      this.isReady = true;
      return;
    }
    const { ticket } = this;
    const isOver = said.kind === 'done' || said.kind === 'failed';
    if (isOver) {
      this.ticket = undefined;
      this.rest();
    }
    ticket?.hear(said);
    if (isOver) {
      this.options.free();
    }
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.worker.unref();
    this.timer = setTimeout(() => this.end(), this.options.idle).unref();
  }

  private exit(): void {
    const { ticket } = this;
    clearTimeout(this.timer);
    this.hasEnded = true;
    this.ticket = undefined;
    ticket?.hear({ kind: 'failed' });
    this.options.ended(this, this.isReady || this.isEnding);
  }
}
