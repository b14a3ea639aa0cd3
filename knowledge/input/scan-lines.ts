import { Assembler } from './assemble.ts';
import { Blocks } from './blocks.ts';
import { LineDecoder } from './line-decoder.ts';
import type { LogRecord } from './record.ts';
import { type RepairedLine, repairLines } from './repair.ts';
import type { Coverage, Scan, ScanRequest } from './scan.ts';

/** Up to here an input is taken for a paste and repaired before it is read. */
export const repairLimit = 1 << 20;

/** Every line decoded and put into its record. */
export const scanLines: Scan = async (request) => {
  const head: Uint8Array[] = [];
  let bytes = 0;
  let stream: { decoder: LineDecoder; tally: Tally } | undefined;
  for await (const chunk of request.bytes) {
    bytes += chunk.length;
    if (!stream && bytes > repairLimit) {
      stream = startStream(request);
      for (const kept of head.splice(0)) {
        stream.decoder.push(kept);
      }
    }
    if (stream) {
      stream.decoder.push(chunk);
      request.progress?.(bytes);
    } else {
      head.push(chunk);
    }
  }
  if (stream) {
    stream.decoder.end();
    return stream.tally.close(bytes, stream.decoder);
  }
  return scanRepaired(request, head, bytes);
};

function startStream(request: ScanRequest): { decoder: LineDecoder; tally: Tally } {
  const tally = new Tally(request, false);
  const decoder = new LineDecoder((raw) => {
    tally.push({ line: tally.lines + 1, raw, text: raw });
  });
  return { decoder, tally };
}

function scanRepaired(
  request: ScanRequest,
  chunks: readonly Uint8Array[],
  bytes: number,
): Coverage {
  const raws: string[] = [];
  const decoder = new LineDecoder((raw) => raws.push(raw));
  for (const chunk of chunks) {
    decoder.push(chunk);
  }
  decoder.end();
  const tally = new Tally(request, true);
  for (const line of repairLines(raws)) {
    tally.push(line);
  }
  return { ...tally.close(bytes, decoder), lines: raws.length };
}

/** Lines of one input in, records out, counted. */
class Tally {
  lines = 0;
  private readonly request: ScanRequest;
  private readonly assembler: Assembler;
  private readonly blocks: Blocks;
  private readonly formats = new Map<string, number>();
  private readonly patterns: number[] = [];
  private from: string | undefined;
  private to: string | undefined;

  /** `repaired`: the lines come from `repairLines`. */
  constructor(request: ScanRequest, repaired: boolean) {
    const take = (record: LogRecord) => this.take(record);
    this.request = request;
    this.assembler = new Assembler(request.input, repaired, take);
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

  close(bytes: number, decoder: LineDecoder): Coverage {
    this.assembler.end();
    this.blocks.end();
    const { lines, from, to, formats } = this;
    const encoding = [...decoder.encodings].join('+') || 'utf-8';
    return { bytes, lines, encoding, from, to, formats, cutLines: decoder.cutLines };
  }

  private take(record: LogRecord): void {
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
    if (this.patterns.length > 0) {
      found(record, [...new Set(this.patterns)]);
    }
  }
}
