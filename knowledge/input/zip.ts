import type { Guard } from './budget.ts';
import type { Bytes } from './zip-bytes.ts';
import { numbersIn } from './zip-bytes.ts';
import { findDirectory, readDirectory } from './zip-directory.ts';
import {
  deflated,
  localHeader,
  type Member,
  openMember,
  type Packed,
  packedOf,
  type Reading,
  stored,
  type ZipLimits,
} from './zip-entry.ts';
import { salvage } from './zip-salvage.ts';

type EntryProblem = 'encrypted' | 'unsupported-method' | 'directory' | 'overlapping';

interface EntryFacts {
  /** Relative, with `/`, safe to show. Not unique. */
  name: string;
  /** As the archive claims it; 0 when it does not say. */
  size: number;
  packedSize: number;
  /** The archive's own name left its folder (`..`, `C:\`) or held invisible characters. */
  unsafeName: boolean;
}

export type ZipEntry =
  | (EntryFacts & {
      problem?: undefined;
      /** May be called again. Throws `ContainerDamage` after what could be read. */
      open(): AsyncIterable<Uint8Array>;
      /** Undefined where only `open` will do. */
      packed: Packed | undefined;
    })
  | (EntryFacts & { problem: EntryProblem });

export type ZipReading =
  | {
      kind: 'zip';
      entries: ZipEntry[];
      /** The directory was lost; these entries were found without it, the last may be cut short. */
      salvaged: boolean;
    }
  | { kind: 'unreadable'; reason: 'empty' | 'truncated' | 'too-many-entries' | 'damaged' };

/** Bit 0: encrypted; bit 6: strong encryption; bit 13: the directory is masked. */
const encryptedFlags = 0x2041;

/**
 * Lists an archive without reading its content. `bytes` must stay open while entries are read.
 * `limits.totalBytes` counts over all of them.
 */
export async function readZip(bytes: Bytes, limits: ZipLimits, guard?: Guard): Promise<ZipReading> {
  if (bytes.size === 0) {
    return { kind: 'unreadable', reason: 'empty' };
  }
  const reading: Reading = { bytes, limits, bytesLeft: limits.totalBytes, guard };
  const directory = await findDirectory(bytes);
  const listed = directory && (await readDirectory(bytes, directory, limits.entries));
  const members = listed ?? (await salvage(reading));
  if (members === 'too-many') {
    return { kind: 'unreadable', reason: 'too-many-entries' };
  }
  if (members.length === 0) {
    return { kind: 'unreadable', reason: listed ? 'empty' : await whyNothing(bytes) };
  }
  const overlapping = findOverlapping(members);
  if (overlapping.size === members.length) {
    return { kind: 'unreadable', reason: 'damaged' };
  }
  const entries = members.map((member) => toEntry(reading, member, overlapping.has(member)));
  return { kind: 'zip', entries, salvaged: !listed };
}

async function whyNothing(bytes: Bytes): Promise<'truncated' | 'damaged'> {
  const head = numbersIn(await bytes.read(0, 4));
  return head.u32(0) === localHeader ? 'truncated' : 'damaged';
}

function toEntry(reading: Reading, member: Member, isOverlapping: boolean): ZipEntry {
  const { name, unsafeName, size = 0, compressedSize: packedSize } = member;
  const problem = findProblem(member, isOverlapping);
  return problem
    ? { name, size, packedSize, unsafeName, problem }
    : {
        ...{ name, size, packedSize, unsafeName },
        open: () => openMember(reading, member),
        packed: packedOf(reading, member),
      };
}

function findProblem(member: Member, isOverlapping: boolean): EntryProblem | undefined {
  if (member.isFolder) {
    return 'directory';
  }
  if (isOverlapping) {
    return 'overlapping';
  }
  if (member.flags & encryptedFlags) {
    return 'encrypted';
  }
  return member.method === stored || member.method === deflated ? undefined : 'unsupported-method';
}

/** Entries that share bytes: the trick of archives that hold petabytes, https://www.bamsoftware.com/hacks/zipbomb/ */
function findOverlapping(members: readonly Member[]): Set<Member> {
  const overlapping = new Set<Member>();
  let furthest: { end: number; member: Member } | undefined;
  for (const member of members.toSorted((a, b) => a.offset - b.offset)) {
    if (furthest && member.offset < furthest.end) {
      overlapping.add(member).add(furthest.member);
    }
    const end = member.offset + 30 + member.compressedSize;
    if (!furthest || end > furthest.end) {
      furthest = { end, member };
    }
  }
  return overlapping;
}
