import type { ByteFilter, RecordFilter } from '../input/scan.ts';
import { ByteLiterals, type Role } from './byte-literals.ts';
import { calmLog } from './calm-log.ts';

const stride = 5;
const gramLength = 4;
/** Shorter ones can slip between two probes; they are looked for one by one. */
const shortest = stride + gramLength - 1;
/** Large enough that few grams of ordinary text fall on one that is looked for. */
const bits = 18;
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
  private readonly roles: readonly Role[];
  private stamp = 0;
  private asBytes: ByteLiterals | undefined;

  /**
   * One list of literals for each pattern: the pattern can only match where one of them stands. `roles`: what the
   * patterns are for, `seek` unless told.
   */
  constructor(patterns: readonly (readonly string[])[], roles: readonly Role[] = []) {
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
    this.roles = roles;
    this.literals.forEach((literal, index) => {
      this.register(literal, index);
    });
  }

  get bytes(): ByteFilter | undefined {
    this.asBytes ??= new ByteLiterals(
      this.literals.map((literal, index) => ({ literal, role: this.roleOf(index) })),
    );
    return this.asBytes.isComplete ? this.asBytes : undefined;
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
    if (this.shorts.length > 0 && beyondAscii.test(text)) {
      this.matchShorts(text.toLowerCase(), found);
    }
  }

  private roleOf(literal: number): Role {
    const roles = (this.owners[literal] ?? []).map((pattern) => this.roles[pattern] ?? 'seek');
    return roles.includes('seek') ? 'seek' : roles.includes('mark') ? 'mark' : 'hide';
  }

  private matchShorts(lower: string, found: number[]): void {
    for (const index of this.shorts) {
      if (lower.includes(this.literals[index] ?? '\0')) {
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
      const offset = rarestOffset(literal, phase);
      const gram = gramAt(literal, offset);
      this.table[Math.imul(gram, multiplier) >>> (32 - bits)] = 1;
      this.entries.set(gram, [...(this.entries.get(gram) ?? []), { literal: index, offset }]);
    }
  }

  private verify(text: string, at: number, gram: number, found: number[]): void {
    const entries = this.entries.get(gram);
    if (!entries) {
      return;
    }
    for (const { literal, offset } of entries) {
      if (standsAt(text, at - offset, this.literals[literal] ?? '')) {
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

const beyondAscii = /[^\0-\x7f]/u;

/** True when the lower-case literal stands there, whatever the case of ASCII letters in the text. */
function standsAt(text: string, start: number, literal: string): boolean {
  if (start < 0 || start + literal.length > text.length) {
    return false;
  }
  for (let at = 0; at < literal.length; at += 1) {
    const code = text.charCodeAt(start + at);
    const lower = code >= 65 && code <= 90 ? code + 32 : code;
    if (lower !== literal.charCodeAt(at)) {
      return false;
    }
  }
  return true;
}

/** Of the grams that a probe of this phase can meet, the one that calm logs hold least often. */
function rarestOffset(literal: string, phase: number): number {
  let best = phase;
  for (let offset = phase; offset + gramLength <= literal.length; offset += stride) {
    if ((common.get(gramAt(literal, offset)) ?? 0) < (common.get(gramAt(literal, best)) ?? 0)) {
      best = offset;
    }
  }
  return best;
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

const common = new Map<number, number>();
for (let at = 0; at + gramLength <= calmLog.length; at += 1) {
  const gram = gramAt(calmLog, at);
  common.set(gram, (common.get(gram) ?? 0) + 1);
}
