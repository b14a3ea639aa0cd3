/** One physical line of a record. */
export interface RecordPart {
  /** In what the user sent, from 1. */
  line: number;
  /** As it was sent. */
  raw: string;
  /** Where the line's share begins in the record's `text`. */
  start: number;
}

/** One log record: a header line with all that continues it. */
export interface LogRecord {
  /** One of `inputs[].name`. */
  input: string;
  /** A name of `formats.ts`; `text` when no format recognised it. */
  format: string;
  /** `YYYY-MM-DDTHH:MM:SS`, the PC's wall clock. */
  time: string | undefined;
  component: string;
  /** Repaired message without header, blanks squeezed, at most `recordLimit` characters. */
  text: string;
  /** Another reading of a hard-wrapped record: joined with blanks where `text` has none. */
  variant: string | undefined;
  /** `text` with its codes as signatures know them; only of what people wrote or commands printed. */
  spelled?: string | undefined;
  parts: RecordPart[];
}

/** Signatures see this much of a record; longer ones are noise dumps. */
export const recordLimit = 4096;
