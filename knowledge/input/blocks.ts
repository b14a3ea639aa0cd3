import type { BlockFormat, BlockReader, SourceLine } from '../format.ts';
import { blockFormats, blockHeads } from '../formats.ts';
import type { LogRecord } from './record.ts';

/** Finds blocks among the lines of one input and has each read by its format. */
export class Blocks {
  private readonly input: string;
  private readonly onRecord: (record: LogRecord) => void;
  private readonly open = new Map<BlockFormat, BlockReader>();
  private records = 0;

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.input = input;
    this.onRecord = (record) => {
      this.records += 1;
      onRecord(record);
    };
  }

  /** True when there was a block, or one is open. */
  get isUsed(): boolean {
    return this.records > 0 || this.open.size > 0;
  }

  /** True when the line belongs to a block whose lines are no lines of a log. */
  push(line: SourceLine): boolean {
    for (const format of this.open.keys()) {
      if (format.owns && this.pushInto(format, line)) {
        return true;
      }
    }
    return blockFormats.some((format) => this.pushInto(format, line) && format.owns);
  }

  /** Hands out what is still open. */
  end(): void {
    for (const reader of this.open.values()) {
      reader.end();
    }
    this.open.clear();
  }

  private pushInto(format: BlockFormat, line: SourceLine): boolean {
    const current = this.open.get(format);
    if (current?.push(line)) {
      return true;
    }
    if (current) {
      current.end();
      this.open.delete(format);
    }
    if (!format.begins(line.text)) {
      return false;
    }
    const reader = format.open(this.input, this.onRecord);
    this.open.set(format, reader);
    return reader.push(line);
  }
}

const heads = blockHeads.map((head) => head.toLowerCase());

/** True for the first line of a block whose format says by what it is found in a large log. */
export function beginsBlock(line: string): boolean {
  const lower = line.toLowerCase();
  return (
    heads.some((head) => lower.includes(head)) &&
    blockFormats.some((format) => format.heads && format.begins(line))
  );
}
