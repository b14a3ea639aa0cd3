import type { HeldFile } from '../container.ts';
import { findContainer } from '../containers.ts';
import type { Share } from '../meter.ts';
import { sniff } from '../sniff.ts';
import { peek } from '../stream.ts';
import type { Upload } from '../upload.ts';
import { fileBytes } from '../zip-bytes.ts';
import { openMember, type Packed } from '../zip-entry.ts';

/** An input on our own disk that another thread may read, if it turns out to be a log. */
export interface Candidate {
  /** The name that it will most likely go by. */
  input: string;
  size: number;
  file: string;
  /** When it is an entry of a zip. */
  packed: Packed | undefined;
  /** Of the upload. */
  share: Share;
}

/** What is looked at to tell a log from a picture. */
export const headLength = 64 * 1024;

/** `archive`: its files can be read by other threads too. `other`: also what cannot be read; whoever reads it tells why. */
export async function lookAt(candidate: Candidate): Promise<'log' | 'archive' | 'other'> {
  try {
    const head = await headOf(candidate);
    const container = findContainer(head);
    if (container) {
      return container.listsFirst ? 'archive' : 'other';
    }
    return sniff(head).kind === 'text' ? 'log' : 'other';
  } catch {
    return 'other';
  }
}

async function headOf({ file, packed }: Candidate): Promise<Uint8Array> {
  const bytes = await fileBytes(file);
  try {
    if (!packed) {
      return await bytes.read(0, headLength);
    }
    const { member, ratio, size } = packed;
    const limits = { entries: 1, ratio, totalBytes: size };
    const content = openMember({ bytes, limits, bytesLeft: size, guard: undefined }, member);
    const { head, close } = await peek(content, headLength);
    await close();
    return head;
  } finally {
    await bytes.close();
  }
}

export function candidateOfUpload(
  { path: file, size }: Upload,
  input: string,
  share: Share,
): Candidate | undefined {
  return file !== undefined && size !== undefined
    ? { input, size, file, packed: undefined, share }
    : undefined;
}

/** Of an archive that was put down whole. */
export function candidateOfEntry(
  { packed, isBomb }: HeldFile,
  input: string,
  share: Share,
): Candidate | undefined {
  return packed && !isBomb
    ? { input, size: packed.size, file: packed.file, packed, share }
    : undefined;
}
