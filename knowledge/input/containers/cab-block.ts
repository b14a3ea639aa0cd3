import type { DamageKind } from '../damage.ts';
import type { Bytes } from '../zip-bytes.ts';
import { blockChecksum } from './cab-checksum.ts';
import type { CabFolder } from './cab-header.ts';
import { LzxDecoder } from './lzx.ts';
import { MszipDecoder } from './mszip.ts';

const blockHeader = 8;
const readAhead = 1 << 20;
/** With the largest reserve. */
const longestBlock = blockHeader + 0xff + 0xffff;
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

export function readBlock(window: Window, offset: number, reserve: number): Block {
  const headLength = blockHeader + reserve;
  const head = window.view(offset, headLength);
  const isHeaded = head.length === headLength;
  const size = isHeaded ? head.readUInt16LE(4) : 0;
  const data = window.view(offset + headLength, size);
  const isCut = !isHeaded || data.length < size;
  const told = isHeaded ? head.readUInt32LE(0) : 0;
  const isChecked = told !== 0 && !isCut;
  return {
    length: headLength + size,
    data,
    unpackedSize: isHeaded ? head.readUInt16LE(6) : 0,
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

/** Goes on with what it unpacked before. */
export interface Decoder {
  /** Not whole where the data is bad or ends; what came before is handed out. */
  decode(data: Buffer, unpackedSize: number, isCut: boolean): { data: Buffer; isWhole: boolean };
  close?(): void;
}

/** `undefined` for what is stored as it is. */
export function createDecoder({ method, window }: CabFolder): Decoder | undefined {
  if (method === methods.stored) {
    return undefined;
  }
  return method === methods.lzx ? new LzxDecoder(window) : new MszipDecoder();
}

export function unpackBlock(block: Block, decoder: Decoder | undefined): Unpacked {
  const { data, unpackedSize, isCut, hasWrongChecksum } = block;
  const doubt = hasWrongChecksum ? 'wrong-checksum' : undefined;
  if (unpackedSize === 0 && data.length > 0) {
    return { data: Buffer.alloc(0), failure: 'next-volume', doubt: undefined };
  }
  if (!decoder) {
    const failure = isCut ? 'truncated' : undefined;
    const isWrong = !isCut && data.length !== unpackedSize;
    return { data, failure, doubt: isWrong ? 'wrong-size' : doubt };
  }
  if (data.length === 0) {
    return { data, failure: isCut ? 'truncated' : undefined, doubt };
  }
  const unpacked = decoder.decode(data, unpackedSize, isCut);
  if (!unpacked.isWhole) {
    return { data: unpacked.data, failure: isCut ? 'truncated' : 'damaged', doubt: undefined };
  }
  const isWrong = unpacked.data.length !== unpackedSize;
  return { data: unpacked.data, failure: undefined, doubt: isWrong ? 'wrong-size' : doubt };
}

/** A megabyte at a time, of which views are given out, each good until the next filling. */
export class Window {
  private readonly bytes: Bytes;
  private start = 0;
  private held: Buffer = Buffer.alloc(0);

  constructor(bytes: Bytes) {
    this.bytes = bytes;
  }

  /** True when the longest block that can begin there is held, or all that is left. */
  holds(offset: number): boolean {
    const end = Math.min(offset + longestBlock, this.bytes.size);
    return offset >= this.start && end <= this.start + this.held.length;
  }

  async fill(offset: number): Promise<void> {
    const { buffer, byteOffset, length } = await this.bytes.read(offset, readAhead);
    this.held = Buffer.from(buffer, byteOffset, length);
    this.start = offset;
  }

  /** Shorter at the end. */
  view(offset: number, length: number): Buffer {
    const at = offset - this.start;
    return this.held.subarray(at, at + length);
  }
}
