import type { Line, Records } from './records.ts';
import type { LogWindow } from './window.ts';

/** Behind the time: level, component and the first words; lines alike in them are records of one format. */
const alikeFrom = 19;
const alikeTo = 50;

/**
 * Lines of which only the last counts until something else is found. They are read when that is known, from the last
 * back to one that is of use.
 */
export class Marks {
  private waiting: Line[] = [];
  private readonly window: LogWindow;
  private readonly records: Records;

  constructor(window: LogWindow, records: Records) {
    this.window = window;
    this.records = records;
  }

  /** A plain line behind those that wait. */
  add(line: Line, to: number): void {
    const last = this.waiting.at(-1);
    if (last && !this.isAlike(last, line)) {
      this.read(line.at, to);
    }
    if (last?.at !== line.at) {
      this.waiting.push(line);
    }
  }

  /** True when one waits that is not before the place. */
  waitsFrom(place: number): boolean {
    return (this.waiting.at(-1)?.at ?? -1) >= place;
  }

  /** Reads what waits before a place; what waits behind it belongs to what was found there. */
  read(before: number, to: number): void {
    for (const line of this.waiting.splice(0).reverse()) {
      const isAhead = line.at < before && line.at >= this.records.next.at;
      if (isAhead && this.records.readAhead(line, to)) {
        return;
      }
    }
  }

  private isAlike(one: Line, other: Line): boolean {
    const { bytes } = this.window;
    for (let at = alikeFrom; at < alikeTo; at += 1) {
      if (bytes[one.at + at] !== bytes[other.at + at]) {
        return false;
      }
    }
    return true;
  }
}
