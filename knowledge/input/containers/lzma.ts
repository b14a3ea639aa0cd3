import { RangeDecoder } from './lzma-range.ts';
import type { LzmaWindow } from './lzma-window.ts';

/** Where each kind of bit has its probabilities. */
const base = {
  isMatch: 0,
  isRepeat: 192,
  isOtherThanFirst: 204,
  isOtherThanSecond: 216,
  isOtherThanThird: 228,
  isLong: 240,
  slot: 432,
  special: 688,
  align: 816,
  length: 832,
  repeatLength: 1346,
  literal: 1860,
} as const;
const lengths = { low: 2, middle: 130, high: 258 } as const;
const literalSize = 0x300;
const shortestMatch = 2;
const endMark = 0xffffffff;
/** One symbol takes fewer bytes than this. */
const mostInput = 48;

export interface LzmaProperties {
  literalContext: number;
  literalPosition: number;
  position: number;
}

/** `undefined` for a byte that says nothing sensible. */
export function parseProperties(byte: number): LzmaProperties | undefined {
  const rest = Math.floor(byte / 9);
  return byte < 9 * 5 * 5
    ? { literalContext: byte % 9, literalPosition: rest % 5, position: Math.floor(rest / 5) }
    : undefined;
}

/** `wants-input`: what is left is too short to go on with. */
export type LzmaStep = 'wants-input' | 'full' | 'ended' | 'damaged';

/** https://www.7-zip.org/sdk.html, lzma-specification.txt */
export class LzmaDecoder {
  readonly coder: RangeDecoder;
  private readonly window: LzmaWindow;
  private readonly context: number;
  private readonly literalMask: number;
  private readonly positionMask: number;
  private state = 0;
  private first = 0;
  private second = 0;
  private third = 0;
  private fourth = 0;

  constructor(window: LzmaWindow, { literalContext, literalPosition, position }: LzmaProperties) {
    this.window = window;
    this.coder = new RangeDecoder(
      base.literal + literalSize * 2 ** (literalContext + literalPosition),
    );
    this.context = literalContext;
    this.literalMask = 2 ** literalPosition - 1;
    this.positionMask = 2 ** position - 1;
    this.reset();
  }

  reset(): void {
    this.coder.forget();
    this.state = 0;
    this.first = 0;
    this.second = 0;
    this.third = 0;
    this.fourth = 0;
  }

  /** Unpacks until the window holds `until` in all, or a match more. `isLast`: no input comes behind what is there. */
  decode(until: number, isLast: boolean): LzmaStep {
    const { coder, window } = this;
    const least = isLast ? 0 : mostInput;
    while (window.total < until) {
      if (coder.left < least) {
        return 'wants-input';
      }
      const position = window.total & this.positionMask;
      if (coder.bit(base.isMatch + (this.state << 4) + position) === 0) {
        this.readLiteral();
      } else if (!this.readMatch(position)) {
        return this.first === endMark ? 'ended' : 'damaged';
      }
    }
    return 'full';
  }

  private readLiteral(): void {
    const { coder, window, context } = this;
    const before = window.back(1);
    const place = ((window.total & this.literalMask) << context) + (before >> (8 - context));
    const start = base.literal + literalSize * place;
    let symbol = 1;
    if (this.state >= 7) {
      let match = window.back(this.first + 1);
      for (let isSame = true; isSame && symbol < 0x100; ) {
        const wanted = (match >> 7) & 1;
        match <<= 1;
        const bit = coder.bit(start + ((1 + wanted) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        isSame = wanted === bit;
      }
    }
    while (symbol < 0x100) {
      symbol = (symbol << 1) | coder.bit(start + symbol);
    }
    window.put(symbol & 0xff);
    this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6;
  }

  /** False for the mark at the end, and for a match that begins before the data. */
  private readMatch(position: number): boolean {
    const { coder, window, state } = this;
    let length = 1;
    if (coder.bit(base.isRepeat + state) === 0) {
      this.fourth = this.third;
      this.third = this.second;
      this.second = this.first;
      length = this.readLength(base.length, position);
      this.first = this.readDistance(length);
      length += shortestMatch;
      this.state = state < 7 ? 7 : 10;
    } else if (this.chooseRepeat(position)) {
      length = this.readLength(base.repeatLength, position) + shortestMatch;
      this.state = state < 7 ? 8 : 11;
    } else {
      this.state = state < 7 ? 9 : 11;
    }
    if (!window.reaches(this.first + 1)) {
      return false;
    }
    window.repeat(this.first + 1, length);
    return true;
  }

  /** Puts one of the last four distances first; false when it is repeated for one byte only. */
  private chooseRepeat(position: number): boolean {
    const { coder, state } = this;
    if (coder.bit(base.isOtherThanFirst + state) === 0) {
      return coder.bit(base.isLong + (state << 4) + position) === 1;
    }
    let chosen = this.second;
    if (coder.bit(base.isOtherThanSecond + state) === 1) {
      chosen = this.third;
      if (coder.bit(base.isOtherThanThird + state) === 1) {
        chosen = this.fourth;
        this.fourth = this.third;
      }
      this.third = this.second;
    }
    this.second = this.first;
    this.first = chosen;
    return true;
  }

  private readLength(start: number, position: number): number {
    const { coder } = this;
    if (coder.bit(start) === 0) {
      return coder.tree(start + lengths.low + (position << 3), 3);
    }
    if (coder.bit(start + 1) === 0) {
      return 8 + coder.tree(start + lengths.middle + (position << 3), 3);
    }
    return 16 + coder.tree(start + lengths.high, 8);
  }

  private readDistance(length: number): number {
    const { coder } = this;
    const slot = coder.tree(base.slot + (Math.min(length, 3) << 6), 6);
    if (slot < 4) {
      return slot;
    }
    const bits = (slot >> 1) - 1;
    const high = (2 | (slot & 1)) * 2 ** bits;
    if (slot < 14) {
      return high + coder.reverseTree(base.special + high - slot, bits);
    }
    return high + coder.direct(bits - 4) * 16 + coder.reverseTree(base.align, 4);
  }
}
