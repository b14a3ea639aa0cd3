import { layout, type Probe } from './probe.ts';

const lineFeed = 10;
/** Behind what was put in, so that nothing older is taken for its end. */
const margin = 64;

/** The bytes of a log that are looked at now, in the memory of a probe; all places are those of that memory. */
export class LogWindow {
  readonly bytes: Buffer;
  readonly start: number = layout.window;
  end: number = layout.window;

  constructor(probe: Probe) {
    this.bytes = Buffer.from(probe.memory.buffer, probe.memory.byteOffset, probe.memory.byteLength);
    this.bytes.fill(lineFeed, layout.window - 16, layout.window);
  }

  append(piece: Uint8Array): void {
    this.bytes.set(piece, this.end);
    this.end += piece.length;
    this.bytes.fill(0, this.end, this.end + margin);
  }

  /** Drops what stands before; the rest moves to the start by the number that is returned. */
  keepFrom(place: number): number {
    this.bytes.copyWithin(this.start, place, this.end);
    const moved = place - this.start;
    this.end -= moved;
    this.bytes.fill(0, this.end, this.end + margin);
    return moved;
  }

  /** Behind the last line feed. */
  endOfLines(): number {
    return Math.max(this.start, this.bytes.lastIndexOf(lineFeed, this.end - 1) + 1);
  }

  /** Of the line feed. */
  endOfLine(line: number): number {
    return this.bytes.indexOf(lineFeed, line);
  }

  /** Where the line before begins, down to the start. */
  lineBefore(line: number): number {
    return this.bytes.lastIndexOf(lineFeed, line - 2) + 1;
  }
}
