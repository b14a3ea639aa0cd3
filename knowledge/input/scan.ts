import type { GramTables } from './bytes/probe.ts';
import type { LogRecord } from './record.ts';
import type { Bytes } from './zip-bytes.ts';

/** Tells cheaply which patterns could match a record. */
export interface RecordFilter {
  /** Appends the numbers of the patterns to `found`. */
  match(text: string, found: number[]): void;
  /** The same for bytes that were not decoded; undefined when they cannot tell. */
  readonly bytes?: ByteFilter | undefined;
}

/** What stands in a line by itself; patterns that count only beside others are left out. May be sent to a thread. */
export interface ByteFilter {
  /** One of these stands in every record that a pattern could match. */
  tables: GramTables;
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
  /** Chinese, without a full stop: how it was read, where that is not plain. */
  notes?: readonly string[];
  /** Chinese, without a full stop: why nothing of it was read. */
  unread?: string;
}

export interface ScanRequest {
  input: string;
  bytes: AsyncIterable<Uint8Array>;
  /** The same bytes to be read by seeking, in place of `bytes`, for formats that ask for it. */
  seek?(): Promise<Bytes>;
  filter: RecordFilter;
  /**
   * Called in the order of the input for each record in which a literal stands. `false`: nothing of it was kept, and
   * nothing would be of another with the same format and text; such records may be left out from then on.
   */
  found(record: LogRecord, patterns: readonly number[]): unknown;
  /** Told the name of the computer that wrote it, where that stands in no record. */
  computer?(name: string): void;
  /** Told what stands in it that counts like words of the asker's own. */
  shown?(text: string): void;
  pictures?: PictureAllowance;
  /** Called now and then with the bytes read so far. */
  progress?(bytes: number): void;
}

/** To recognise a picture takes seconds. */
export interface PictureAllowance {
  /** Of one request; 0 when pictures are not read. */
  most: number;
  /** False when there were as many already. */
  take(): boolean;
  /** Milliseconds since the epoch. */
  deadline: number;
  signal: AbortSignal | undefined;
}

/** Bytes of one input in, candidate records out. A faster one must give the same records. */
export type Scan = (request: ScanRequest) => Promise<Coverage>;
