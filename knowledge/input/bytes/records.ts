import { headAtStart, surelyBegins, timeOf } from '../assemble.ts';
import { beginsBlock } from '../blocks.ts';
import type { LineDecoder } from '../line-decoder.ts';
import type { Tally } from '../tally.ts';
import type { Probe } from './probe.ts';
import type { LogWindow } from './window.ts';

/** A line in the window, and how many stand before it in the log. */
export interface Line {
  at: number;
  before: number;
}

/**
 * Reads records out of a window of whole lines. Those that begin before `next` were read or are of no use; the line at
 * `next` begins a record, unless one is open.
 */
export class Records {
  next: Line;
  /** The record that was read last may go on at `next`. */
  isOpen = true;
  /** A block begins at `next`: from there on every line is to be read. */
  isAtBlock = false;
  private readonly window: LogWindow;
  private readonly probe: Probe;
  private readonly tally: Tally;
  private readonly decoder: LineDecoder;

  constructor(
    sources: { window: LogWindow; probe: Probe; tally: Tally; decoder: LineDecoder },
    before: number,
  ) {
    this.window = sources.window;
    this.probe = sources.probe;
    this.tally = sources.tally;
    this.decoder = sources.decoder;
    this.next = { at: sources.window.start, before };
  }

  /** Where the record around the line surely begins, or `next`. */
  startOf(line: Line): Line {
    let { at, before } = line;
    while (at > this.next.at && !this.begins(at)) {
      at = this.window.lineBefore(at);
      before -= 1;
    }
    return { at, before };
  }

  /** Reads from the beginning of a record through the line at `through` up to the next that surely begins one. */
  read(start: Line, through: number, to: number): void {
    const { tally } = this;
    if (!(this.isOpen && start.at === this.next.at)) {
      tally.assembler.end();
    }
    const passed = { from: this.next.at, to: tally.to };
    tally.to = undefined;
    let { at, before } = start;
    while (at < to && !this.isAtBlock && (at <= through || !this.begins(at))) {
      this.isAtBlock = !this.probe.isPlain(at) && beginsBlock(this.textAt(at));
      if (!this.isAtBlock) {
        at = this.feed(at, before);
        before += 1;
      }
    }
    this.next = { at, before };
    this.isOpen = this.isAtBlock || at >= to;
    if (!this.isOpen) {
      tally.assembler.end();
    }
    tally.to ??= this.lastTime(passed.from, start.at) ?? passed.to;
  }

  /** The record that begins at the line, read ahead. False when nothing of it was kept. */
  readAhead(line: Line, to: number): boolean {
    const { kept, to: lastTime } = this.tally;
    let { at, before } = line;
    do {
      at = this.feed(at, before);
      before += 1;
    } while (at < to && !this.begins(at));
    this.tally.assembler.end();
    this.tally.to = lastTime;
    return this.tally.kept > kept;
  }

  /** The last time in a head from one line up to another. */
  lastTime(from: number, to: number): string | undefined {
    let time: string | undefined;
    for (let at = to; at > from && time === undefined; ) {
      at = this.window.lineBefore(at);
      time = this.timeAt(at, to);
    }
    return time;
  }

  firstTime(to: number): string | undefined {
    let time: string | undefined;
    for (let { at } = this.next; at < to && time === undefined; ) {
      time = this.timeAt(at, to);
      at = this.window.endOfLine(at) + 1;
    }
    return time;
  }

  /** Nothing is handed out of a head without a word, unless another line continues it. */
  private timeAt(at: number, to: number): string | undefined {
    const head = headAtStart(this.textAt(at));
    const end = this.window.endOfLine(at) + 1;
    const isEmpty = head?.text.trim() === '' && (end >= to || this.begins(end));
    return isEmpty ? undefined : timeOf(head, this.tally.dayFirst);
  }

  begins(at: number): boolean {
    return this.probe.isPlain(at) || surelyBegins(this.textAt(at));
  }

  textAt(at: number): string {
    return this.decoder.decodeLine(this.window.bytes.subarray(at, this.window.endOfLine(at)));
  }

  private feed(at: number, before: number): number {
    const raw = this.textAt(at);
    this.tally.assembler.push({ line: before + 1, raw, text: raw });
    return this.window.endOfLine(at) + 1;
  }
}
