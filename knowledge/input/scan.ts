import type { LogRecord } from './record.ts';

/** Tells cheaply which patterns could match a record. */
export interface RecordFilter {
  /** Appends the numbers of the patterns to `found`. */
  match(text: string, found: number[]): void;
}

/** What was seen of one input, apart from its candidates. */
export interface Coverage {
  bytes: number;
  lines: number;
  encoding: string;
  /** Times of the first and the last record that have one. */
  from: string | undefined;
  to: string | undefined;
  /** How many records each format has. */
  formats: ReadonlyMap<string, number>;
  /** Lines longer than any log line, of which only the beginning was read. */
  cutLines: number;
  /** Chinese: what of the input could not be read. */
  gaps?: readonly string[];
}

export interface ScanRequest {
  input: string;
  bytes: AsyncIterable<Uint8Array>;
  filter: RecordFilter;
  /** Called in the order of the input for each record in which a literal stands. */
  found(record: LogRecord, patterns: readonly number[]): void;
  /** Called now and then with the bytes read so far. */
  progress?(bytes: number): void;
}

/** Bytes of one input in, candidate records out. A faster one must give the same records. */
export type Scan = (request: ScanRequest) => Promise<Coverage>;
