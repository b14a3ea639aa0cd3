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

const mark = [...Buffer.from('CSI')];

/** The lines of a log behind its beginning: looked over as bytes, and read only where something stands. */
export class LogBytes {
  private readonly filter: ByteFilter;
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
  /** The line that was looked at last, while nothing was found in it. */
  private empty = { at: -1, end: -1 };

  /** `tally` has been pushed the lines before, and may have a record open. */
  constructor(filter: ByteFilter, tally: Tally, decoder: LineDecoder) {
    this.filter = filter;
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

  /** Takes at most half a mebibyte at once. Gives back what must be read by lines when a piece holds NUL. */
  push(piece: Uint8Array): Buffer | undefined {
    const bytes = this.isSkipping ? this.skip(piece) : piece;
    this.window.append(bytes);
    if (bytes.includes(0)) {
      return this.giveBack();
    }
    const to = this.window.endOfLines();
    if (to > this.scanned) {
      this.scan(to);
      this.carry(to);
    } else if (this.window.end - to > longestLine) {
      this.cut(to);
    }
    return undefined;
  }

  /** The last line may lack its end. */
  end(): void {
    if (this.window.end > this.window.endOfLines()) {
      this.window.append(Buffer.from('\n'));
    }
    const to = this.window.endOfLines();
    this.scan(to);
    this.marks.read(to, to);
    this.note(to);
    this.tally.lines = this.linesScanned;
  }

  private giveBack(): Buffer {
    const { next } = this.records;
    this.tally.lines = next.before;
    return Buffer.from(this.window.bytes.subarray(next.at, this.window.end));
  }

  private scan(to: number): void {
    const { probe, records } = this;
    const { state: at } = probe;
    const position = this.scanned & ~15;
    at[state.position] = position;
    at[state.from] = this.scanned;
    at[state.lines] = this.linesScanned - this.window.countLines(position, this.scanned);
    if (records.isOpen) {
      records.read(records.next, -1, to);
    }
    this.tally.from ??= records.firstTime(to);
    for (let stop = probe.next(to); stop !== 'end'; stop = probe.next(to)) {
      const line = { at: at[state.lineStart] ?? 0, before: at[state.line] ?? 0 };
      if (line.at < records.next.at) {
        at[state.from] = records.next.at;
      } else {
        this.take(line, stop === 'joint', to);
      }
    }
    this.noteEmpty(-1, -1);
    this.linesScanned = at[state.lines] ?? 0;
    this.scanned = to;
  }

  /** A line with a gram that is looked for, or one that may continue another. */
  private take(line: Line, isJoint: boolean, to: number): void {
    const { probe, window } = this;
    const hit = probe.state[state.hit] ?? 0;
    const end = probe.state[state.lineEnd] ?? 0;
    const found =
      isJoint || this.isMark(hit) ? 'seek' : this.filter.look(window.bytes, hit, line.at, end);
    this.noteEmpty(line.at, found === 'nothing' ? end : -1);
    if (found === 'seek' || (found === 'mark' && !probe.isPlain(line.at))) {
      this.read(line, end, to);
      probe.state[state.from] = this.records.next.at;
    } else if (found === 'mark') {
      this.marks.add(line, to);
    }
  }

  /** Learns a line behind which another is looked at, when nothing stood in it. */
  private noteEmpty(at: number, end: number): void {
    const { empty, probe } = this;
    if (empty.at !== at) {
      if (empty.end >= 0 && probe.isPlain(empty.at)) {
        probe.learn(empty.at, empty.end);
      }
      this.empty = { at, end };
    } else if (end < 0) {
      empty.end = end;
    }
  }

  /** A gram at the same place hides it from the probe. */
  private isMark(hit: number): boolean {
    const { bytes } = this.window;
    return mark.every((byte, index) => bytes[hit + index] === byte);
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
      probe.learn(line.at, end);
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
