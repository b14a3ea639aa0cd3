import {
  anyDigit,
  type GramTables,
  kindBits,
  kinds,
  layout,
  multiplier,
} from '../input/bytes/probe.ts';
import { bytesOf } from './literal-bytes.ts';
import { gramsOf } from './literal-grams.ts';

/**
 * What a pattern is for. `mark`: of its records without another in between only the last counts. `hide`: it only
 * counts in records in which another stands.
 */
export type Role = 'seek' | 'mark' | 'hide';

interface Owner {
  literal: number;
  offset: number;
}

/** More would fill the table. */
const mostGrams = 50_000;
/** Literals are compared so many bytes at a time. */
const block = 16;

/**
 * What a probe needs to find the lines of a log in which literals stand, where what is one blank in a record can be
 * any number of blanks and tabs, and Chinese is UTF-8 or GB18030. `undefined` when some literal cannot be found so:
 * then every line must be read.
 */
export function tablesOf(
  literals: readonly { literal: string; role: Role }[],
): GramTables | undefined {
  const sought = new Map<string, number>();
  for (const { literal, role } of literals) {
    for (const bytes of role === 'hide' ? [] : bytesOf(literal)) {
      const form = lineOf(bytes);
      const alike = form.replace(digits, anyDigit);
      add(sought, form, role === 'mark' ? kinds.mark : kinds.seek);
      if (alike !== form) {
        add(sought, alike, kinds.alike);
      }
    }
  }
  const grams = ownersOf([...sought.keys()]);
  return grams && grams.size <= mostGrams ? writeLists(grams, sought) : undefined;
}

function add(sought: Map<string, number>, form: string, kind: number): void {
  sought.set(form, (sought.get(form) ?? 0) | kind);
}

/** Of a literal in several lines the longest one; a byte a character, as a probe sees them. */
function lineOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1').replace(upper, lower).replace(blanks, ' ');
  if (!text.includes('\n')) {
    return text;
  }
  const lines = text.replace(lineEnds, '\n').split('\n');
  return lines.reduce((best, line) => (line.length > best.length ? line : best), '');
}

const upper = /[A-Z]+/gu;
const blanks = /[ \t]+/gu;
const digits = /\d/gu;
const lineEnds = / ?\n ?/gu;

function lower(letters: string): string {
  return letters.toLowerCase();
}

function ownersOf(literals: readonly string[]): Map<number, Owner[]> | undefined {
  const grams = new Map<number, Owner[]>();
  const counts = new Map<number, number>();
  for (const [literal, text] of literals.entries()) {
    const own = gramsOf(text, counts);
    if (!own) {
      return undefined;
    }
    for (const { gram, offset } of own) {
      const known = grams.get(gram) ?? [];
      known.push({ literal, offset });
      grams.set(gram, known);
      counts.set(gram, known.length);
    }
  }
  return grams;
}

function writeLists(
  grams: ReadonlyMap<number, readonly Owner[]>,
  sought: ReadonlyMap<string, number>,
): GramTables {
  const first = [...grams.values()].reduce((sum, own) => sum + 4 + own.length * 8, 0);
  const size = [...sought.keys()].reduce((sum, text) => sum + 4 + text.length, first);
  const literals = Buffer.alloc(size + 4 + block);
  const places: number[] = [];
  let at = first;
  for (const [text, kind] of sought) {
    places.push(layout.literals + at);
    at = literals.writeInt32LE((text.length << kindBits) | kind, at);
    at += literals.write(text, at, 'latin1');
  }
  const lists = new Int32Array(literals.buffer, literals.byteOffset, first / 4);
  const bitmap = new Uint8Array(1 << (layout.bitmapBits - 3));
  const table = new Int32Array(2 << layout.gramsBits);
  let next = 0;
  for (const [gram, own] of grams) {
    putGram(bitmap, table, gram, layout.literals + next * 4);
    lists[next] = own.length;
    next += 1;
    for (const { literal, offset } of own) {
      lists[next] = places[literal] ?? 0;
      lists[next + 1] = offset;
      next += 2;
    }
  }
  return { bitmap, grams: table, literals, first };
}

function putGram(bitmap: Uint8Array, table: Int32Array, gram: number, list: number): void {
  const hash = Math.imul(gram, multiplier);
  const bit = hash >>> (32 - layout.bitmapBits);
  bitmap[bit >>> 3] = (bitmap[bit >>> 3] ?? 0) | (1 << (bit & 7));
  let slot = (hash >>> (32 - layout.gramsBits)) * 2;
  while (table[slot] !== 0) {
    slot = (slot + 2) & (table.length - 1);
  }
  table[slot] = gram;
  table[slot + 1] = list;
}
