import type { ByteFilter, RecordFilter } from '../input/scan.ts';
import { type Role, tablesOf } from './byte-literals.ts';
import { calmLog } from './calm-log.ts';

const stride = 5;
const gramLength = 4;
/** Shorter ones can slip between two probes; they are looked for one by one. */
const shortest = stride + gramLength - 1;
/** Large enough that few grams of ordinary text fall on one that is looked for. */
const bits = 18;
const multiplier = 0x9e3779b1;
/** Of a gram that is met for nothing, in literals that are compared there. */
const commonCost = 8;

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
  private readonly others: readonly string[];
  private stamp = 0;
  private asBytes: { filter: ByteFilter | undefined } | undefined;

  /**
   * One list of literals for each pattern: the pattern can only match where one of them stands. `roles`: what the
   * patterns are for, `seek` unless told. `others`: looked for among bytes only, for other reasons.
   */
  constructor(
    patterns: readonly (readonly string[])[],
    roles: readonly Role[] = [],
    others: readonly string[] = [],
  ) {
    this.others = others;
    const owners = new Map<string, number[]>();
    patterns.forEach((literals, pattern) => {
      for (const literal of literals) {
        const lower = literal.toLowerCase();
        const known = owners.get(lower);
        if (known) {
          known.push(pattern);
        } else {
          owners.set(lower, [pattern]);
        }
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
    this.asBytes ??= { filter: this.createBytes() };
    return this.asBytes.filter;
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

  private createBytes(): ByteFilter | undefined {
    const tables = tablesOf([
      ...this.literals.map((literal, index) => ({ literal, role: this.roleOf(index) })),
      ...this.others.map((literal) => ({ literal, role: 'seek' as const })),
    ]);
    return tables && { tables };
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
      const offset = this.cheapestOffset(literal, phase);
      const gram = gramAt(literal, offset);
      const known = this.entries.get(gram) ?? [];
      known.push({ literal: index, offset });
      this.entries.set(gram, known);
      this.table[Math.imul(gram, multiplier) >>> (32 - bits)] = 1;
    }
  }

  /** Of the grams that a probe of this phase can meet, the one that costs least in calm logs. */
  private cheapestOffset(literal: string, phase: number): number {
    let best = phase;
    let least = Number.POSITIVE_INFINITY;
    for (let offset = phase; offset + gramLength <= literal.length; offset += stride) {
      const gram = gramAt(literal, offset);
      const count = common.get(gram) ?? 0;
      const cost = count === 0 ? 0 : count * (commonCost + (this.entries.get(gram)?.length ?? 0));
      if (cost < least) {
        best = offset;
        least = cost;
      }
    }
    return best;
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
