import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Names of the files in a folder that are complete: they looked the same for long enough. */
export interface Settled {
  names(): Promise<string[]>;
}

/** What programs write to while they copy, and what they keep to themselves. */
const temporary = /^(?:\.|~\$)|\.(?:tmp|part|partial|crdownload|filepart|swp)$/i;

/** `settleFor` is in milliseconds. */
export function createSettled(folder: string, settleFor: number): Settled {
  const seen = new Map<string, { mark: string; since: number }>();
  const isSettled = async (name: string): Promise<boolean> => {
    const info = await lstat(path.join(folder, name)).catch(() => undefined);
    if (!info) {
      return false;
    }
    const mark = `${info.size} ${info.mtimeMs} ${info.ino}`;
    const known = seen.get(name);
    if (known?.mark !== mark) {
      seen.set(name, { mark, since: Date.now() });
      return false;
    }
    return Date.now() - known.since >= settleFor;
  };
  return {
    async names() {
      const entries = await readdir(folder, { withFileTypes: true });
      const files = entries.filter((one) => !one.isDirectory() && !temporary.test(one.name));
      const there = new Set(files.map(({ name }) => name));
      for (const name of seen.keys()) {
        if (!there.has(name)) {
          seen.delete(name);
        }
      }
      const settled = await Promise.all(files.map(({ name }) => isSettled(name)));
      return files
        .map(({ name }) => name)
        .filter((_, at) => settled[at])
        .sort();
    },
  };
}
