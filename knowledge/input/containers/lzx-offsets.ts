import type { LzxBits } from './lzx-bits.ts';
import { LzxTree } from './lzx-tree.ts';

const alignedSymbols = 8;
const extraBits = Array.from({ length: 50 }, (_, slot) =>
  slot < 4 ? 0 : Math.min(17, (slot >> 1) - 1),
);
const slotBases = extraBits.map((_, slot) =>
  extraBits.slice(0, slot).reduce((sum, bits) => sum + 2 ** bits, 0),
);

/** How far back matches lie. */
export class LzxOffsets {
  /** The last three. */
  readonly recent = [1, 1, 1];
  /** Of the lowest three bits, in blocks that say so. */
  private readonly lowest = new LzxTree(alignedSymbols);

  /** False when the lengths are those of no code. */
  readAligned(bits: LzxBits): boolean {
    for (let symbol = 0; symbol < alignedSymbols; symbol += 1) {
      this.lowest.lengths[symbol] = bits.read(3);
    }
    return this.lowest.build();
  }

  /** One of the last three offsets, which then comes first, or a new one; 0 for none. */
  read(bits: LzxBits, slot: number, isAligned: boolean): number {
    const { recent } = this;
    const [first = 0, second = 0] = recent;
    if (slot < 3) {
      const offset = recent[slot] ?? 0;
      recent[slot] = first;
      recent[0] = offset;
      return offset;
    }
    const extra = extraBits[slot] ?? 0;
    const low = this.readLow(bits, extra, isAligned);
    const offset = low < 0 ? 0 : (slotBases[slot] ?? 0) - 2 + low;
    recent[2] = second;
    recent[1] = first;
    recent[0] = offset;
    return offset;
  }

  private readLow(bits: LzxBits, extra: number, isAligned: boolean): number {
    if (!isAligned || extra < 3) {
      return bits.read(extra);
    }
    const high = bits.read(extra - 3) * 8;
    const low = this.lowest.read(bits);
    return low < 0 ? -1 : high + low;
  }
}
