import { lstat, mkdir, open, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

const mostTries = 10_000;
const longestBase = 180;

/** Ours alone; a link in its place would let others lead us elsewhere. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const info = await lstat(folder).catch(() => undefined);
    if (!info?.isDirectory()) {
      throw error;
    }
  }
}

/** Moves a file into a folder without ever replacing another; returns where it is now. */
export async function moveInto(folder: string, file: string): Promise<string> {
  const { name, ext } = path.parse(file);
  for (let count = 1; count <= mostTries; count += 1) {
    const free = count === 1 ? `${name}${ext}` : `${shorten(name)} (${count})${ext}`;
    const target = path.join(folder, free);
    if (await reserve(target)) {
      await rename(file, target);
      return target;
    }
  }
  throw new Error('no free name for an imported file');
}

/** An empty file of our own, so that renaming onto it replaces nobody's. */
async function reserve(target: string): Promise<boolean> {
  try {
    const handle = await open(target, 'wx', 0o600);
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** `CBS.eml.原因.txt`, with a mark for Windows Notepad that it is UTF-8. */
export async function writeBeside(
  file: string,
  what: string,
  lines: readonly string[],
): Promise<void> {
  const { dir, base } = path.parse(file);
  const name = `${shorten(base)}.${what}.txt`;
  await writeFile(path.join(dir, name), `\ufeff${lines.join('\r\n')}\r\n`, { mode: 0o600 });
}

/** A file system counts bytes, and Chinese takes three each. */
function shorten(base: string): string {
  let short = base;
  while (Buffer.byteLength(short) > longestBase) {
    short = [...short].slice(0, -1).join('');
  }
  return short;
}
