import { type LineDecoder, longestLine } from '../line-decoder.ts';
import type { ByteFilter } from '../scan.ts';
import type { Tally } from '../tally.ts';
import { countLongLines, noteEncodings } from './coverage.ts';
import { Marks } from './marks.ts';
import { type Probe, state } from './probe.ts';
import { createProbe } from './probe-wasm.ts';
import { type Line, Records } from './records.ts';
import { LogWindow } from './window.ts';

/** Further back no beginning of the last record is looked for; its lines are read instead. */
const longestTail = 65_536;

/** The lines of a log behind its beginning: looked over as bytes, and read only where something stands. */
export class LogBytes {
  private readonly tally: Tally;
  private readonly decoder: LineDecoder;
  private readonly probe: Probe;
  private readonly window: LogWindow;
  private readonly records: Records;
  private readonly marks: Marks;
  /** Up to here everything was looked over. */
  private scanned: number;
  private linesScanned: number;
  private isSkipping = false;

  /** `tally` has been pushed the lines before, and may have a record open. */
  constructor(filter: ByteFilter, tally: Tally, decoder: LineDecoder) {
    this.tally = tally;
    this.decoder = decoder;
    this.probe = createProbe(filter.tables);
    this.window = new LogWindow(this.probe);
    const { window, probe } = this;
    this.records = new Records({ window, probe, tally, decoder }, tally.lines);
    this.marks = new Marks(window, this.records);
    this.scanned = window.start;
    this.linesScanned = tally.lines;
  }

  /**
   * Takes at most half a mebibyte at once. Gives back what must be read by lines: from the first NUL on, and from the
   * first line of a block on.
   */
  push(piece: Uint8Array): Buffer | undefined {
    const bytes = this.isSkipping ? this.skip(piece) : piece;
    this.window.append(bytes);
    if (bytes.includes(0)) {
      return this.giveBack();
    }
    const to = this.window.endOfLines();
    if (to > this.scanned) {
      if (this.scan(to) === 'block') {
        return this.giveBack();
      }
      this.carry(to);
      return this.records.isAtBlock ? this.giveBack() : undefined;
    }
    if (this.window.end - to > longestLine) {
      this.cut(to);
    }
    return undefined;
  }

  /** The last line may lack its end. Gives back like `push`. */
  end(): Buffer | undefined {
    if (this.window.end > this.window.endOfLines()) {
      this.window.append(Buffer.from('\n'));
    }
    const to = this.window.endOfLines();
    if (this.scan(to) === 'block') {
      return this.giveBack();
    }
    this.marks.read(to, to);
    this.note(to);
    this.tally.lines = this.linesScanned;
    return undefined;
  }

  private giveBack(): Buffer {
    const { next } = this.records;
    this.tally.lines = next.before;
    return Buffer.from(this.window.bytes.subarray(next.at, this.window.end));
  }

  private scan(to: number): 'end' | 'block' {
    const { probe, records } = this;
    const { state: at } = probe;
    if (records.isOpen) {
      records.read(records.next, -1, to);
      if (records.isAtBlock) {
        return 'block';
      }
    }
    this.tally.from ??= records.firstTime(to);
    this.goOn({ at: this.scanned, before: this.linesScanned });
    for (let stop = probe.next(to); stop !== 'end'; stop = probe.next(to)) {
      const line = { at: at[state.lineStart] ?? 0, before: at[state.line] ?? 0 };
      if (stop === 'mark') {
        this.marks.add(line, to);
      } else {
        this.read(line, at[state.lineEnd] ?? 0, to);
        if (records.isAtBlock) {
          return 'block';
        }
        this.goOn(line);
      }
    }
    this.linesScanned = at[state.lines] ?? 0;
    this.scanned = to;
    return 'end';
  }

  /** Not before what was read. */
  private goOn(line: Line): void {
    const { probe, records } = this;
    const next = records.next.at > line.at ? records.next : line;
    probe.state[state.position] = next.at;
    probe.state[state.lines] = next.before;
  }

  private read(line: Line, end: number, to: number): void {
    const { records, tally, probe } = this;
    const start = records.startOf(line);
    this.marks.read(start.at, to);
    const wasOpen = records.isOpen && start.at === records.next.at;
    const { kept } = tally;
    records.read(start, line.at, to);
    const isAlone = start.at === line.at && records.next.at === end + 1 && !wasOpen;
    if (isAlone && !records.isOpen && tally.kept === kept && probe.isPlain(line.at)) {
      probe.learn(line.at);
    }
  }

  /** What the last record may need moves to the beginning of the window. */
  private carry(to: number): void {
    const { records, window, marks } = this;
    this.note(to);
    if (!records.isOpen && records.next.at < to) {
      const last = this.lastStart(to);
      if (last === undefined || marks.waitsFrom(last.at)) {
        const start = last ?? records.next;
        marks.read(start.at, to);
        records.read(start, start.at, to);
      } else {
        marks.read(to, to);
        records.next = last;
      }
    } else {
      marks.read(to, to);
    }
    const moved = window.keepFrom(records.next.at);
    records.next = { at: window.start, before: records.next.before };
    this.scanned = to - moved;
  }

  /** The beginning of the last record; undefined when it lies too far back to be kept. */
  private lastStart(to: number): Line | undefined {
    const { records, window } = this;
    let line = { at: to, before: this.linesScanned };
    do {
      line = { at: window.lineBefore(line.at), before: line.before - 1 };
    } while (line.at > records.next.at && to - line.at < longestTail && !records.begins(line.at));
    return to - line.at < longestTail ? line : undefined;
  }

  /** What the coverage tells of lines that are not read. */
  private note(to: number): void {
    const { tally, records, decoder, window } = this;
    tally.to = records.lastTime(records.next.at, to) ?? tally.to;
    tally.cutLines += countLongLines(window, to);
    noteEncodings(window, decoder, to);
  }

  /** The beginning of a line without end is a line; the rest of it is passed over. */
  private cut(from: number): void {
    const { window } = this;
    window.end = from + longestLine;
    window.append(Buffer.from('\n'));
    this.tally.cutLines += 1;
    this.isSkipping = true;
    const to = window.endOfLines();
    this.scan(to);
    this.carry(to);
  }

  private skip(piece: Uint8Array): Uint8Array {
    const end = piece.indexOf(10);
    this.isSkipping = end < 0;
    return end < 0 ? piece.subarray(piece.length) : piece.subarray(end + 1);
  }
}
