import { type BlockReader, consoleFormat, type SourceLine } from '../format.ts';
import { type LogRecord, recordLimit } from '../input/record.ts';
import type { Row, Rows } from './table.ts';
import { findTable } from './tables.ts';

const mostParts = 64;
/** Mails put empty lines between rows. */
const mostBlanks = 2;

/** Reads one table; each row or section becomes a record. */
export class ConsoleReader implements BlockReader {
  private readonly input: string;
  private readonly onRecord: (record: LogRecord) => void;
  private rows: Rows | undefined;
  private draft: { text: string; parts: LogRecord['parts'] } | undefined;
  private blanks = 0;

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.input = input;
    this.onRecord = onRecord;
  }

  push(line: SourceLine): boolean {
    this.rows ??= findTable(line.text)?.open();
    if (line.text.trim() === '') {
      this.blanks += 1;
      return this.blanks <= mostBlanks;
    }
    this.blanks = 0;
    const row = this.rows?.read(line.text);
    if (row) {
      this.take(row, line);
    }
    return row !== undefined;
  }

  /** Hands out the last section. */
  end(): void {
    const { draft } = this;
    this.draft = undefined;
    if (draft) {
      this.emit(draft.text, draft.parts);
    }
  }

  private take(row: Row, { line, raw }: SourceLine): void {
    if (row.kind === 'nothing') {
      return;
    }
    if (row.kind === 'record') {
      this.emit(row.text, [{ line, raw, start: 0 }]);
      return;
    }
    if (row.isFirst) {
      this.end();
    }
    const { draft } = this;
    if (!draft) {
      this.draft = { text: row.text, parts: [{ line, raw, start: 0 }] };
    } else if (draft.parts.length < mostParts) {
      draft.parts.push({ line, raw, start: draft.text.length + 1 });
      draft.text += `\n${row.text}`;
    }
  }

  private emit(text: string, parts: LogRecord['parts']): void {
    this.onRecord({
      input: this.input,
      format: consoleFormat,
      time: undefined,
      component: '',
      text: text.slice(0, recordLimit),
      variant: undefined,
      parts,
    });
  }
}
