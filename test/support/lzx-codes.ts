/** Words of 16 bits, each filled from its highest bit. */
export class BitWriter {
  readonly bytes: number[] = [];
  private word = 0;
  private used = 0;

  write(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit -= 1) {
      this.word = (this.word << 1) | (Math.floor(value / 2 ** bit) & 1);
      this.used += 1;
      if (this.used === 16) {
        this.bytes.push(this.word & 0xff, this.word >> 8);
        this.word = 0;
        this.used = 0;
      }
    }
  }

  /** To the end of the word. */
  pad(): void {
    while (this.used !== 0) {
      this.write(0, 1);
    }
  }

  /** The same, and a whole word where nothing is left to fill. */
  padAlways(): void {
    this.write(0, 1);
    this.pad();
  }
}

/** Codes of two neighbouring lengths, which is complete, though never the shortest. */
export function codeOf(symbols: number, used: readonly number[]) {
  const counts = new Map<number, number>();
  for (const symbol of used) {
    counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  }
  const frequent = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  if (frequent.length === 1) {
    frequent.push(frequent[0] === 0 ? 1 : 0);
  }
  const bitsOf = Math.ceil(Math.log2(Math.max(2, frequent.length)));
  const short = 2 ** bitsOf - frequent.length;
  const lengths = Array<number>(symbols).fill(0);
  for (const [index, symbol] of frequent.entries()) {
    lengths[symbol] = index < short ? bitsOf - 1 : bitsOf;
  }
  const codes = canonical(lengths);
  return {
    lengths,
    write: (bits: BitWriter, symbol: number) =>
      bits.write(codes.get(symbol) ?? 0, lengths[symbol] ?? 0),
  };
}

function canonical(lengths: readonly number[]): Map<number, number> {
  const codes = new Map<number, number>();
  let code = 0;
  for (let length = 1; length <= 16; length += 1) {
    code *= 2;
    for (const [symbol, own] of lengths.entries()) {
      if (own === length) {
        codes.set(symbol, code);
        code += 1;
      }
    }
  }
  return codes;
}

/** As differences, with runs of zeros and of equals; the code for them gives all 20 symbols five bits or four. */
export function writeLengths(
  bits: BitWriter,
  before: readonly number[],
  after: readonly number[],
  from: number,
  to: number,
): void {
  const lengths = Array.from({ length: 20 }, (_, symbol) => (symbol < 12 ? 4 : 5));
  const codes = canonical(lengths);
  const write = (symbol: number) => bits.write(codes.get(symbol) ?? 0, lengths[symbol] ?? 0);
  for (const length of lengths) {
    bits.write(length, 4);
  }
  const delta = (at: number) => ((before[at] ?? 0) - (after[at] ?? 0) + 17) % 17;
  for (let at = from; at < to; ) {
    const run = runFrom(after, at, to);
    if (after[at] === 0 && run >= 20) {
      const count = Math.min(run, 51);
      write(18);
      bits.write(count - 20, 5);
      at += count;
    } else if (after[at] === 0 && run >= 4) {
      const count = Math.min(run, 19);
      write(17);
      bits.write(count - 4, 4);
      at += count;
    } else if (run >= 4) {
      const count = Math.min(run, 5);
      write(19);
      bits.write(count - 4, 1);
      write(delta(at));
      at += count;
    } else {
      write(delta(at));
      at += 1;
    }
  }
}

function runFrom(lengths: readonly number[], from: number, to: number): number {
  let end = from;
  while (end < to && lengths[end] === lengths[from]) {
    end += 1;
  }
  return end - from;
}
