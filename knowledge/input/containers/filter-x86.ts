import type { Filter } from './filters.ts';

const call = 0xe8;
const jump = 0xe9;
const length = 5;

/**
 * `CALL` and `JMP` of x86 were given absolute addresses, where the highest byte of the distance was 0 or 255. Which
 * of overlapping ones were changed follows from the last four bytes that could begin one.
 */
export function createX86(start = 0): Filter {
  let position = start;
  /** Bit n: n + 1 bytes before this one stood the code of a call that was left alone. */
  let before = 0;

  const step = (bytes: Buffer, index: number): number => {
    const isCode = isCallOrJump(bytes[index] ?? 0);
    if (!isCode) {
      before = (before << 1) & 7;
      return 1;
    }
    const isFar = isEdge(bytes[index + 4] ?? 0);
    if (!(isFar && mayChange(bytes, index, before))) {
      before = ((before << 1) | 1) & 7;
      return 1;
    }
    const next = (position + index + length) | 0;
    bytes.writeInt32LE(undo(bytes.readInt32LE(index + 1), next, before), index + 1);
    before = 0;
    return length;
  };

  return {
    undo(bytes) {
      let index = 0;
      while (index + length <= bytes.length) {
        index += step(bytes, index);
      }
      position = (position + index) | 0;
      return index;
    },
  };
}

function isCallOrJump(byte: number): boolean {
  return byte === call || byte === jump;
}

function isEdge(byte: number): boolean {
  return byte === 0 || byte === 0xff;
}

/** Which byte of the distance the code that stands before reaches into. */
function overlapOf(before: number): number | undefined {
  return { 0: 0, 1: 1, 2: 2, 4: 3 }[before];
}

function mayChange(bytes: Buffer, index: number, before: number): boolean {
  const overlap = overlapOf(before);
  return overlap !== undefined && (overlap === 0 || !isEdge(bytes[index + 4 - overlap] ?? 0));
}

function undo(told: number, next: number, before: number): number {
  const overlap = overlapOf(before) ?? 0;
  const shift = 24 - overlap * 8;
  let value = (told - next) | 0;
  if (overlap > 0 && isEdge((value >>> shift) & 0xff)) {
    value = ((value ^ (2 ** (shift + 8) - 1)) - next) | 0;
  }
  return value & 0x1000000 ? value | 0xff000000 : value & 0x01ffffff;
}
