import type { LogRecord } from './input/record.ts';
import type { Scan } from './input/scan.ts';

/** What the first line of a record says. */
export interface Head {
  /** `YYYY-MM-DDTHH:MM:SS`, local wall clock: Windows logs carry no zone. */
  time: string | undefined;
  /** The time if the day comes before the month, where the line itself leaves both open; other lines may tell. */
  otherTime?: string;
  level: string;
  component: string;
  text: string;
}

/** How a line that starts a record reads; several formats can share one grammar. */
export interface Grammar {
  name: string;
  /** Every character that its lines can begin with: asked of no other line. Undefined: any. */
  starts?: string;
  /** `undefined` for a line that continues the record before it. */
  read(line: string): Head | undefined;
}

/** One kind of log. `samples` are its tests. */
export interface Format {
  /** What signatures write under `formats`. */
  name: string;
  grammar: Grammar;
  /** Components that make a line of a shared grammar this format's; undefined takes all that is left. */
  components?: ReadonlySet<string>;
  /** True when a line with a full header still continues the record before: servicing cuts long records. */
  continues?(head: Head, previous: Head): boolean;
  /** True where `continues` may be, whatever came before. */
  mayContinue?(head: Head): boolean;
  /** True when the text of a head is not the text of its line, blanks apart. */
  rewrites?: boolean;
  /** True when every line is a record of its own: nothing continues it. */
  isOneLine?: boolean;
  /** True when its lines may as well be part of another record or of a sentence: they end no record of another log. */
  isWeak?: boolean;
  /** True when signatures meet its records as they meet text of unknown format: all of them, and with the same doubts. */
  isOpen?: boolean;
  samples: readonly { line: string; reads: Head }[];
}

/** The format of records that no grammar recognises; they meet every signature. */
export const textFormat = 'text';

/** What commands print, and dialogs that were copied. Everybody quotes it, so it makes no log of a message. */
export const consoleFormat = 'console';

/** What was recognised in a picture: codes and KBs as the asker could have typed them. It proves nothing. */
export const pictureFormat = 'picture';

/** False for words that somebody may have typed. */
export function isLogFormat(format: string): boolean {
  return format !== textFormat && format !== consoleFormat && format !== pictureFormat;
}

/** A line of what was sent: repaired, and as it was. */
export interface SourceLine {
  /** From 1. */
  line: number;
  raw: string;
  text: string;
}

/**
 * A format whose records several lines tell together: a table under its heading, labels and values, a document in
 * XML. It can stand anywhere in a text, a mail or a file. `samples` are its tests.
 */
export interface BlockFormat {
  name: string;
  /** True when its lines are no lines of a log: then nothing else reads them. */
  owns: boolean;
  /** As in `Format`. */
  isOpen?: boolean;
  /**
   * Texts of eight characters and more, one of which stands in the first line of its blocks: by them they are found
   * far behind the beginning of a large log, too. Not for what stands in many lines of a log.
   */
  heads?: readonly string[];
  /** Cheap: asked of every line outside its blocks. */
  begins(line: string): boolean;
  open(input: string, onRecord: (record: LogRecord) => void): BlockReader;
  samples: readonly { text: string; reads: readonly Partial<LogRecord>[] }[];
}

/** Reads one block, its first line included. */
export interface BlockReader {
  /** False when the line belongs to it no more. */
  push(line: SourceLine): boolean;
  /** Hands out what is left. */
  end(): void;
}

/** A file that is no text. `test/support` builds its samples. */
export interface FileFormat {
  name: string;
  /** By the first bytes, up to 64 KiB; never by the name. */
  recognises(head: Uint8Array): boolean;
  /** True when it is read by seeking: `scan` is then given `seek`. */
  seeks?: boolean;
  scan: Scan;
}
