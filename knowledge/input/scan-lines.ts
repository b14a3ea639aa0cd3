import { setImmediate } from 'node:timers/promises';
import { hasYearLast, putsDayFirst } from '../formats/local-time.ts';
import { giveBack } from './chunks.ts';
import { sniffWide } from './encoding.ts';
import { LineDecoder } from './line-decoder.ts';
import { carriageReturn, lineFeed } from './line-ends.ts';
import { repairLines } from './repair.ts';
import type { Coverage, Scan, ScanRequest } from './scan.ts';
import { Tally } from './tally.ts';

/** Up to here an input is taken for a paste and repaired before it is read. */
export const repairLimit = 1 << 20;

/** Of so many bytes, no piece takes longer than a few hundredths of a second. */
const pieceSize = 1 << 18;

/** Milliseconds after which others have their turn. */
const longestTurn = 20;

/** Reads an input that is too large to be repaired. */
export interface LogStream {
  push(piece: Uint8Array): void;
  end(bytes: number): Coverage;
}

/** `start` is given what came up to the limit in bytes, or a little more; all of it is pushed as well. */
export function createScan(
  start: (request: ScanRequest, head: readonly Uint8Array[]) => LogStream,
  limit: number = repairLimit,
): Scan {
  return async (request) => {
    const head: Uint8Array[] = [];
    let bytes = 0;
    let stream: LogStream | undefined;
    const turns = new Turns();
    for await (const chunk of request.bytes) {
      bytes += chunk.length;
      head.push(chunk);
      if (bytes > limit) {
        stream ??= start(request, head);
        for (const whole of head.splice(0)) {
          for (const piece of piecesOf(whole)) {
            stream.push(piece);
            await turns.next();
          }
          giveBack(whole);
        }
        request.progress?.(bytes);
      }
    }
    return stream ? stream.end(bytes) : scanRepaired(request, head, bytes);
  };
}

/** Every line decoded and put into its record. */
export const scanLines: Scan = createScanLines();

export function createScanLines(limit?: number): Scan {
  return createScan((request, head) => new LineStream(request, head), limit);
}

class LineStream implements LogStream {
  private readonly tally: Tally;
  private readonly decoder: LineDecoder;

  constructor(request: ScanRequest, head: readonly Uint8Array[]) {
    const tally = new Tally(request, false, startsWithDay(head));
    this.tally = tally;
    this.decoder = new LineDecoder((raw) => {
      tally.push({ line: tally.lines + 1, raw, text: raw });
    });
  }

  push(piece: Uint8Array): void {
    this.decoder.push(piece);
  }

  end(bytes: number): Coverage {
    this.decoder.end();
    return this.tally.close(bytes, this.decoder);
  }
}

/** What is at hand comes without a pause, and other people's questions wait meanwhile. */
class Turns {
  private began = performance.now();

  async next(): Promise<void> {
    if (performance.now() - this.began > longestTurn) {
      await setImmediate();
      this.began = performance.now();
    }
  }
}

function piecesOf(chunk: Uint8Array): Uint8Array[] {
  const count = Math.ceil(chunk.length / pieceSize);
  return Array.from({ length: count }, (_, index) =>
    chunk.subarray(index * pieceSize, (index + 1) * pieceSize),
  );
}

/** Whether dates of this input begin with the day, by its first mebibyte. Most logs have no such dates at all. */
export function startsWithDay(head: readonly Uint8Array[]): boolean {
  const bytes = Buffer.concat(head).subarray(0, repairLimit);
  return hasYearLast(textOf(bytes.subarray(0, probe))) && putsDayFirst(textOf(bytes));
}

/** Even, so that no character of two bytes is cut. */
const probe = 4096;

/** Digits and marks come out right in every encoding that logs are written in. */
function textOf(bytes: Buffer): string {
  return bytes.toString('latin1').replaceAll('\0', '');
}

function scanRepaired(
  request: ScanRequest,
  chunks: readonly Uint8Array[],
  bytes: number,
): Coverage {
  const raws: string[] = [];
  const decoder = new LineDecoder((raw) => raws.push(raw));
  for (const chunk of withLineFeeds(chunks)) {
    decoder.push(chunk);
  }
  decoder.end();
  const tally = new Tally(request, true, startsWithDay(chunks));
  for (const line of repairLines(raws)) {
    tally.push(line);
  }
  return { ...tally.close(bytes, decoder), lines: raws.length };
}

/** Text whose lines end with a carriage return alone is given line feeds; UTF-16, in which both may be half of a character, is not. */
function withLineFeeds(chunks: readonly Uint8Array[]): readonly Uint8Array[] {
  const isOther =
    sniffWide(chunks[0] ?? new Uint8Array()) !== undefined ||
    chunks.some((chunk) => chunk.includes(lineFeed) || chunk.includes(0));
  return isOther
    ? chunks
    : chunks.map((chunk) => chunk.map((byte) => (byte === carriageReturn ? lineFeed : byte)));
}
