import { type Bytes, type Numbers, numbersIn } from './zip-bytes.ts';
import type { Member } from './zip-entry.ts';
import { decodeName, findField, isFolderName, makeSafe } from './zip-name.ts';

const endHeader = 0x06054b50;
const endLength = 22;
const endLocator64 = 0x07064b50;
const endHeader64 = 0x06064b50;
const entryHeader = 0x02014b50;
const entryLength = 46;
const longestComment = 0xffff;
const zip64Field = 0x0001;
const saturated = 0xffffffff;
const windowSize = 256 * 1024;
/** An entry with name, extra fields and comment is never longer. */
const longestEntry = entryLength + 3 * 0xffff;

export interface Directory {
  start: number;
  end: number;
  entries: number;
  /** How much the archive was moved by what stands before it, such as a self-extractor. */
  shift: number;
}

/** The central directory that the end of the archive names; `undefined` when there is none. */
export async function findDirectory(bytes: Bytes): Promise<Directory | undefined> {
  const tailStart = Math.max(0, bytes.size - endLength - longestComment);
  const tail = await bytes.read(tailStart, endLength + longestComment);
  const numbers = numbersIn(tail);
  for (let at = tail.length - endLength; at >= 0; at -= 1) {
    if (numbers.u32(at) === endHeader) {
      const directory = await readEnd(bytes, numbers, at, tailStart + at);
      if (directory) {
        return directory;
      }
    }
  }
  return undefined;
}

async function readEnd(
  bytes: Bytes,
  numbers: Numbers,
  at: number,
  position: number,
): Promise<Directory | undefined> {
  const isLarge = at >= 20 && numbers.u32(at - 20) === endLocator64;
  const large = isLarge ? await readEnd64(bytes, numbers.u64(at - 12), position - 20) : undefined;
  const { entries, size, offset, end } = large ?? {
    entries: numbers.u16(at + 10),
    size: numbers.u32(at + 12),
    offset: numbers.u32(at + 16),
    end: position,
  };
  const start = end - size;
  return start >= offset ? { start, end, entries, shift: start - offset } : undefined;
}

async function readEnd64(bytes: Bytes, named: number, locator: number) {
  for (const position of [named, locator - 56]) {
    const numbers = numbersIn(
      position >= 0 && position <= locator ? await bytes.read(position, 56) : new Uint8Array(),
    );
    if (numbers.u32(0) === endHeader64) {
      const entries = numbers.u64(32);
      return { entries, size: numbers.u64(40), offset: numbers.u64(48), end: position };
    }
  }
  return undefined;
}

/** `undefined` when the directory breaks off; `too-many` as soon as there are more than `most`. */
export async function readDirectory(
  bytes: Bytes,
  { start, end, entries, shift }: Directory,
  most: number,
): Promise<Member[] | 'too-many' | undefined> {
  const members: Member[] = [];
  let window: Uint8Array = new Uint8Array();
  let windowStart = start;
  for (let position = start; position < end; ) {
    if (members.length === most) {
      return 'too-many';
    }
    if (
      position + longestEntry > windowStart + window.length &&
      windowStart + window.length < end
    ) {
      window = await bytes.read(position, Math.min(end - position, longestEntry + windowSize));
      windowStart = position;
    }
    const entry = window.subarray(position - windowStart);
    const numbers = numbersIn(entry);
    const length = entryLength + numbers.u16(28) + numbers.u16(30) + numbers.u16(32);
    if (numbers.u32(0) !== entryHeader || length > entry.length) {
      return undefined;
    }
    members.push(readMember(entry, numbers, shift));
    position += length;
  }
  return members.length < Math.min(entries, most) ? undefined : members;
}

function readMember(entry: Uint8Array, numbers: Numbers, shift: number): Member {
  const flags = numbers.u16(8);
  const nameEnd = entryLength + numbers.u16(28);
  const extra = entry.subarray(nameEnd, nameEnd + numbers.u16(30));
  const name = decodeName(entry.subarray(entryLength, nameEnd), flags, extra);
  const sizes = readSizes(extra, numbers.u32(24), numbers.u32(20), numbers.u32(42));
  return {
    ...makeSafe(name),
    isFolder: isFolderName(name),
    flags,
    method: numbers.u16(10),
    checksum: numbers.u32(16),
    size: sizes.size,
    compressedSize: sizes.compressedSize,
    offset: sizes.offset + shift,
  };
}

/** In archives above 4 GiB the real numbers stand in an extra field, only those that do not fit. */
export function readSizes(extra: Uint8Array, size: number, compressedSize: number, offset: number) {
  const field = numbersIn(findField(extra, zip64Field) ?? new Uint8Array());
  let at = 0;
  const widen = (value: number) => {
    if (value !== saturated || at + 8 > field.length) {
      return value;
    }
    at += 8;
    return field.u64(at - 8);
  };
  return { size: widen(size), compressedSize: widen(compressedSize), offset: widen(offset) };
}
