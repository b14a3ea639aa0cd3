import { isBomb } from './budget.ts';
import { type Bytes, numbersIn, pieces } from './zip-bytes.ts';
import { readSizes } from './zip-directory.ts';
import { deflated, localHeader, type Member, type Reading } from './zip-entry.ts';
import { inflate, isBadData } from './zip-inflate.ts';
import { decodeName, isFolderName, makeSafe } from './zip-name.ts';

const entryHeader = 0x02014b50;
const descriptorHeader = 0x08074b50;
/** `PK` */
const anyHeader = 0x4b50;
const headerLength = 30;
/** The sizes stand behind the data, because the writer did not know them before. */
const describedFlag = 0x0008;
const searchSize = 64 * 1024;

interface Walk extends Reading {
  /** Hostile archives make one measure the same bytes again and again. */
  work: number;
}

/** Walks the local headers of an archive that has lost its directory. */
export async function salvage(reading: Reading): Promise<Member[] | 'too-many'> {
  const { bytes, limits } = reading;
  const walk: Walk = { ...reading, work: 2 * bytes.size + searchSize };
  const members: Member[] = [];
  for (let at = await findNext(walk, 0, localHeader); at !== undefined; ) {
    reading.guard?.throwIfAborted();
    if (members.length === limits.entries) {
      return 'too-many';
    }
    if (at + headerLength > bytes.size) {
      break;
    }
    const member = await readLocal(bytes, at);
    const end = await measure(walk, member);
    members.push(member);
    const next = numbersIn(await bytes.read(end, 4)).u32(0);
    if (next === entryHeader) {
      break;
    }
    at = next === localHeader ? end : await findNext(walk, end, localHeader);
  }
  return members;
}

async function readLocal(bytes: Bytes, offset: number): Promise<Member> {
  const numbers = numbersIn(await bytes.read(offset, headerLength));
  const flags = numbers.u16(6);
  const length = headerLength + numbers.u16(26) + numbers.u16(28);
  const strings = await bytes.read(offset + headerLength, length - headerLength);
  const extra = strings.subarray(numbers.u16(26));
  const name = decodeName(strings.subarray(0, numbers.u16(26)), flags, extra);
  const { size, compressedSize } = readSizes(extra, numbers.u32(22), numbers.u32(18), 0);
  const isKnown = (flags & describedFlag) === 0 || compressedSize > 0;
  return {
    ...makeSafe(name),
    isFolder: isFolderName(name),
    flags,
    method: numbers.u16(8),
    checksum: isKnown ? numbers.u32(14) : undefined,
    size: isKnown ? size : undefined,
    compressedSize,
    offset,
    headerLength: length,
  };
}

/** Completes the member and returns where it ends. */
async function measure(walk: Walk, member: Member): Promise<number> {
  const { size } = walk.bytes;
  const start = member.offset + (member.headerLength ?? 0);
  const isLost = member.checksum === undefined;
  const end = isLost ? await findEnd(walk, member, start) : start + member.compressedSize;
  if (end === undefined || end > size) {
    member.compressedSize = Math.max(0, size - start);
    member.isCut = true;
    return size;
  }
  member.compressedSize = end - start;
  return isLost ? readDescriptor(walk.bytes, member, end) : end;
}

async function findEnd(walk: Walk, member: Member, start: number): Promise<number | undefined> {
  if (member.method !== deflated) {
    return findNext(walk, start, descriptorHeader);
  }
  const { consumed, isWhole } = await tryInflate(walk, start);
  walk.work -= consumed + searchSize;
  const end = start + consumed;
  return isWhole ? end : findNext(walk, end, localHeader);
}

/** The data is whole when it ends by itself, before the input does. */
async function tryInflate(walk: Walk, start: number) {
  const end = Math.min(walk.bytes.size, start + Math.max(0, walk.work));
  const progress = { consumed: 0 };
  let length = 0;
  try {
    for await (const chunk of inflate(pieces(walk.bytes, start, end), progress)) {
      walk.guard?.throwIfAborted();
      length += chunk.length;
      if (isBomb(walk.limits, length, progress.consumed) || length > walk.limits.totalBytes) {
        return { consumed: progress.consumed, isWhole: false };
      }
    }
    return { consumed: progress.consumed, isWhole: start + progress.consumed < end };
  } catch (error) {
    if (isBadData(error)) {
      return { consumed: progress.consumed, isWhole: false };
    }
    throw error;
  }
}

/** With or without signature, with sizes of 4 or 8 bytes: what fits, and has a header behind it. */
async function readDescriptor(bytes: Bytes, member: Member, at: number): Promise<number> {
  const numbers = numbersIn(await bytes.read(at, 28));
  const base = numbers.u32(0) === descriptorHeader ? 4 : 0;
  for (const width of [8, 4]) {
    const readSize = width === 8 ? numbers.u64 : numbers.u32;
    const length = base + 4 + 2 * width;
    const isLast = numbers.length <= length;
    const fits = readSize(base + 4) === member.compressedSize;
    if (fits && numbers.length >= length && (isLast || numbers.u16(length) === anyHeader)) {
      member.checksum = numbers.u32(base);
      member.size = readSize(base + 4 + width);
      return at + length;
    }
  }
  return at;
}

/** Where the signature stands next; `undefined` when it does not come any more. */
async function findNext(
  { bytes, guard }: Reading,
  from: number,
  signature: number,
): Promise<number | undefined> {
  const wanted = Buffer.alloc(4);
  wanted.writeUInt32LE(signature);
  for (let at = from; at < bytes.size; at += searchSize) {
    guard?.throwIfAborted();
    const window = await bytes.read(at, searchSize + 3);
    const found = Buffer.from(window.buffer, window.byteOffset, window.length).indexOf(wanted);
    if (found >= 0) {
      return at + found;
    }
  }
  return undefined;
}
