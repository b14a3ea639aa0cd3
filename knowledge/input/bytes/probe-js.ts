import { type GramTables, layout, type Probe, putTables, type Stop, state } from './probe.ts';

const lineFeed = 10;
const block = 16;
const timeLength = 19;
const shortestBody = 16;
const longestBody = 1024;
/** A line that is passed over is followed by this much of another. */
const nextHead = 30;

const datedHead = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d, (?:Info {2}|Error |Warning )/u;
const component = /^.{25}[a-z]*[ \t]*(?:\[.{8}\][ \t]*)?CSI/su;
const numbered = /^CSI[ \t]+[0-9a-f]{8}[ @]/u;

/** The probe of `probe.wat` in TypeScript, a good deal slower: what the other one must do. */
export class PlainProbe implements Probe {
  readonly memory = new Uint8Array(layout.size);
  readonly state = new Int32Array(this.memory.buffer, 0, 16);
  private readonly bytes = Buffer.from(this.memory.buffer);
  private readonly tables: GramTables;
  private readonly slots: ReadonlyMap<number, number>;
  private readonly tags = new Set<string>();
  private readonly bodies = new Set<string>();
  private strange = -1;
  private marked = -1;

  constructor(tables: GramTables) {
    putTables(this.memory, tables);
    this.tables = tables;
    const slots = Array.from({ length: tables.grams.length / 2 }, (_, index) => index * 2);
    this.slots = new Map(slots.map((slot) => [tables.grams[slot] ?? 0, slot]));
  }

  next(to: number): Stop {
    const { state: at } = this;
    for (let place = at[state.position] ?? 0; place < to; place += block) {
      for (let lane = 0; lane < block; lane += 1) {
        const hit = place + lane;
        const isGram = lane % 4 === 0 && this.isGram(hit);
        if ((isGram || this.isMark(hit)) && hit < to && hit >= (at[state.from] ?? 0)) {
          const stop = this.judge(hit, isGram, to);
          if (stop) {
            at[state.position] = place;
            at[state.line] = (at[state.lines] ?? 0) + this.countLines(place, hit);
            return stop;
          }
        }
      }
      at[state.lines] = (at[state.lines] ?? 0) + this.countLines(place, place + block);
      at[state.position] = place + block;
    }
    return 'end';
  }

  learn(lineStart: number, lineEnd: number): void {
    const length = lineEnd - lineStart - timeLength;
    if (length >= shortestBody && length <= longestBody) {
      const body = this.text(lineStart + timeLength, lineEnd);
      (this.tags.has(body) ? this.bodies : this.tags).add(body);
    }
  }

  isPlain(lineStart: number): boolean {
    const head = this.text(lineStart, lineStart + 256);
    return datedHead.test(head) && !component.test(head);
  }

  moved(): void {
    this.strange = -1;
    this.marked = -1;
  }

  private judge(hit: number, isGram: boolean, to: number): Stop | undefined {
    const { state: at } = this;
    const start = this.bytes.lastIndexOf(lineFeed, hit - 1) + 1;
    const end = this.bytes.indexOf(lineFeed, hit);
    if (isGram) {
      if (start !== this.strange && this.isUseless(start, end, to)) {
        at[state.from] = end;
        return undefined;
      }
      this.strange = start;
    } else if (start === this.marked) {
      return undefined;
    } else {
      this.marked = start;
      const first = this.bytes[start] ?? 0;
      // In a line that begins with a time, the first "CSI" is the component or there is none.
      if (first >= 48 && first <= 57 && numbered.test(this.text(hit, hit + 256))) {
        return undefined;
      }
    }
    at[state.from] = hit + 1;
    at[state.lineStart] = start;
    at[state.lineEnd] = end;
    at[state.hit] = hit;
    return isGram ? 'gram' : 'joint';
  }

  private isUseless(start: number, end: number, to: number): boolean {
    return (
      end + nextHead <= to &&
      datedHead.test(this.text(start, start + nextHead)) &&
      this.bodies.has(this.text(start + timeLength, end)) &&
      datedHead.test(this.text(end + 1, end + 1 + nextHead))
    );
  }

  private isGram(at: number): boolean {
    const { grams, checks } = this.tables;
    const gram = this.foldedAt(at);
    const slot = this.slots.get(gram);
    if (slot === undefined) {
      return false;
    }
    const first = ((grams[slot + 1] ?? 0) - layout.checks) / 4;
    return Array.from({ length: checks[first] ?? 0 }, (_, index) => first + 1 + index * 4).some(
      (place) => this.holds(at - 4, place) && this.holds(at + 4, place + 2),
    );
  }

  private holds(at: number, place: number): boolean {
    const { checks } = this.tables;
    return (this.foldedAt(at) & (checks[place] ?? 0)) === (checks[place + 1] ?? 0);
  }

  private foldedAt(at: number): number {
    return this.bytes.readInt32LE(at) | 0x20202020;
  }

  private isMark(at: number): boolean {
    return this.bytes[at] === 67 && this.bytes[at + 1] === 83 && this.bytes[at + 2] === 73;
  }

  private countLines(from: number, to: number): number {
    return this.bytes.subarray(from, to).filter((byte) => byte === lineFeed).length;
  }

  private text(from: number, to: number): string {
    return this.bytes.toString('latin1', from, to);
  }
}

export function createPlainProbe(tables: GramTables): Probe {
  return new PlainProbe(tables);
}
