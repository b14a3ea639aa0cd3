import { BitWriter, codeOf, writeLengths } from './lzx-codes.ts';

/** Frames of LZX as a cabinet holds them, for tests only: it packs badly and uses every part of the format. */

export type LzxBlockKind = 'verbatim' | 'aligned' | 'uncompressed';

export interface LzxOptions {
  /** 15 to 21. */
  window?: number;
  /** Taken in turn, each for one block. */
  kinds?: readonly LzxBlockKind[];
  /** Bytes of a block, which may go over several frames. */
  blockSize?: number;
  /** The size of a program whose calls were translated, as the stream's head tells it. */
  translated?: number;
}

const frameSize = 32_768;
const kindNumbers = { verbatim: 1, aligned: 2, uncompressed: 3 } as const;
const slotCounts = [30, 32, 34, 36, 38, 42, 50];
const longestMatch = 257;
const extraBits = Array.from({ length: 50 }, (_, slot) =>
  slot < 4 ? 0 : Math.min(17, (slot >> 1) - 1),
);
const bases: number[] = [];
for (let slot = 0, base = 0; slot < 50; slot += 1) {
  bases.push(base);
  base += 2 ** (extraBits[slot] ?? 0);
}

type Token = { literal: number } | { slot: number; extra: number; length: number };

interface State {
  recent: [number, number, number];
  mainLengths: number[];
  longLengths: number[];
  /** Where three bytes stood last. */
  seen: Map<number, number>;
}

/** The data of each block of the cabinet. */
export function packLzx(plain: Uint8Array, options: LzxOptions = {}): Buffer[] {
  const { kinds = ['verbatim'], blockSize = 50_000 } = options;
  const packer = new Packer(plain, options);
  for (let start = 0, index = 0; start < plain.length; start += blockSize, index += 1) {
    const end = Math.min(plain.length, start + blockSize);
    packer.add(start, end, kinds[index % kinds.length] ?? 'verbatim');
  }
  return packer.frames;
}

class Packer {
  readonly frames: Buffer[] = [];
  private readonly plain: Uint8Array;
  private readonly reach: number;
  private readonly state: State;
  private bits = new BitWriter();

  constructor(plain: Uint8Array, { window = 16, translated = 0 }: LzxOptions) {
    this.plain = plain;
    this.reach = 2 ** window;
    this.state = {
      recent: [1, 1, 1],
      mainLengths: Array<number>(256 + 8 * (slotCounts[window - 15] ?? 0)).fill(0),
      longLengths: Array<number>(249).fill(0),
      seen: new Map(),
    };
    this.bits.write(translated === 0 ? 0 : 1, 1);
    this.bits.write(translated, translated === 0 ? 0 : 32);
  }

  add(start: number, end: number, kind: LzxBlockKind): void {
    this.bits.write(kindNumbers[kind], 3);
    this.bits.write(end - start, 24);
    if (kind === 'uncompressed') {
      this.addPlain(start, end);
    } else {
      this.addPacked(start, end, kind === 'aligned');
    }
  }

  private addPlain(start: number, end: number): void {
    this.bits.padAlways();
    for (const recent of this.state.recent) {
      this.bits.bytes.push(...Buffer.from(Uint32Array.of(recent).buffer));
    }
    for (let at = start; at < end; at += 1) {
      this.bits.bytes.push(this.plain[at] ?? 0);
      if (at + 1 === end && (end - start) % 2 === 1) {
        this.bits.bytes.push(0);
      }
      this.closeFrameAt(at + 1);
    }
  }

  private addPacked(start: number, end: number, isAligned: boolean): void {
    const { state, bits } = this;
    const tokens = tokenise(this.plain, start, end, this.reach, state);
    const mainSymbols = tokens.map(({ token }) => mainSymbol(token));
    const longSymbols = tokens.flatMap(({ token }) => longSymbol(token));
    const main = codeOf(state.mainLengths.length, mainSymbols);
    const long = codeOf(state.longLengths.length, longSymbols);
    for (let symbol = 0; isAligned && symbol < 8; symbol += 1) {
      bits.write(3, 3);
    }
    writeLengths(bits, state.mainLengths, main.lengths, 0, 256);
    writeLengths(bits, state.mainLengths, main.lengths, 256, main.lengths.length);
    writeLengths(bits, state.longLengths, long.lengths, 0, long.lengths.length);
    state.mainLengths = main.lengths;
    state.longLengths = long.lengths;
    for (const { token, at, length } of tokens) {
      main.write(this.bits, mainSymbol(token));
      for (const symbol of longSymbol(token)) {
        long.write(this.bits, symbol);
      }
      this.addExtra(token, isAligned);
      this.closeFrameAt(at + length);
    }
  }

  private addExtra(token: Token, isAligned: boolean): void {
    if ('literal' in token) {
      return;
    }
    const count = extraBits[token.slot] ?? 0;
    if (isAligned && count >= 3) {
      this.bits.write(Math.floor(token.extra / 8), count - 3);
      this.bits.write(token.extra % 8, 3);
    } else {
      this.bits.write(token.extra, count);
    }
  }

  private closeFrameAt(at: number): void {
    if (at % frameSize === 0 || at === this.plain.length) {
      this.bits.pad();
      this.frames.push(Buffer.from(this.bits.bytes));
      this.bits = new BitWriter();
    }
  }
}

function mainSymbol(token: Token): number {
  return 'literal' in token ? token.literal : 256 + token.slot * 8 + Math.min(7, token.length - 2);
}

function longSymbol(token: Token): number[] {
  return 'slot' in token && token.length >= 9 ? [token.length - 9] : [];
}

function tokenise(plain: Uint8Array, start: number, end: number, window: number, state: State) {
  const tokens: { token: Token; at: number; length: number }[] = [];
  const { seen } = state;
  const keyAt = (at: number) =>
    (plain[at] ?? 0) | ((plain[at + 1] ?? 0) << 8) | ((plain[at + 2] ?? 0) << 16);
  for (let at = start; at < end; ) {
    const most = Math.min(longestMatch, end - at, frameSize - (at % frameSize));
    const before = seen.get(keyAt(at));
    const offset = before === undefined ? 0 : at - before;
    let length = 0;
    if (offset > 0 && offset <= window - 3) {
      while (length < most && plain[at + length] === plain[at + length - offset]) {
        length += 1;
      }
    }
    const isMatch = length >= 3;
    const token = isMatch ? matchOf(offset, length, state) : { literal: plain[at] ?? 0 };
    const step = isMatch ? length : 1;
    tokens.push({ token, at, length: step });
    for (let index = 0; index < step; index += 1) {
      seen.set(keyAt(at + index), at + index);
    }
    at += step;
  }
  return tokens;
}

function matchOf(offset: number, length: number, { recent }: State): Token {
  const known = recent.indexOf(offset);
  if (known >= 0) {
    recent[known] = recent[0];
    recent[0] = offset;
    return { slot: known, extra: 0, length };
  }
  recent[2] = recent[1];
  recent[1] = recent[0];
  recent[0] = offset;
  const slot = bases.findLastIndex((base) => base <= offset + 2);
  return { slot, extra: offset + 2 - (bases[slot] ?? 0), length };
}
