const newProbability = 1024;
const probabilityBits = 11;
const adaption = 5;
const smallRange = 0x1000000;

/**
 * Bits whose probabilities are learnt as they come. The chapter "LZMA decoder" of https://www.7-zip.org/sdk.html;
 * the two numbers are kept as signed ones, which the engine holds without a detour.
 */
export class RangeDecoder {
  readonly probabilities: Uint16Array;
  private bytes: Uint8Array = new Uint8Array();
  private at = 0;
  private range = 0;
  private code = 0;

  constructor(probabilities: number) {
    this.probabilities = new Uint16Array(probabilities);
  }

  /** Bytes that are there and not used up; negative when more were asked for. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  /** What comes next, behind what is left. */
  feed(bytes: Uint8Array): void {
    this.bytes = this.left > 0 ? Buffer.concat([this.bytes.subarray(this.at), bytes]) : bytes;
    this.at = 0;
  }

  /** In place of what is left. */
  load(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.at = 0;
  }

  forget(): void {
    this.probabilities.fill(newProbability);
  }

  /** Reads the five bytes that each stream begins with; false when they are those of none. */
  start(): boolean {
    const [first] = this.bytes.subarray(this.at);
    const head = Buffer.from(this.bytes.subarray(this.at, this.at + 5));
    this.at += 5;
    this.range = -1;
    this.code = head.length === 5 ? head.readInt32BE(1) : 0;
    return first === 0;
  }

  bit(index: number): number {
    const { probabilities } = this;
    const probability = probabilities[index] ?? 0;
    const bound = Math.imul(this.range >>> probabilityBits, probability);
    const isOne = this.code >>> 0 >= bound >>> 0;
    if (isOne) {
      this.range = (this.range - bound) | 0;
      this.code = (this.code - bound) | 0;
      probabilities[index] = probability - (probability >>> adaption);
    } else {
      this.range = bound;
      probabilities[index] = probability + ((2048 - probability) >>> adaption);
    }
    if (this.range >>> 0 < smallRange) {
      this.range <<= 8;
      this.code = (this.code << 8) | (this.bytes[this.at] ?? 0);
      this.at += 1;
    }
    return isOne ? 1 : 0;
  }

  /** Bits that are as likely as not. */
  direct(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index += 1) {
      this.range >>>= 1;
      const isOne = this.code >>> 0 >= this.range >>> 0;
      this.code = isOne ? (this.code - this.range) | 0 : this.code;
      value = value * 2 + (isOne ? 1 : 0);
      if (this.range >>> 0 < smallRange) {
        this.range <<= 8;
        this.code = (this.code << 8) | (this.bytes[this.at] ?? 0);
        this.at += 1;
      }
    }
    return value;
  }

  /** The highest bit first. */
  tree(base: number, bits: number): number {
    let node = 1;
    for (let index = 0; index < bits; index += 1) {
      node = (node << 1) | this.bit(base + node);
    }
    return node - (1 << bits);
  }

  /** The lowest bit first. */
  reverseTree(base: number, bits: number): number {
    let node = 1;
    let value = 0;
    for (let index = 0; index < bits; index += 1) {
      const bit = this.bit(base + node);
      node = (node << 1) | bit;
      value |= bit << index;
    }
    return value;
  }
}
