import type { DamageKind } from '../damage.ts';
import { type Bytes, numbersIn } from '../zip-bytes.ts';
import { blockChecksum } from './cab-checksum.ts';
import { inflateBlock } from './mszip.ts';

const blockHeader = 8;
const readAhead = 1 << 20;
export const methods = { stored: 0, mszip: 1, quantum: 2, lzx: 3 } as const;

export interface Block {
  /** With header and reserve. */
  length: number;
  data: Buffer;
  unpackedSize: number;
  hasWrongChecksum: boolean;
  /** The cabinet ends before the block does. */
  isCut: boolean;
}

export type Window = (offset: number, length: number) => Promise<Buffer>;

export async function readBlock(window: Window, offset: number, reserve: number): Promise<Block> {
  const headLength = blockHeader + reserve;
  const head = await window(offset, headLength);
  const numbers = numbersIn(head);
  const size = numbers.u16(4);
  const data = await window(offset + headLength, size);
  const isCut = head.length < headLength || data.length < size;
  const told = numbers.u32(0);
  const isChecked = told !== 0 && !isCut;
  return {
    length: headLength + size,
    data,
    unpackedSize: numbers.u16(6),
    hasWrongChecksum: isChecked && blockChecksum(head.subarray(4), data) !== told,
    isCut,
  };
}

export interface Unpacked {
  data: Buffer;
  /** Why nothing more can be unpacked behind it. */
  failure: DamageKind | undefined;
  doubt: DamageKind | undefined;
}

export function unpackBlock(block: Block, method: number, history: Buffer): Unpacked {
  const { data, unpackedSize, isCut, hasWrongChecksum } = block;
  const doubt = hasWrongChecksum ? 'wrong-checksum' : undefined;
  if (unpackedSize === 0 && data.length > 0) {
    return { data: Buffer.alloc(0), failure: 'next-volume', doubt: undefined };
  }
  if (method === methods.stored) {
    const failure = isCut ? 'truncated' : undefined;
    const isWrong = !isCut && data.length !== unpackedSize;
    return { data, failure, doubt: isWrong ? 'wrong-size' : doubt };
  }
  if (data.length === 0) {
    return { data, failure: isCut ? 'truncated' : undefined, doubt };
  }
  const inflated = inflateBlock(data, history, isCut);
  if (!inflated.isWhole) {
    return { data: inflated.data, failure: isCut ? 'truncated' : 'damaged', doubt: undefined };
  }
  const isWrong = inflated.data.length !== unpackedSize;
  return { data: inflated.data, failure: undefined, doubt: isWrong ? 'wrong-size' : doubt };
}

/** Reads a megabyte at a time and gives out views of it, each good until the next call. */
export function createWindow(bytes: Bytes): Window {
  let start = 0;
  let held: Uint8Array = new Uint8Array();
  return async (offset, length) => {
    if (offset < start || offset + length > start + held.length) {
      held = await bytes.read(offset, Math.max(length, readAhead));
      start = offset;
    }
    const view = held.subarray(offset - start, offset - start + length);
    return Buffer.from(view.buffer, view.byteOffset, view.length);
  };
}
