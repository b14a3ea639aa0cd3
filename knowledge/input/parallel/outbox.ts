import type { LogRecord } from '../record.ts';
import type { Kept, Said } from './message.ts';

/** A message takes time however little it says. */
const fullWeight = 256 * 1024;
/** Of a record, besides its characters. */
const recordWeight = 256;

/** What a thread has to say of one log; waits while too much of it was not heard yet. */
export class Outbox {
  private readonly send: (said: Said) => void;
  private readonly mostWaiting: number;
  private records: Kept[] = [];
  private weight = 0;
  private waiting = 0;
  private go: () => void = () => undefined;

  constructor(send: (said: Said) => void, mostWaiting: number) {
    this.send = send;
    this.mostWaiting = mostWaiting;
  }

  add(record: LogRecord, patterns: readonly number[]): void {
    this.records.push({ record, patterns: [...patterns] });
    this.weight += weigh(record);
    if (this.weight >= fullWeight) {
      this.flush();
    }
  }

  flush(): void {
    const { records, weight } = this;
    if (records.length > 0) {
      this.records = [];
      this.weight = 0;
      this.waiting += weight;
      this.send({ kind: 'records', records, weight });
    }
  }

  heard(weight: number): void {
    this.waiting -= weight;
    if (this.waiting < this.mostWaiting) {
      this.go();
    }
  }

  /** Until there is room. Rejects with the signal's reason. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.waiting >= this.mostWaiting) {
      signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        this.go = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    signal.throwIfAborted();
  }
}

function weigh({ text, parts }: LogRecord): number {
  return parts.reduce((sum, { raw }) => sum + raw.length, text.length + recordWeight);
}
