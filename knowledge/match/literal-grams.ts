import { type Beside, type Check, gramLength } from '../input/bytes/probe.ts';
import { calmLog } from './calm-log.ts';
import { blanks, lineFeed, type Spelling, spellings, type Word } from './literal-spellings.ts';

/** Grams of which one stands at every fourth place, wherever the literal stands. */
export interface Anchor {
  /** Where in the literal the word begins from which `offset` counts. */
  word: number;
  /** ASCII letters and some others folded. */
  grams: readonly AnchoredGram[];
}

export interface AnchoredGram {
  gram: number;
  offset: number;
  /** The rest of the word around it. */
  check: Check;
}

const stride = 4;
/** Of the four phases together, in the calm log. */
const rare = 6;
/** Of a gram that no calm log holds: tables should stay small. */
const ownCost = 0.3;

/** The word whose grams calm logs hold least often. `undefined` when the literal is too short. Folds `bytes`. */
export function anchorOf(bytes: Uint8Array): Anchor | undefined {
  bytes.forEach((byte, index) => {
    bytes[index] = foldByte(byte);
  });
  const words = wordsOf(bytes);
  const isLong = ({ start, end }: Word) => end - start >= stride + gramLength - 1;
  const best = cheapest(bytes, words.filter(isLong));
  // Grams across blanks have many spellings; they are only looked at where the others are common.
  const found = best && best.cost < rare ? best : cheapest(bytes, words);
  return (
    found && {
      word: found.word.start,
      grams: found.offsets.flatMap((offset) => anchorGrams(bytes, found.word, offset)),
    }
  );
}

function cheapest(
  bytes: Uint8Array,
  words: readonly Word[],
): (Weighed & { word: Word }) | undefined {
  let best: (Weighed & { word: Word }) | undefined;
  for (const word of words) {
    const found = weighWord(bytes, word);
    if (found && (!best || found.cost < best.cost)) {
      best = { ...found, word };
    }
    if (best && best.cost < rare) {
      break;
    }
  }
  return best;
}

export function foldByte(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

function wordsOf(bytes: Uint8Array): Word[] {
  const words: Word[] = [];
  let start = 0;
  for (let at = 0; at <= bytes.length; at += 1) {
    const byte = bytes[at] ?? lineFeed;
    if (blanks.includes(byte) || byte === lineFeed) {
      if (at > start) {
        words.push({ start, end: at });
      }
      start = at + 1;
    }
  }
  return words;
}

interface Phase {
  offset: number;
  cost: number;
}

interface Weighed {
  offsets: readonly number[];
  cost: number;
}

/** For each of the four phases the offset whose grams are rarest; those within the word before those that leave it. */
function weighWord(bytes: Uint8Array, word: Word): Weighed | undefined {
  const phases = Array.from({ length: stride }, (): Phase | undefined => undefined);
  const last = word.end - word.start - gramLength;
  weigh(phases, bytes, word, range(0, last));
  if (phases.some((phase) => !phase || phase.cost > rare)) {
    weigh(phases, bytes, word, [...range(1 - gramLength, -1), ...range(last + 1, last + 3)]);
  }
  const whole = phases.filter((phase) => phase !== undefined);
  return whole.length === stride
    ? {
        offsets: whole.map(({ offset }) => offset),
        cost: whole.reduce((sum, { cost }) => sum + cost, 0),
      }
    : undefined;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function weigh(
  phases: (Phase | undefined)[],
  bytes: Uint8Array,
  word: Word,
  offsets: readonly number[],
): void {
  for (const offset of offsets) {
    const phase = ((offset % stride) + stride) % stride;
    const known = phases[phase];
    if (known && known.cost <= ownCost) {
      continue;
    }
    const grams = gramsAt(bytes, word, offset);
    const cost = grams.reduce((sum, gram) => sum + (common.get(gram) ?? 0) + ownCost, 0);
    if (grams.length > 0 && (!known || cost < known.cost)) {
      phases[phase] = { offset, cost };
    }
  }
}

function gramsAt(bytes: Uint8Array, word: Word, offset: number): readonly number[] {
  return offset >= 0 && word.start + offset + gramLength <= word.end
    ? [gramAt(bytes, word.start + offset)]
    : [...new Set(spellings(bytes, word, offset, 0, 0).map(foldGram))];
}

/** With what stands beside them: the rest of the word, or one more byte behind its end. */
function anchorGrams(bytes: Uint8Array, word: Word, offset: number): AnchoredGram[] {
  const { start, end } = word;
  const left = offset <= 0 && start > 0 ? 1 : 0;
  const right = start + offset + gramLength >= end && end < bytes.length ? 1 : 0;
  const known = checkAround(bytes, word, offset);
  return spellings(bytes, word, offset, left, right).map((spelling) => ({
    gram: foldGram(spelling.slice(left, left + gramLength)),
    offset,
    check: {
      before: left > 0 ? besideByte(spelling[0], gramLength - 1) : known.before,
      behind: right > 0 ? besideByte(spelling.at(-1), 0) : known.behind,
    },
  }));
}

function besideByte(byte: number | undefined, place: number): Beside {
  return byte === undefined || byte < 0
    ? { mask: 0, value: 0 }
    : { mask: 0xff << (place * 8), value: (byte | 32) << (place * 8) };
}

/** ASCII letters and some others folded. */
export function gramAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24) |
    0x20202020
  );
}

/** Bytes of the word right before and behind the gram; what leaves the word can be spelled in many ways. */
function checkAround(bytes: Uint8Array, { start, end }: Word, offset: number): Check {
  const first = start + offset;
  const last = first + gramLength;
  return {
    before: beside(bytes, first - gramLength, Math.max(start, first - gramLength), first),
    behind: beside(bytes, last, last, Math.min(end, last + gramLength)),
  };
}

function beside(bytes: Uint8Array, place: number, from: number, to: number): Beside {
  let mask = 0;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    mask |= 0xff << ((at - place) * 8);
    value |= ((bytes[at] ?? 0) | 32) << ((at - place) * 8);
  }
  return { mask, value };
}

function foldGram(spelling: Spelling): number {
  return spelling.reduceRight((gram, byte) => (gram << 8) | (byte | 32), 0);
}

const common = countGrams(Buffer.from(calmLog));

function countGrams(log: Uint8Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at + gramLength <= log.length; at += 1) {
    const gram = gramAt(log, at);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}
