import type { BlockReader, SourceLine } from '../format.ts';
import { type LogRecord, recordLimit } from '../input/record.ts';
import { endsEntry, opening, readEntry } from './entry.ts';

/** A message without an end is no message. */
const mostLines = 100;

/** Collects the lines of one entry; what never ends is handed out as one record without a time. */
export class LongEntryReader implements BlockReader {
  private readonly input: string;
  private readonly onRecord: (record: LogRecord) => void;
  private lines: SourceLine[] = [];
  private isDone = false;

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.input = input;
    this.onRecord = onRecord;
  }

  push(line: SourceLine): boolean {
    const isNext = this.lines.length > 0 && line.text.startsWith(opening);
    if (this.isDone || isNext || this.lines.length >= mostLines) {
      return false;
    }
    this.lines.push(line);
    this.isDone = endsEntry(line.text);
    return true;
  }

  end(): void {
    const { lines } = this;
    this.lines = [];
    if (lines.length === 0) {
      return;
    }
    const whole = lines.map(({ text }) => text.trim()).join('\n');
    const head = readEntry(whole);
    const text = (head?.text ?? whole.slice(opening.length)).slice(0, recordLimit);
    this.onRecord({
      input: this.input,
      format: 'cmtrace',
      time: head?.time,
      component: head?.component ?? '',
      text,
      variant: undefined,
      parts: partsOf(lines),
    });
  }
}

function partsOf(lines: readonly SourceLine[]): LogRecord['parts'] {
  let start = -opening.length;
  return lines.map(({ line, raw, text }) => {
    const part = { line, raw, start: Math.max(0, start) };
    start += text.trim().length + 1;
    return part;
  });
}
