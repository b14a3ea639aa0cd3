import type { RecordFilter } from '../input/scan.ts';

const stride = 5;
const gramLength = 4;
/** Shorter ones can slip between two probes; they are looked for one by one. */
const shortest = stride + gramLength - 1;
const bits = 16;
const multiplier = 0x9e3779b1;

interface Entry {
  literal: number;
  offset: number;
}

/**
 * Finds which of many literals stand in a text by looking at one four-character gram in every five
 * characters. A literal of eight or more characters has a gram at each of the five possible phases, so
 * none is missed; case does not count.
 *
 *     text     F a i l e d   t o   s t a g e
 *     probes   ^-----^   ^-----^   ^-----^
 */
export class LiteralFilter implements RecordFilter {
  private readonly literals: readonly string[];
  private readonly owners: readonly (readonly number[])[];
  private readonly table = new Uint8Array(1 << bits);
  private readonly entries = new Map<number, Entry[]>();
  private readonly shorts: number[] = [];
  private readonly stamps: Uint32Array;
  private stamp = 0;

  /** One list of literals for each pattern: the pattern can only match where one of them stands. */
  constructor(patterns: readonly (readonly string[])[]) {
    const owners = new Map<string, number[]>();
    patterns.forEach((literals, pattern) => {
      for (const literal of literals) {
        const lower = literal.toLowerCase();
        owners.set(lower, [...(owners.get(lower) ?? []), pattern]);
      }
    });
    this.literals = [...owners.keys()];
    this.owners = [...owners.values()];
    this.stamps = new Uint32Array(patterns.length);
    this.literals.forEach((literal, index) => {
      this.register(literal, index);
    });
  }

  /** Appends to `found` the patterns one of whose literals stands in the text, each once. */
  match(text: string, found: number[]): void {
    this.stamp += 1;
    for (let at = 0; at + gramLength <= text.length; at += stride) {
      const gram = gramAt(text, at);
      if (this.table[Math.imul(gram, multiplier) >>> (32 - bits)] === 1) {
        this.verify(text, at, gram, found);
      }
    }
    for (const index of this.shorts) {
      if (text.toLowerCase().includes(this.literals[index] ?? '\0')) {
        this.report(index, found);
      }
    }
  }

  private register(literal: string, index: number): void {
    if (literal.length < shortest) {
      this.shorts.push(index);
      return;
    }
    for (let phase = 0; phase < stride; phase += 1) {
      const gram = gramAt(literal, phase);
      this.table[Math.imul(gram, multiplier) >>> (32 - bits)] = 1;
      this.entries.set(gram, [
        ...(this.entries.get(gram) ?? []),
        { literal: index, offset: phase },
      ]);
    }
  }

  private verify(text: string, at: number, gram: number, found: number[]): void {
    for (const { literal, offset } of this.entries.get(gram) ?? []) {
      const wanted = this.literals[literal] ?? '';
      const start = at - offset;
      if (start >= 0 && text.slice(start, start + wanted.length).toLowerCase() === wanted) {
        this.report(literal, found);
      }
    }
  }

  private report(literal: number, found: number[]): void {
    for (const pattern of this.owners[literal] ?? []) {
      if (this.stamps[pattern] !== this.stamp) {
        this.stamps[pattern] = this.stamp;
        found.push(pattern);
      }
    }
  }
}

/** Folds the case of ASCII letters, and some other characters with it: a gram only makes candidates. */
function gramAt(text: string, at: number): number {
  return (
    (text.charCodeAt(at) | 32) ^
    ((text.charCodeAt(at + 1) | 32) << 8) ^
    ((text.charCodeAt(at + 2) | 32) << 16) ^
    ((text.charCodeAt(at + 3) | 32) << 24)
  );
}
