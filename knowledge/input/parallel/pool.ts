import type { Equipment, Job } from './message.ts';
import { Thread } from './thread.ts';
import { Ticket } from './ticket.ts';

export interface PoolOptions {
  /** Of threads. */
  most: number;
  program: URL;
  /** Asked when the first thread starts. */
  equipment(): Equipment;
  mostWaiting: number;
  idle: number;
}

/** Threads that read logs for all who ask: started when there is work, ended when there was none for a while. */
export class Pool {
  private readonly options: PoolOptions;
  private readonly threads = new Set<Thread>();
  private readonly waiting: Ticket[] = [];
  private equipment: Equipment | undefined;
  private isBroken = false;

  constructor(options: PoolOptions) {
    this.options = options;
  }

  get isWarm(): boolean {
    return this.threads.size > 0;
  }

  add(job: Job, onPacked: (bytes: number) => void): Ticket {
    const ticket = new Ticket(job, onPacked);
    this.waiting.push(ticket);
    this.next();
    return ticket;
  }

  /** True when nobody has begun with it, and nobody will. */
  withdraw(ticket: Ticket): boolean {
    const place = this.waiting.indexOf(ticket);
    if (place >= 0) {
      this.waiting.splice(place, 1);
    }
    return place >= 0;
  }

  /** Ends all threads; what they read is failed. */
  end(): void {
    for (const thread of this.threads) {
      thread.end();
    }
  }

  private next(): void {
    while (this.waiting.length > 0) {
      const thread = [...this.threads].find(({ isFree }) => isFree) ?? this.start();
      if (!thread) {
        return;
      }
      const [first] = this.waiting.splice(0, 1);
      if (first) {
        thread.run(first);
      }
    }
  }

  private start(): Thread | undefined {
    if (this.isBroken || this.threads.size >= this.options.most) {
      return undefined;
    }
    try {
      const thread = this.createThread();
      this.threads.add(thread);
      return thread;
    } catch {
      // Whoever waits reads for himself.
      this.isBroken = true;
      return undefined;
    }
  }

  private createThread(): Thread {
    const { program, mostWaiting, idle } = this.options;
    this.equipment ??= this.options.equipment();
    return new Thread({
      ...{ program, equipment: this.equipment, mostWaiting, idle },
      free: () => this.next(),
      ended: (thread, wasReady) => {
        this.threads.delete(thread);
        // One that cannot even start would not the next time.
        this.isBroken ||= !wasReady;
        this.next();
      },
    });
  }
}
