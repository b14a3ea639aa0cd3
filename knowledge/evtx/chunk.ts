/** Records lie in blocks of this size, each readable on its own. */
export const chunkSize = 65_536;

const headerSize = 512;
const recordMagic = 0x2a2a;
/** Magic, size, number, time, and the size once more at the end. */
const smallestRecord = 28;
const mostRecords = BigInt(Math.floor(chunkSize / smallestRecord));

/** `ElfChnk\0`; some writers leave the second half out. */
export function isChunk(bytes: Buffer): boolean {
  return bytes.length >= headerSize && bytes.readUInt32LE(0) === 0x43666c45;
}

export interface WalkedChunk {
  /** Records that the header counts and that could not be found: their sectors were overwritten. */
  missing: number;
}

/**
 * Finds the records of one chunk. Behind a place that is no record, because its sectors were overwritten or its size
 * lies, the search goes on at the next one that is whole. What lies behind the end that the header names is left over
 * from earlier use of the chunk, unless its numbers continue: then the file was copied while it was being written.
 */
export function walkChunk(
  bytes: Buffer,
  visit: (start: number, size: number) => void,
): WalkedChunk {
  const end = Math.min(bytes.length, chunkSize);
  const free = Math.min(bytes.readUInt32LE(48), end);
  let at = headerSize;
  let found = 0;
  let last: bigint | undefined;
  while (at + smallestRecord <= end) {
    const size = sizeOfRecord(bytes, at, end);
    const number = size > 0 ? bytes.readBigUInt64LE(at + 8) : undefined;
    if (at >= free && (last === undefined || number !== last + 1n)) {
      break;
    }
    if (number === undefined) {
      at += 8;
      continue;
    }
    visit(at, size);
    found += 1;
    last = number;
    at = nextStart(bytes, at, size, end);
  }
  return { missing: Math.max(0, declaredCount(bytes) - found) };
}

/** 0 when no record starts there. */
function sizeOfRecord(bytes: Buffer, at: number, end: number): number {
  if (bytes.readUInt32LE(at) !== recordMagic) {
    return 0;
  }
  const size = bytes.readUInt32LE(at + 4);
  return size >= smallestRecord && at + size <= end ? size : 0;
}

/** A record whose two sizes differ was cut; the next one may begin inside it. */
function nextStart(bytes: Buffer, at: number, size: number, end: number): number {
  const next = at + size;
  if (bytes.readUInt32LE(next - 4) === size) {
    return next;
  }
  return next + smallestRecord <= end && sizeOfRecord(bytes, next, end) > 0 ? next : at + 8;
}

/** By the first and the last number in the header; a header that makes no sense counts nothing. */
function declaredCount(bytes: Buffer): number {
  const count = bytes.readBigUInt64LE(16) - bytes.readBigUInt64LE(8) + 1n;
  return count > 0n && count <= mostRecords ? Number(count) : 0;
}
