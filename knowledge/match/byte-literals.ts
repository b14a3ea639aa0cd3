import {
  type Check,
  type GramTables,
  mostChecks,
  mostGrams,
  tablesOf,
} from '../input/bytes/probe.ts';
import type { ByteFilter, ByteFound } from '../input/scan.ts';
import { bytesOf } from './literal-bytes.ts';
import { type Anchor, anchorOf, foldByte, gramAt } from './literal-grams.ts';

/**
 * What a pattern is for. `mark`: of its records without another in between only the last counts. `hide`: it only
 * counts in records in which another stands.
 */
export type Role = 'seek' | 'mark' | 'hide';

interface Entry {
  bytes: Uint8Array;
  /** Of the word in the literal from which it is compared. */
  word: number;
  /** From the beginning of the word to the gram. */
  offset: number;
  found: ByteFound;
  check: Check;
}

const space = 32;
const tab = 9;
const lineFeed = 10;

/**
 * Literals among the bytes of a log, where what is one blank in a record can be any number of blanks and tabs, and
 * Chinese is UTF-8 or GB18030.
 */
export class ByteLiterals implements ByteFilter {
  readonly tables: GramTables;
  /** False when some literal has no gram that stands wherever it does. */
  readonly isComplete: boolean;
  private readonly entries = new Map<number, Entry[]>();

  constructor(literals: readonly { literal: string; role: Role }[]) {
    let isComplete = true;
    for (const { literal, role } of literals) {
      for (const bytes of role === 'hide' ? [] : bytesOf(literal)) {
        const anchor = anchorOf(bytes);
        if (anchor) {
          this.register(bytes, anchor, role === 'mark' ? 'mark' : 'seek');
        } else {
          isComplete = false;
        }
      }
    }
    const checks = new Map([...this.entries].map(([gram, own]) => [gram, distinct(own)]));
    this.isComplete = isComplete && checks.size <= mostGrams;
    this.tables = tablesOf(this.isComplete ? fitting(checks) : new Map());
  }

  /** The strongest of what stands around the gram at `hit`, in a line from `from` up to its end `to`. */
  look(log: Uint8Array, hit: number, from: number, to: number): ByteFound {
    let found: ByteFound = 'nothing';
    for (const entry of this.entries.get(gramAt(log, hit)) ?? []) {
      if (entry.found !== found && standsAt(log, hit - entry.offset, entry, from, to)) {
        if (entry.found === 'seek') {
          return 'seek';
        }
        found = entry.found;
      }
    }
    return found;
  }

  private register(bytes: Uint8Array, { word, grams }: Anchor, found: ByteFound): void {
    for (const { gram, offset, check } of grams) {
      const known = this.entries.get(gram);
      const entry = { bytes, word, offset, found, check };
      if (known) {
        known.push(entry);
      } else {
        this.entries.set(gram, [entry]);
      }
    }
  }
}

const free: Check = { before: { mask: 0, value: 0 }, behind: { mask: 0, value: 0 } };

/** Too many checks are left out: more lines are then looked at more closely. */
function fitting(checks: ReadonlyMap<number, readonly Check[]>): typeof checks {
  const count = [...checks.values()].reduce((sum, own) => sum + own.length, 0);
  return count <= mostChecks ? checks : new Map([...checks.keys()].map((gram) => [gram, [free]]));
}

/** Several literals share a word. */
function distinct(entries: readonly Entry[]): Check[] {
  return [
    ...new Map(
      entries.map(({ check: { before, behind }, check }) => [
        [before.mask, before.value, behind.mask, behind.value].join(),
        check,
      ]),
    ).values(),
  ];
}

/** True when the literal stands in the line with its word at `at`; what lies behind a line feed is taken for granted. */
function standsAt(
  log: Uint8Array,
  at: number,
  { bytes, word }: Entry,
  from: number,
  to: number,
): boolean {
  return (
    at >= from &&
    runs({ log, at, bytes, index: word, step: 1, first: from, last: to }) &&
    runs({ log, at: at - 1, bytes, index: word - 1, step: -1, first: from, last: to })
  );
}

interface Run {
  log: Uint8Array;
  at: number;
  bytes: Uint8Array;
  index: number;
  step: 1 | -1;
  first: number;
  last: number;
}

function runs({ log, at: start, bytes, index: begin, step, first, last }: Run): boolean {
  let at = start;
  for (let index = begin; index >= 0 && index < bytes.length; index += step) {
    const wanted = bytes[index] ?? 0;
    if (wanted === lineFeed) {
      return true;
    }
    if (at < first || at >= last) {
      return false;
    }
    if (isBlank(wanted)) {
      if (!isBlank(log[at] ?? 0)) {
        return false;
      }
      while (at >= first && at < last && isBlank(log[at] ?? 0)) {
        at += step;
      }
      while (isBlank(bytes[index + step] ?? 0)) {
        index += step;
      }
    } else if (foldByte(log[at] ?? 0) === wanted) {
      at += step;
    } else {
      return false;
    }
  }
  return true;
}

function isBlank(byte: number): boolean {
  return byte === space || byte === tab;
}
