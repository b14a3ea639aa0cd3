import path from 'node:path';
import type { MissingFile } from '../../handlers/inquiry.ts';
import { uploadOfFile } from '../../knowledge/input/read.ts';
import type { Upload } from '../../knowledge/input/upload.ts';

export interface Fetched {
  uploads: Upload[];
  missing: MissingFile[];
}

/** A file of a message that still has to be fetched. */
export interface Wanted<Why extends string> {
  name: string;
  /** To a path of ours, and no more than so many bytes. */
  fetch(
    target: string,
    maxBytes: number,
  ): Promise<{ kind: 'downloaded'; bytes: number } | { kind: 'failed'; why: Why }>;
}

export interface Fetching<Why extends string> {
  /** Files are put there under names of ours. */
  folder: string;
  /** Of all files together. */
  maxBytes: number;
  /** Chinese, with what to do. */
  reasons: Readonly<Record<Why, string>>;
}

/** Each file by itself: what cannot be had is told, and the rest is read. */
export async function fetchEach<Why extends string>(
  files: readonly Wanted<Why>[],
  { folder, maxBytes, reasons }: Fetching<Why>,
): Promise<Fetched> {
  const fetched: Fetched = { uploads: [], missing: [] };
  let left = maxBytes;
  for (const [index, { name, fetch }] of files.entries()) {
    const target = path.join(folder, String(index));
    const result = await fetch(target, left);
    if (result.kind === 'downloaded') {
      left -= result.bytes;
      fetched.uploads.push(uploadOfFile(name, target, result.bytes));
    } else {
      fetched.missing.push({ name, reason: reasons[result.why] });
    }
  }
  return fetched;
}
