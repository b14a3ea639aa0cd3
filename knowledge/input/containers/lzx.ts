import { copyForward } from './copy-forward.ts';
import { LzxBits } from './lzx-bits.ts';
import { restoreCalls } from './lzx-calls.ts';
import { LzxOffsets } from './lzx-offsets.ts';
import { LzxTree, readLengths } from './lzx-tree.ts';

const frameSize = 32_768;
const literals = 256;
const shortLengths = 7;
const longLengths = 249;
const shortestMatch = 2;
const kinds = { verbatim: 1, aligned: 2, uncompressed: 3 } as const;
/** By the size of the window, as an exponent of two from 15 on. */
const slotCounts = [30, 32, 34, 36, 38, 42, 50];
const smallestWindow = 15;
/** Addresses of calls are translated in the first gigabyte only. */
const translatedFrames = 32_768;

export interface Frame {
  data: Buffer;
  /** False when `data` ends at a spot that is bad, or where the input does. */
  isWhole: boolean;
}

/**
 * One folder of a cabinet, block for block: each is a frame of up to 32 KiB that goes on with the codes, the window
 * and the offsets of the one before. https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-patch, 2
 */
export class LzxDecoder {
  private readonly bits = new LzxBits();
  private readonly window: Buffer;
  private readonly mask: number;
  private readonly main: LzxTree;
  private readonly lengthTree = new LzxTree(longLengths);
  private readonly offsets = new LzxOffsets();
  private position = 0;
  private kind = 0;
  /** What is left of the block; one goes over as many frames as it likes. */
  private left = 0;
  private isOdd = false;
  private frames = 0;
  /** Claimed size of the programs whose calls were translated; 0 for none. */
  private translated = 0;

  /** `exponent`: of the window, 15 to 21. */
  constructor(exponent: number) {
    this.window = Buffer.alloc(2 ** exponent);
    this.mask = this.window.length - 1;
    this.main = new LzxTree(literals + 8 * (slotCounts[exponent - smallestWindow] ?? 0));
  }

  static takes(exponent: number): boolean {
    return slotCounts[exponent - smallestWindow] !== undefined;
  }

  decode(block: Uint8Array, size: number, isCut: boolean): Frame {
    const { bits } = this;
    bits.start(block, isCut);
    if (this.frames === 0) {
      this.translated = bits.read(1) ? bits.read(16) * 2 ** 16 + bits.read(16) : 0;
    }
    const start = this.position;
    const end = start + Math.min(size, frameSize);
    let isWhole = size <= frameSize;
    while (isWhole && this.position < end) {
      isWhole = (this.left > 0 || this.startBlock()) && this.run(end);
    }
    if (this.left === 0 && !bits.isAtEnd) {
      this.isOdd = false;
    }
    const data = this.copyOut(start);
    if (this.frames < translatedFrames) {
      restoreCalls(data, start, this.translated);
    }
    this.frames += 1;
    return { data, isWhole };
  }

  private run(end: number): boolean {
    const before = this.position;
    const stop = Math.min(end, before + this.left);
    const isFine = this.kind === kinds.uncompressed ? this.copyPlain(stop) : this.unpack(stop, end);
    this.left -= this.position - before;
    return isFine && this.left >= 0;
  }

  private startBlock(): boolean {
    const { bits } = this;
    if (this.isOdd) {
      bits.take(1);
      this.isOdd = false;
    }
    this.kind = bits.read(3);
    this.left = bits.read(16) * 256 + bits.read(8);
    if (this.left === 0 || bits.isOverrun) {
      return false;
    }
    if (this.kind === kinds.uncompressed) {
      return this.startPlain();
    }
    return (
      (this.kind === kinds.aligned
        ? this.offsets.readAligned(this.bits)
        : this.kind === kinds.verbatim) && this.readTrees()
    );
  }

  private startPlain(): boolean {
    this.bits.align();
    const offsets = Buffer.from(this.bits.take(12));
    if (offsets.length < 12) {
      return false;
    }
    for (let index = 0; index < 3; index += 1) {
      this.offsets.recent[index] = offsets.readUInt32LE(4 * index);
    }
    this.isOdd = this.left % 2 === 1;
    return true;
  }

  private readTrees(): boolean {
    const { bits, main, lengthTree } = this;
    return (
      readLengths(bits, main.lengths, 0, literals) &&
      readLengths(bits, main.lengths, literals, main.lengths.length) &&
      main.build() &&
      readLengths(bits, lengthTree.lengths, 0, longLengths) &&
      lengthTree.build()
    );
  }

  private copyPlain(stop: number): boolean {
    const wanted = stop - this.position;
    const taken = this.bits.take(wanted);
    for (const byte of taken) {
      this.window[this.position & this.mask] = byte;
      this.position += 1;
    }
    return taken.length === wanted;
  }

  private unpack(stop: number, end: number): boolean {
    const { bits, main, window, mask } = this;
    while (this.position < stop) {
      const symbol = main.read(bits);
      if (symbol < 0 || bits.isOverrun) {
        return false;
      }
      if (symbol < literals) {
        window[this.position & mask] = symbol;
        this.position += 1;
      } else if (!this.copyMatch(symbol - literals, end)) {
        return false;
      }
    }
    return true;
  }

  /** False for a match that goes over the end of the frame or begins before the data. */
  private copyMatch(symbol: number, end: number): boolean {
    const { mask } = this;
    const short = symbol & shortLengths;
    const long = short === shortLengths ? this.lengthTree.read(this.bits) : 0;
    const offset = this.offsets.read(this.bits, symbol >> 3, this.kind === kinds.aligned);
    const stop = this.position + short + long + shortestMatch;
    if (
      this.bits.isOverrun ||
      long < 0 ||
      offset < 1 ||
      offset > Math.min(this.position, mask + 1) ||
      stop > end
    ) {
      return false;
    }
    this.repeat(offset, stop);
    return true;
  }

  private repeat(offset: number, stop: number): void {
    const { window, mask } = this;
    const at = this.position & mask;
    const length = stop - this.position;
    if (at >= offset && at + length <= mask) {
      copyForward(window, at - offset, at, length);
    } else {
      for (let to = this.position; to < stop; to += 1) {
        window[to & mask] = window[(to - offset) & mask] ?? 0;
      }
    }
    this.position = stop;
  }

  private copyOut(start: number): Buffer {
    const { window, mask } = this;
    const from = start & mask;
    const length = this.position - start;
    const first = window.subarray(from, from + length);
    return Buffer.concat([first, window.subarray(0, length - first.length)]);
  }
}
