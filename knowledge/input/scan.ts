import { EventViewerReader } from '../evtx/event-viewer.ts';
import { Assembler } from './assemble.ts';
import { LineDecoder } from './line-decoder.ts';
import type { LogRecord } from './record.ts';
import { repairLines } from './repair.ts';

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

/** Up to here an input is taken for a paste and repaired before it is read. */
export const repairLimit = 1 << 20;

export const scanLines: Scan = async (request) => {
  const tally = createTally(request);
  const head: Uint8Array[] = [];
  let bytes = 0;
  let stream: LineDecoder | undefined;
  for await (const chunk of request.bytes) {
    bytes += chunk.length;
    if (!stream && bytes > repairLimit) {
      stream = streamInto(request.input, tally);
      head.forEach((kept) => {
        stream?.push(kept);
      });
      head.length = 0;
    }
    if (stream) {
      stream.push(chunk);
      request.progress?.(bytes);
    } else {
      head.push(chunk);
    }
  }
  if (stream) {
    stream.end();
    return tally.close(bytes, stream);
  }
  return tally.close(bytes, scanRepaired(request.input, head, tally));
};

interface Tally {
  take(record: LogRecord): void;
  lines: number;
  assembler: Assembler | undefined;
  /** Events that were copied as text, which stand beside the lines they were read from. */
  viewer: EventViewerReader | undefined;
  close(bytes: number, decoder: LineDecoder): Coverage;
}

function createTally(request: ScanRequest): Tally {
  const formats = new Map<string, number>();
  const patterns: number[] = [];
  let from: string | undefined;
  let to: string | undefined;
  return {
    lines: 0,
    assembler: undefined,
    viewer: undefined,
    take(record) {
      formats.set(record.format, (formats.get(record.format) ?? 0) + 1);
      if (record.time) {
        from ??= record.time;
        to = record.time;
      }
      patterns.length = 0;
      request.filter.match(record.text, patterns);
      if (record.variant) {
        request.filter.match(record.variant, patterns);
      }
      if (patterns.length > 0) {
        request.found(record, [...new Set(patterns)]);
      }
    },
    close(bytes, decoder) {
      this.assembler?.end();
      this.viewer?.end();
      const encoding = [...decoder.encodings].join('+') || 'utf-8';
      return { bytes, lines: this.lines, encoding, from, to, formats, cutLines: decoder.cutLines };
    },
  };
}

function streamInto(input: string, tally: Tally): LineDecoder {
  const assembler = new Assembler(input, false, (record) => tally.take(record));
  const viewer = new EventViewerReader(input, (record) => tally.take(record));
  tally.assembler = assembler;
  tally.viewer = viewer;
  return new LineDecoder((raw) => {
    tally.lines += 1;
    const line = { line: tally.lines, raw, text: raw };
    assembler.push(line);
    viewer.push(line);
  });
}

function scanRepaired(input: string, chunks: readonly Uint8Array[], tally: Tally): LineDecoder {
  const raws: string[] = [];
  const decoder = new LineDecoder((raw) => raws.push(raw));
  for (const chunk of chunks) {
    decoder.push(chunk);
  }
  decoder.end();
  tally.lines = raws.length;
  tally.assembler = new Assembler(input, true, (record) => tally.take(record));
  tally.viewer = new EventViewerReader(input, (record) => tally.take(record));
  for (const line of repairLines(raws)) {
    tally.assembler.push(line);
    tally.viewer.push(line);
  }
  return decoder;
}
