import { formats } from '../formats.ts';
import { Assembler } from './assemble.ts';
import { Blocks } from './blocks.ts';
import type { LineDecoder } from './line-decoder.ts';
import type { LogRecord } from './record.ts';
import type { RepairedLine } from './repair.ts';
import type { Coverage, ScanRequest } from './scan.ts';

const rewritten = new Set(formats.filter(({ rewrites }) => rewrites).map(({ name }) => name));

/** Lines of one input in, records out, counted. */
export class Tally {
  lines = 0;
  /** Lines whose end nobody saw, besides those that the decoder tells of. */
  cutLines = 0;
  /** Of records handed over of which something was kept. */
  kept = 0;
  readonly assembler: Assembler;
  readonly dayFirst: boolean;
  /** Times of the first and the last record that have one. */
  from: string | undefined;
  to: string | undefined;
  private readonly request: ScanRequest;
  private readonly blocks: Blocks;
  private readonly formats = new Map<string, number>();
  private readonly patterns: number[] = [];

  /** `repaired`: the lines come from `repairLines`. */
  constructor(request: ScanRequest, repaired: boolean, dayFirst: boolean) {
    const take = (record: LogRecord) => this.take(record);
    this.request = request;
    this.dayFirst = dayFirst;
    this.assembler = new Assembler(request.input, repaired, take, dayFirst);
    this.blocks = new Blocks(request.input, take);
  }

  push(line: RepairedLine): void {
    this.lines += 1;
    if (this.blocks.push(line)) {
      this.assembler.end();
    } else {
      this.assembler.push(line);
    }
  }

  /** True when records of this input can hold what none of its lines does. */
  get needsEveryLine(): boolean {
    return this.blocks.isUsed || [...this.formats.keys()].some((name) => rewritten.has(name));
  }

  close(bytes: number, decoder: LineDecoder): Coverage {
    this.assembler.end();
    this.blocks.end();
    const { lines, from, to, formats: counts } = this;
    const encoding = [...decoder.encodings].join('+') || 'utf-8';
    const cutLines = this.cutLines + decoder.cutLines;
    return { bytes, lines, encoding, from, to, formats: counts, cutLines };
  }

  take(record: LogRecord): void {
    const { filter, found } = this.request;
    this.formats.set(record.format, (this.formats.get(record.format) ?? 0) + 1);
    if (record.time) {
      this.from ??= record.time;
      this.to = record.time;
    }
    this.patterns.length = 0;
    filter.match(record.text, this.patterns);
    if (record.variant) {
      filter.match(record.variant, this.patterns);
    }
    if (record.spelled) {
      filter.match(record.spelled, this.patterns);
    }
    if (this.patterns.length > 0 && found(record, [...new Set(this.patterns)]) !== false) {
      this.kept += 1;
    }
  }
}
