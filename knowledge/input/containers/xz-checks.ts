import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What stands behind a block to tell whether it is whole. */
export interface Check {
  /** In bytes. */
  size: number;
  add(bytes: Uint8Array): void;
  /** `undefined` for one that is only passed over. */
  result(): Buffer | undefined;
}

const sizes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/** Chapter 2.1.1.2 of https://tukaani.org/xz/xz-file-format.txt */
export function createCheck(kind: number): Check {
  const size = sizes[kind] ?? 0;
  switch (kind) {
    case 1:
      return createCrc32();
    case 4:
      return createCrc64();
    case 10: {
      const hash = createHash('sha256');
      return { size, add: (bytes) => hash.update(bytes), result: () => hash.digest() };
    }
    default:
      return { size, add: () => undefined, result: () => undefined };
  }
}

function createCrc32(): Check {
  let value = 0;
  return {
    size: 4,
    add(bytes) {
      value = crc32(bytes, value);
    },
    result() {
      const told = Buffer.alloc(4);
      told.writeUInt32LE(value);
      return told;
    },
  };
}

/** In two halves, since numbers of 64 bits are slow: ECMA-182, from the lowest bit up. */
const tables = createTables();

/** The n-th are for a byte with n more behind it: four bytes are looked up at once. */
function createTables() {
  const low = new Int32Array(4 * 256);
  const high = new Int32Array(4 * 256);
  for (let index = 0; index < low.length; index += 1) {
    let [l, h] = index < 256 ? [index, 0] : [low[index - 256] ?? 0, high[index - 256] ?? 0];
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = (l & 1) === 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      l = isOdd ? l ^ 0xd7870f42 : l;
      h = isOdd ? h ^ 0xc96c5795 : h;
    }
    low[index] = l;
    high[index] = h;
  }
  return { low, high };
}

function createCrc64(): Check {
  const halves: [low: number, high: number] = [-1, -1];
  return {
    size: 8,
    add: (bytes) => addToCrc64(bytes, halves),
    result() {
      const told = Buffer.alloc(8);
      told.writeInt32LE(~halves[0]);
      told.writeInt32LE(~halves[1], 4);
      return told;
    },
  };
}

function addToCrc64(bytes: Uint8Array, halves: [low: number, high: number]): void {
  const { low: lows, high: highs } = tables;
  let [low, high] = halves;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const a = ((low ^ (bytes[at] ?? 0)) & 0xff) + 768;
    const b = (((low >>> 8) ^ (bytes[at + 1] ?? 0)) & 0xff) + 512;
    const c = (((low >>> 16) ^ (bytes[at + 2] ?? 0)) & 0xff) + 256;
    const d = (low >>> 24) ^ (bytes[at + 3] ?? 0);
    low = high ^ (lows[a] ?? 0) ^ (lows[b] ?? 0) ^ (lows[c] ?? 0) ^ (lows[d] ?? 0);
    high = (highs[a] ?? 0) ^ (highs[b] ?? 0) ^ (highs[c] ?? 0) ^ (highs[d] ?? 0);
  }
  for (; at < bytes.length; at += 1) {
    const index = (low ^ (bytes[at] ?? 0)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (lows[index] ?? 0);
    high = (high >>> 8) ^ (highs[index] ?? 0);
  }
  halves[0] = low;
  halves[1] = high;
}
