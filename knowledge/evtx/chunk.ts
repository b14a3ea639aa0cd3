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
 * Finds the records of one chunk. Of those that headers count, four kinds are not where they should be; the numbers
 * are of the 23 readable samples of https://github.com/omerbenamram/evtx, whose chunk headers count 18,817 records:
 *
 * - Sectors in the middle belong to a later or an earlier use of the chunk, with records of other numbers. A reader
 *   that stops there loses all that follows; going on gives 230 of 417, and 3 are torn by the edges.
 * - Sectors are zero: the file was copied while its pages had not been written. 184 records were there.
 * - A record has the size 0 and is whole otherwise: it ends where the next one begins (1, among the 230).
 * - The header itself is zero, and with it the templates: such a chunk counts nothing, and is told as damaged.
 *
 * Behind a place that is no record, because its sectors were overwritten or its size
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
  let last: number | undefined;
  let isLast = false;
  while (at + smallestRecord <= end) {
    const own = sizeOfRecord(bytes, at, end);
    const size: number =
      own > 0 || isLast || !claimsNoSize(bytes, at) ? own : sizeToNext(bytes, at, end);
    // Searched to the end once: a chunk full of such claims must not be searched from each of them.
    isLast ||= own === 0 && size === 0 && claimsNoSize(bytes, at);
    const number = size > 0 ? numberOf(bytes, at) : undefined;
    if (at >= free && (last === undefined || number !== last + 1)) {
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

/** Exact up to 2 ** 53, which no log comes to. */
function numberOf(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at + 12) * 2 ** 32 + bytes.readUInt32LE(at + 8);
}

/** 0 when no record starts there. */
function sizeOfRecord(bytes: Buffer, at: number, end: number): number {
  if (bytes.readUInt32LE(at) !== recordMagic) {
    return 0;
  }
  const size = bytes.readUInt32LE(at + 4);
  return size >= smallestRecord && at + size <= end ? size : 0;
}

function claimsNoSize(bytes: Buffer, at: number): boolean {
  return bytes.readUInt32LE(at) === recordMagic && bytes.readUInt32LE(at + 4) === 0;
}

/** 0 when no record follows. */
function sizeToNext(bytes: Buffer, at: number, end: number): number {
  for (let next = at + smallestRecord + 4; next + smallestRecord <= end; next += 8) {
    if (sizeOfRecord(bytes, next, end) > 0) {
      return next - at;
    }
  }
  return 0;
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
