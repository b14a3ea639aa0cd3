import { type Guard, isBomb } from './budget.ts';
import { chunkSize } from './chunks.ts';
import { ContainerDamage } from './damage.ts';
import { type Bytes, numbersIn, pieces } from './zip-bytes.ts';
import { addUp, type Check, inflateChecked } from './zip-checksum.ts';
import { isBadData } from './zip-inflate.ts';

/** One entry as the archive describes it; nothing of it is believed before it was read. */
export interface Member {
  name: string;
  unsafeName: boolean;
  isFolder: boolean;
  flags: number;
  method: number;
  /** `undefined` when a salvaged entry has lost it. */
  checksum: number | undefined;
  compressedSize: number;
  /** `undefined` when a salvaged entry has lost it. */
  size: number | undefined;
  /** Where its local header begins. */
  offset: number;
  /** Counted from its local header. Only known when that was read. */
  headerLength?: number;
  /** The archive ends before the entry does. */
  isCut?: boolean;
}

export interface ZipLimits {
  entries: number;
  /** How many times larger than its compressed form an entry may become, above the first 16 MiB. */
  ratio: number;
  /** For all entries of the archive together, as they are read. */
  totalBytes: number;
}

/** What all readers of one archive share. */
export interface Reading {
  bytes: Bytes;
  limits: ZipLimits;
  bytesLeft: number;
  guard: Guard | undefined;
}

/** An entry on our own disk that somebody else may read in place of its `open`. */
export interface Packed {
  file: string;
  member: Member;
  size: number;
  ratio: number;
  /** What may be read of the archive still, in bytes. */
  left(): number;
  /** What somebody else has read. */
  spend(bytes: number): void;
}

/** Undefined for what is not whole, or does not lie on our own disk. */
export function packedOf(reading: Reading, member: Member): Packed | undefined {
  const { path: file } = reading.bytes;
  const { size, checksum, isCut } = member;
  if (file === undefined || size === undefined || checksum === undefined || isCut) {
    return undefined;
  }
  return {
    file,
    member,
    size,
    ratio: reading.limits.ratio,
    left: () => reading.bytesLeft,
    spend: (bytes) => {
      reading.bytesLeft -= bytes;
    },
  };
}

export const stored = 0;
export const deflated = 8;
export const localHeader = 0x04034b50;

/** The content, checked and limited while it is read. Throws `ContainerDamage` at its end or where it breaks. */
export async function* openMember(reading: Reading, member: Member): AsyncGenerator<Uint8Array> {
  const start = await findData(reading.bytes, member);
  const progress = { consumed: 0 };
  const end = start + member.compressedSize;
  const { bytes } = reading;
  const check: Check = { expected: member.isCut ? undefined : member.checksum, isRight: true };
  const content =
    member.method === deflated
      ? inflateChecked({ bytes, start, end }, progress, check)
      : addUp(pieces(bytes, start, end, chunkSize), check);
  let length = 0;
  try {
    for await (const chunk of content) {
      length += chunk.length;
      refuseBomb(reading, member, length, progress.consumed);
      yield* spend(reading, chunk);
    }
  } catch (error) {
    throw isBadData(error) ? new ContainerDamage('damaged', error) : error;
  }
  const isShort = length < (member.size ?? 0);
  const isUsedUp = member.method === stored || progress.consumed >= member.compressedSize;
  if (member.isCut || (isShort && (isUsedUp || end > bytes.size))) {
    throw new ContainerDamage('truncated');
  }
  judgeContent(member, length, check);
}

function* spend(reading: Reading, chunk: Uint8Array): Generator<Uint8Array> {
  reading.guard?.throwIfAborted();
  const allowed = chunk.subarray(0, reading.bytesLeft);
  reading.bytesLeft -= allowed.length;
  if (allowed.length > 0) {
    yield allowed;
  }
  if (allowed.length < chunk.length) {
    throw new ContainerDamage('over-total');
  }
}

function judgeContent(member: Member, length: number, { isRight }: Check): void {
  if (!isRight) {
    throw new ContainerDamage('wrong-checksum');
  }
  if (member.size !== undefined && member.size !== length) {
    throw new ContainerDamage('wrong-size');
  }
}

function refuseBomb(reading: Reading, member: Member, length: number, consumed: number): void {
  if (member.method === deflated && isBomb(reading.limits, length, consumed)) {
    throw new ContainerDamage('over-ratio');
  }
}

async function findData(bytes: Bytes, { offset, headerLength }: Member): Promise<number> {
  if (headerLength !== undefined) {
    return offset + headerLength;
  }
  const header = numbersIn(await bytes.read(offset, 30));
  if (header.u32(0) !== localHeader) {
    throw new ContainerDamage('damaged');
  }
  return offset + 30 + header.u16(26) + header.u16(28);
}
