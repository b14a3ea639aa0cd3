import {
  type GramTables,
  kindBits,
  kinds,
  type Probe,
  type Stop,
  sizeWith,
  state,
} from './probe.ts';

const timeLength = 19;
/** With its line feed. */
const longestBody = 1024;
/** A line that is passed over is followed by this much of another. */
const nextHead = 30;
/** Longer lines with runs of blanks are sought. */
const longestSqueezed = 61_376;

const datedHead = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d, (?:Info {2}|Error |Warning )/u;
/** Up to the last blank. */
const wholeHead =
  /^.{25}[a-z]*[ \t]*(?:\[0x.{6}\][ \t]*)?(?:(?:CBS|CSI|DPX|MIG|SP|DISM|MOUPG) [ \t]*)?/su;
const componentCsi = /^.{25}[a-z]*[ \t]*(?:\[0x.{6}\][ \t]*)?CSI/su;
const number = /^[0-9a-f]{8}[ @]/u;
const numberedCsi = /^\d.*?CSI(?<=^(?:(?!CSI).)*CSI)[ \t]+[0-9a-f]{8}[ @]/su;
const runs = /[ \t]{2,}|\t/u;
const everyRun = /[ \t]+/gu;
const upper = /[A-Z]+/gu;

/** The probe of `probe.wat` in TypeScript, a good deal slower: what the other one must do. */
export class PlainProbe implements Probe {
  readonly memory: Uint8Array;
  readonly state: Int32Array;
  private readonly bytes: Buffer;
  private readonly literals: readonly { text: string; kind: number }[];
  private readonly tags = new Set<string>();
  private readonly bodies = new Set<string>();

  constructor(tables: GramTables) {
    const { buffer } = new Uint8Array(sizeWith(tables));
    this.memory = new Uint8Array(buffer);
    this.state = new Int32Array(buffer, 0, 16);
    this.bytes = Buffer.from(buffer);
    this.literals = literalsOf(tables);
  }

  next(to: number): Stop {
    const { state: at, bytes } = this;
    for (let start = at[state.position] ?? 0; start < to; ) {
      const end = bytes.indexOf(10, start);
      const line = at[state.lines] ?? 0;
      const stop = this.judge(start, end, to);
      at[state.position] = end + 1;
      at[state.lines] = line + 1;
      if (stop !== 'end') {
        at.set([start, end, line], state.lineStart);
        return stop;
      }
      start = end + 1;
    }
    return 'end';
  }

  learn(lineStart: number): void {
    const body = this.text(lineStart + timeLength, this.bytes.indexOf(10, lineStart));
    if (body.length < longestBody) {
      (this.tags.has(body) ? this.bodies : this.tags).add(body);
    }
  }

  isPlain(lineStart: number): boolean {
    const head = this.text(lineStart, lineStart + 256);
    return datedHead.test(head) && !componentCsi.test(head);
  }

  private judge(start: number, end: number, to: number): Stop {
    const line = this.text(start, end);
    const found = this.look(line);
    if (!datedHead.test(line)) {
      const continues = line.includes('CSI') && !numberedCsi.test(line);
      return found > 0 || continues ? 'seek' : 'end';
    }
    if (componentCsi.test(line)) {
      return found > 0 || !number.test(textOf(line).slice(1)) ? 'seek' : 'end';
    }
    if (found >= kinds.seek) {
      return this.isUseless(start, end, to) ? 'end' : 'seek';
    }
    return found > 0 ? 'mark' : 'end';
  }

  private look(line: string): number {
    const text = textOf(line);
    const squeezed = fold(text).replaceAll(everyRun, ' ');
    const kindsFound = this.literals.map((literal) =>
      squeezed.includes(literal.text) ? literal.kind : 0,
    );
    const isTooLong = runs.test(text) && text.length > longestSqueezed;
    return Math.max(isTooLong ? kinds.seek : 0, ...kindsFound);
  }

  private isUseless(start: number, end: number, to: number): boolean {
    return (
      end + nextHead <= to &&
      this.bodies.has(this.text(start + timeLength, end)) &&
      datedHead.test(this.text(end + 1, end + 1 + nextHead))
    );
  }

  private text(from: number, to: number): string {
    return this.bytes.toString('latin1', from, to);
  }
}

function textOf(line: string): string {
  const head = datedHead.test(line) ? (wholeHead.exec(line)?.[0] ?? '') : '';
  return line.slice(Math.max(0, head.length - 1));
}

/** ASCII letters alone: the rest may be half a character. */
function fold(text: string): string {
  return text.replaceAll(upper, (letters) => letters.toLowerCase());
}

function literalsOf({ literals, first }: GramTables): { text: string; kind: number }[] {
  const bytes = Buffer.from(literals.buffer, literals.byteOffset, literals.byteLength);
  const all: { text: string; kind: number }[] = [];
  for (let at = first; bytes.readInt32LE(at) > 0; ) {
    const word = bytes.readInt32LE(at);
    const end = at + 4 + (word >> kindBits);
    all.push({ text: bytes.toString('latin1', at + 4, end), kind: word & 3 });
    at = end;
  }
  return all;
}

export function createPlainProbe(tables: GramTables): Probe {
  return new PlainProbe(tables);
}
