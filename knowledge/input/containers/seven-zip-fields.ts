/** Its end was met too early, or what stands there makes no sense. */
export class BadHeader extends Error {}

/** The header of a 7z archive from its front, https://py7zr.readthedocs.io/en/latest/archive_format.html */
export class HeaderFields {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  take(length: number): Buffer {
    if (length > this.left) {
      throw new BadHeader('Header ends early');
    }
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  u32(): number {
    return this.take(4).readUInt32LE(0);
  }

  /** As many bytes follow as the first one has ones in front; its other bits are the highest. */
  number(): number {
    const first = this.byte();
    let more = 0;
    while (more < 8 && first & (0x80 >> more)) {
      more += 1;
    }
    const low = more === 0 ? 0 : leastFirst(this.take(more));
    const high = more < 7 ? first & (0x7f >> more) : 0;
    const value = high * 2 ** (8 * more) + low;
    if (!Number.isSafeInteger(value)) {
      throw new BadHeader('Number too large');
    }
    return value;
  }

  /** Of things that take at least some bits each: more than could stand here are none. */
  count(): number {
    const value = this.number();
    if (value > this.bytes.length * 8) {
      throw new BadHeader('More than the header holds');
    }
    return value;
  }

  numbers(count: number): number[] {
    return Array.from({ length: count }, () => this.number());
  }

  bits(count: number): boolean[] {
    const bytes = this.take(Math.ceil(count / 8));
    return Array.from(
      { length: count },
      (_, index) => ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0,
    );
  }

  /** One byte stands for all of them. */
  bitsOrAll(count: number): boolean[] {
    return this.byte() === 0 ? this.bits(count) : Array.from({ length: count }, () => true);
  }

  /** CRC-32 of those that have one. */
  checksums(count: number): (number | undefined)[] {
    return this.bitsOrAll(count).map((isTold) => (isTold ? this.u32() : undefined));
  }
}

function leastFirst(bytes: Buffer): number {
  return bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
}
