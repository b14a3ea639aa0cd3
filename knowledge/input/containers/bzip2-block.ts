import type { BitsFromTop } from './bits-from-top.ts';
import { type PrefixCode, readCode } from './bzip2-code.ts';

const groupSize = 50;
const mostCodes = 6;

/** A block before its sorting is undone: the places of its bytes, and where the text begins. */
export interface SortedBlock {
  /** The byte in the lowest eight bits, above it the place of the byte that comes next. */
  chain: Uint32Array;
  length: number;
  first: number;
}

/** Behind the checksum of the block; `undefined` for what is none. */
export function readBlock(bits: BitsFromTop, chain: Uint32Array): SortedBlock | undefined {
  const isShuffled = bits.take(1) === 1;
  const first = bits.take(24);
  const bytes = readAlphabet(bits);
  const codes = readCodes(bits, bytes.length + 2);
  // Written by no version since 1998.
  if (isShuffled || !codes || bytes.length === 0) {
    return undefined;
  }
  const length = readSymbols(bits, codes, bytes, chain);
  if (length === undefined || first >= length) {
    return undefined;
  }
  link(chain, length);
  return { chain, length, first };
}

/** The bytes that occur, told by two layers of bits. */
function readAlphabet(bits: BitsFromTop): Uint8Array {
  const rows = bits.take(16);
  const bytes: number[] = [];
  for (let row = 0; row < 16; row += 1) {
    const columns = rows & (0x8000 >> row) ? bits.take(16) : 0;
    for (let column = 0; column < 16; column += 1) {
      if (columns & (0x8000 >> column)) {
        bytes.push(row * 16 + column);
      }
    }
  }
  return Uint8Array.from(bytes);
}

interface Codes {
  codes: PrefixCode[];
  /** Which code each group of symbols is written in. */
  selectors: Uint8Array;
}

function readCodes(bits: BitsFromTop, symbols: number): Codes | undefined {
  const count = bits.take(3);
  const selectors = new Uint8Array(bits.take(15));
  if (count < 2 || count > mostCodes || selectors.length === 0) {
    return undefined;
  }
  const recent = Array.from({ length: count }, (_, index) => index);
  for (let index = 0; index < selectors.length; index += 1) {
    let place = 0;
    while (bits.take(1) === 1) {
      place += 1;
      if (place >= count) {
        return undefined;
      }
    }
    const [chosen = 0] = recent.splice(place, 1);
    recent.unshift(chosen);
    selectors[index] = chosen;
  }
  const codes = Array.from({ length: count }, () => readCode(bits, symbols));
  const known = codes.filter((code) => code !== undefined);
  return known.length < count ? undefined : { codes: known, selectors };
}

/** Fills the lowest bits of the chain; how many bytes there are, or `undefined` for a bad block. */
function readSymbols(
  bits: BitsFromTop,
  { codes, selectors }: Codes,
  alphabet: Uint8Array,
  chain: Uint32Array,
): number | undefined {
  const recent = Uint8Array.from(alphabet);
  const end = alphabet.length + 1;
  let length = 0;
  let run = 0;
  let weight = 1;
  for (const selector of selectors) {
    const code = codes[selector];
    for (let left = groupSize; left > 0; left -= 1) {
      const symbol = code?.read(bits) ?? -1;
      if (symbol === 0 || symbol === 1) {
        run += weight << symbol;
        weight <<= 1;
        if (run > chain.length) {
          return undefined;
        }
        continue;
      }
      if (length + run > chain.length) {
        return undefined;
      }
      chain.fill(recent[0] ?? 0, length, length + run);
      length += run;
      run = 0;
      weight = 1;
      if (symbol === end) {
        return length;
      }
      if (symbol < 0 || length === chain.length) {
        return undefined;
      }
      const byte = recent[symbol - 1] ?? 0;
      recent.copyWithin(1, 0, symbol - 1);
      recent[0] = byte;
      chain[length] = byte;
      length += 1;
    }
  }
  return undefined;
}

/** Equal bytes keep their order when they are sorted: so each finds the one that follows it. */
function link(chain: Uint32Array, length: number): void {
  const places = new Uint32Array(257);
  for (let at = 0; at < length; at += 1) {
    const above = ((chain[at] ?? 0) & 0xff) + 1;
    places[above] = (places[above] ?? 0) + 1;
  }
  for (let byte = 0; byte < 256; byte += 1) {
    places[byte + 1] = (places[byte + 1] ?? 0) + (places[byte] ?? 0);
  }
  for (let at = 0; at < length; at += 1) {
    const byte = (chain[at] ?? 0) & 0xff;
    const to = places[byte] ?? 0;
    places[byte] = to + 1;
    chain[to] = (((chain[to] ?? 0) & 0xff) | (at << 8)) >>> 0;
  }
}
