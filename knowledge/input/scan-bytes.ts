import { LogBytes } from './bytes/log-bytes.ts';
import { LineDecoder } from './line-decoder.ts';
import type { Coverage, Scan, ScanRequest } from './scan.ts';
import { createScan, type LogStream, repairLimit, startsWithDay } from './scan-lines.ts';
import { Tally } from './tally.ts';

/**
 * Like `scanLines`, but behind its first mebibyte an input is looked over as bytes, and only records in which
 * something can stand are decoded. Read by lines to its end is what is UTF-16 or holds NUL, what begins with blocks or
 * with records that say something else than their lines, and what stands behind the first line of a block that has
 * `heads`.
 */
export const scanBytes: Scan = createScanBytes();

/** `limit`: bytes that are read by lines first. */
export function createScanBytes(limit: number = repairLimit): Scan {
  return createScan((request, head) => new ByteStream(request, head, limit), limit);
}

class ByteStream implements LogStream {
  private readonly request: ScanRequest;
  private readonly tally: Tally;
  private readonly decoder: LineDecoder;
  /** Bytes that are still read by lines. */
  private left: number;
  private log: LogBytes | undefined;

  constructor(request: ScanRequest, head: readonly Uint8Array[], limit: number) {
    const tally = new Tally(request, false, startsWithDay(head));
    this.request = request;
    this.left = limit;
    this.tally = tally;
    this.decoder = new LineDecoder((raw) => {
      tally.push({ line: tally.lines + 1, raw, text: raw });
    });
  }

  push(piece: Uint8Array): void {
    if (this.log) {
      this.pushBytes(piece);
      return;
    }
    this.decoder.push(piece);
    this.left -= piece.length;
    if (this.left <= 0) {
      this.tryBytes();
    }
  }

  end(bytes: number): Coverage {
    this.readByLines(this.log?.end());
    this.decoder.end();
    return this.tally.close(bytes, this.decoder);
  }

  private tryBytes(): void {
    const { decoder, tally } = this;
    const { bytes: filter } = this.request.filter;
    if (!filter || tally.needsEveryLine || decoder.isWide) {
      this.left = Number.POSITIVE_INFINITY;
      return;
    }
    const rest = decoder.takeRest();
    if (rest) {
      this.log = new LogBytes(filter, tally, decoder);
      this.pushBytes(rest);
    }
  }

  private pushBytes(piece: Uint8Array): void {
    this.readByLines(this.log?.push(piece));
  }

  private readByLines(lines: Buffer | undefined): void {
    if (lines) {
      this.log = undefined;
      this.left = Number.POSITIVE_INFINITY;
      this.decoder.push(lines);
    }
  }
}
