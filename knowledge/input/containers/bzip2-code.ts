import type { BitsFromTop } from './bits-from-top.ts';

const longest = 20;

/** A prefix code as its lengths tell it: shorter codes first, equal ones in the order of their symbols. */
export class PrefixCode {
  /** Of each length the first code that is longer, as `longest` bits. */
  private readonly limits = new Int32Array(longest + 2);
  /** What to add to a code of that length to find its symbol. */
  private readonly offsets = new Int32Array(longest + 2);
  private readonly symbols: Uint16Array;

  constructor(lengths: Uint8Array) {
    const counts = new Int32Array(longest + 2);
    for (const length of lengths) {
      counts[length] = (counts[length] ?? 0) + 1;
    }
    this.symbols = new Uint16Array(lengths.length);
    let placed = 0;
    let code = 0;
    for (let length = 1; length <= longest; length += 1) {
      const count = counts[length] ?? 0;
      this.offsets[length] = placed - code;
      code += count;
      this.limits[length] = code << (longest - length);
      code <<= 1;
      placed = this.place(lengths, length, placed);
    }
  }

  /** -1 for bits that are no code. */
  read(bits: BitsFromTop): number {
    const ahead = bits.peek(longest);
    let length = 1;
    while (length <= longest && ahead >= (this.limits[length] ?? 0)) {
      length += 1;
    }
    if (length > longest) {
      return -1;
    }
    bits.drop(length);
    return this.symbols[(ahead >>> (longest - length)) + (this.offsets[length] ?? 0)] ?? -1;
  }

  private place(lengths: Uint8Array, length: number, from: number): number {
    let placed = from;
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
      if (lengths[symbol] === length) {
        this.symbols[placed] = symbol;
        placed += 1;
      }
    }
    return placed;
  }
}

/** Lengths stand as steps from one to the next; `undefined` when one leaves what is allowed. */
export function readCode(bits: BitsFromTop, symbols: number): PrefixCode | undefined {
  const lengths = new Uint8Array(symbols);
  let length = bits.take(5);
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    while (bits.take(1) === 1) {
      length += bits.take(1) === 0 ? 1 : -1;
      if (length < 1 || length > longest) {
        return undefined;
      }
      // Up and down again for ever.
      if (bits.left < 0) {
        return undefined;
      }
    }
    if (length < 1 || length > longest) {
      return undefined;
    }
    lengths[symbol] = length;
  }
  return new PrefixCode(lengths);
}
