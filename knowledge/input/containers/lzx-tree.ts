import type { LzxBits } from './lzx-bits.ts';

const longestCode = 16;
/** Codes up to here are looked up at once; hardly any is longer. */
const quickBits = 11;
const lengthBits = 5;

/** A canonical Huffman code over a number of symbols, with the lengths that the next one is told as differences to. */
export class LzxTree {
  readonly lengths: Uint8Array;
  /** Symbol and length of the code that 11 bits begin with; 0 where it is longer or there is none. */
  private readonly quick = new Uint16Array(1 << quickBits);
  private readonly sorted: Uint16Array;
  private readonly counts = new Uint16Array(longestCode + 1);
  private readonly firsts = new Uint32Array(longestCode + 1);
  private readonly offsets = new Uint16Array(longestCode + 1);

  constructor(symbols: number) {
    this.lengths = new Uint8Array(symbols);
    this.sorted = new Uint16Array(symbols);
  }

  /** False when the lengths are those of no code. */
  build(): boolean {
    const { lengths, counts, firsts, offsets } = this;
    counts.fill(0);
    for (const length of lengths) {
      counts[length] = (counts[length] ?? 0) + 1;
    }
    counts[0] = 0;
    let code = 0;
    let offset = 0;
    for (let length = 1; length <= longestCode; length += 1) {
      const count = counts[length] ?? 0;
      code <<= 1;
      firsts[length] = code;
      offsets[length] = offset;
      code += count;
      offset += count;
      if (code > 1 << length) {
        return false;
      }
    }
    this.fill();
    return true;
  }

  /** -1 for a code that no symbol has. */
  read(bits: LzxBits): number {
    const next = bits.peek();
    const entry = this.quick[next >>> (longestCode - quickBits)] ?? 0;
    if (entry !== 0) {
      bits.drop(entry & 0x1f);
      return entry >>> lengthBits;
    }
    for (let length = quickBits + 1; length <= longestCode; length += 1) {
      const index = (next >>> (longestCode - length)) - (this.firsts[length] ?? 0);
      if (index < (this.counts[length] ?? 0)) {
        bits.drop(length);
        return this.sorted[(this.offsets[length] ?? 0) + index] ?? -1;
      }
    }
    return -1;
  }

  private fill(): void {
    const { lengths, quick, sorted, firsts, offsets } = this;
    const nexts = offsets.slice();
    quick.fill(0);
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      const length = lengths[symbol] ?? 0;
      if (length > 0) {
        const index = nexts[length] ?? 0;
        nexts[length] = index + 1;
        sorted[index] = symbol;
        if (length <= quickBits) {
          const code = (firsts[length] ?? 0) + index - (offsets[length] ?? 0);
          const spread = quickBits - length;
          quick.fill((symbol << lengthBits) | length, code << spread, (code + 1) << spread);
        }
      }
    }
  }
}

const deltaSymbols = 20;
const deltas = 17;

/** Lengths of codes, told as differences to those of the block before; false when they are wrong. */
export function readLengths(bits: LzxBits, lengths: Uint8Array, from: number, to: number): boolean {
  const tree = new LzxTree(deltaSymbols);
  for (let symbol = 0; symbol < deltaSymbols; symbol += 1) {
    tree.lengths[symbol] = bits.read(4);
  }
  if (!tree.build()) {
    return false;
  }
  for (let at = from; at < to; ) {
    const run = readRun(bits, tree, lengths[at] ?? 0);
    if (!run || bits.isOverrun) {
      return false;
    }
    // Old encoders let a run go on behind the end.
    lengths.fill(run.length, at, Math.min(to, at + run.count));
    at += run.count;
  }
  return true;
}

function readRun(bits: LzxBits, tree: LzxTree, before: number) {
  const symbol = tree.read(bits);
  if (symbol < 0) {
    return undefined;
  }
  if (symbol < deltas) {
    return { count: 1, length: (before - symbol + deltas) % deltas };
  }
  if (symbol === 17) {
    return { count: bits.read(4) + 4, length: 0 };
  }
  if (symbol === 18) {
    return { count: bits.read(5) + 20, length: 0 };
  }
  const count = bits.read(1) + 4;
  const delta = tree.read(bits);
  return delta < 0 || delta >= deltas
    ? undefined
    : { count, length: (before - delta + deltas) % deltas };
}
