/** Bytes of a dump; whatever an offset in them says, nothing is read outside. */
export class View {
  readonly length: number;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.length = bytes.length;
  }

  has(offset: number, length: number): boolean {
    return Number.isSafeInteger(offset) && offset >= 0 && offset + length <= this.length;
  }

  /** 0 outside. */
  u16(offset: number): number {
    return this.has(offset, 2) ? this.bytes.readUInt16LE(offset) : 0;
  }

  u32(offset: number): number {
    return this.has(offset, 4) ? this.bytes.readUInt32LE(offset) : 0;
  }

  u64(offset: number): bigint {
    return this.has(offset, 8) ? this.bytes.readBigUInt64LE(offset) : 0n;
  }

  /** An address, wide or not. */
  pointer(offset: number, size: 4 | 8): bigint {
    return size === 8 ? this.u64(offset) : BigInt(this.u32(offset));
  }

  latin(offset: number, length: number): string {
    return this.has(offset, length) ? this.bytes.toString('latin1', offset, offset + length) : '';
  }

  /** UTF-16 up to a NUL; `''` outside, and for what no name of a module looks like. */
  name(offset: number, length: number): string {
    const most = Math.min(length, longestName) & ~1;
    if (!this.has(offset, most)) {
      return '';
    }
    // Copied: a UTF-16 string is only decoded from an even place.
    const text = Buffer.from(this.bytes.subarray(offset, offset + most)).toString('utf16le');
    const end = text.indexOf('\0');
    const whole = end < 0 ? text : text.slice(0, end);
    return unlikely.test(whole) ? '' : whole;
  }
}

const longestName = 600;
const unlikely = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}"<>|?*]/u;
