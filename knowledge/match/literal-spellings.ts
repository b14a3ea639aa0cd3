import { gramLength } from '../input/bytes/probe.ts';

export const blanks = [32, 9];
export const lineFeed = 10;
/** The last resort costs a gram for each byte there is. */
const anyByte = Array.from({ length: 256 }, (_, byte) => byte);

/** A stretch of a literal without blanks. */
export interface Word {
  start: number;
  end: number;
}

export type Spelling = readonly number[];

/**
 * All four bytes that can stand `offset` bytes behind the beginning of the word, and so many more to the left and to
 * the right, of which -1 is one that nobody knows; none when the four cannot be told.
 */
export function spellings(
  bytes: Uint8Array,
  word: Word,
  offset: number,
  left: number,
  right: number,
): Spelling[] {
  const before = Math.max(0, left - offset);
  const lefts = before > 0 ? neighbours(bytes, word.start - 1, -1, before) : [[]];
  const first = word.start + Math.max(0, offset - left);
  const length = left + gramLength + right;
  const inside = [...bytes.subarray(first, Math.min(word.end, first + length - before))];
  const missing = length - before - inside.length;
  const rights = missing > 0 ? neighbours(bytes, word.end, 1, missing) : [[]];
  const all = lefts.flatMap((some) =>
    rights.map((others) => [...some.toReversed(), ...inside, ...others]),
  );
  const isVague = all.some(
    (spelling) => spelling.slice(left, left + gramLength).filter((byte) => byte < 0).length > 1,
  );
  return isVague ? [] : all.flatMap((spelling) => writeOut(spelling, left));
}

/** Within the gram every byte is tried where none is known. */
function writeOut(spelling: Spelling, from: number): Spelling[] {
  const unknown = spelling.findIndex(
    (byte, at) => byte < 0 && at >= from && at < from + gramLength,
  );
  return unknown < 0 ? [spelling] : anyByte.map((any) => spelling.with(unknown, any));
}

/** The next bytes from `index` on, nearest first: a blank can be any number of blanks and tabs; -1 where nobody knows. */
function neighbours(
  bytes: Uint8Array,
  index: number,
  step: 1 | -1,
  length: number,
  inRun = false,
): Spelling[] {
  if (length === 0) {
    return [[]];
  }
  const more = inRun
    ? blanks.flatMap((blank) =>
        neighbours(bytes, index, step, length - 1, true).map((rest) => [blank, ...rest]),
      )
    : [];
  const byte = bytes[index];
  if (byte === undefined || byte === lineFeed) {
    return [...more, ...neighbours(bytes, index, step, length - 1).map((rest) => [-1, ...rest])];
  }
  if (blanks.includes(byte)) {
    const next = behindRun(bytes, index, step);
    return blanks.flatMap((blank) =>
      neighbours(bytes, next, step, length - 1, true).map((rest) => [blank, ...rest]),
    );
  }
  return [
    ...more,
    ...neighbours(bytes, index + step, step, length - 1).map((rest) => [byte, ...rest]),
  ];
}

function behindRun(bytes: Uint8Array, index: number, step: 1 | -1): number {
  let next = index;
  while (blanks.includes(bytes[next] ?? 0)) {
    next += step;
  }
  return next;
}
