import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Removes what a process that was killed has put down and left. `before` is in milliseconds since the epoch; what other
 * processes are reading is younger.
 */
export async function sweepSpool(folder: string, before: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const file = path.join(folder, name);
    const info = await stat(file).catch(() => undefined);
    if (info?.isFile() && info.mtimeMs < before) {
      await rm(file, { force: true });
    }
  }
}
