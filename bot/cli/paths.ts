import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { uploadOfFile } from '../../knowledge/input/read.ts';
import type { Upload } from '../../knowledge/input/upload.ts';

export interface Found {
  uploads: Upload[];
  /** Paths that are not there or may not be read. */
  missing: string[];
}

/** Files as they are, folders with everything below them; `-` is standard input. */
export async function findUploads(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array>,
): Promise<Found> {
  const found: Found = { uploads: [], missing: [] };
  for (const one of paths) {
    if (one === '-') {
      found.uploads.push({ name: '标准输入', open: () => stdin });
      continue;
    }
    try {
      found.uploads.push(...(await uploadsAt(one)));
    } catch {
      found.missing.push(one);
    }
  }
  return found;
}

async function uploadsAt(given: string): Promise<Upload[]> {
  const info = await stat(given);
  if (!info.isDirectory()) {
    return [uploadOfFile(path.basename(given), given, info.size)];
  }
  const folder = path.basename(path.resolve(given));
  const entries = await readdir(given, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => uploadOfFile(path.join(folder, path.relative(given, file)), file));
}
