import type { LogRecord } from '../record.ts';
import type { Outcome } from './message.ts';
import type { Ticket } from './ticket.ts';

/** A thread was lost when some of what it had found was handed over already: all is to be read again, without threads. */
export class LostThread extends Error {
  constructor() {
    super('a thread ended while what it read was taken up');
    this.name = 'LostThread';
  }
}

export interface Receiver {
  found(record: LogRecord, patterns: readonly number[]): unknown;
  progress(read: number): void;
  /** So much may be read of the input; what is longer is to be cut off at the byte. */
  most: number;
  signal: AbortSignal | undefined;
}

/** Hands over what another thread found. Undefined when that is to be read again; throws when it is too late for that. */
export async function deliver(ticket: Ticket, receiver: Receiver): Promise<Outcome | undefined> {
  let isTouched = false;
  for await (const said of ticket.all(receiver.signal)) {
    if (said.kind === 'records') {
      isTouched = true;
      for (const { record, patterns } of said.records) {
        receiver.found(record, patterns);
      }
    } else if (said.kind === 'progress') {
      receiver.progress(said.read);
    } else if (said.kind === 'done' && said.outcome.coverage.bytes <= receiver.most) {
      return said.outcome;
    }
  }
  if (isTouched) {
    throw new LostThread();
  }
  return undefined;
}
