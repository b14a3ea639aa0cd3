import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { uploadOfFile } from '../../knowledge/input/read.ts';
import type { Upload } from '../../knowledge/input/upload.ts';
import { cleanName } from './upload-name.ts';

/** A folder of its own for the files of one request. */
export interface Spool {
  /** Starts at once; `stop` ends it, and a full disk aborts `stop`. */
  write(file: Readable, name: string, stop: AbortController): void;
  /** Waits until everything is on disk or given up. */
  settle(): Promise<readonly Upload[]>;
  discard(): Promise<void>;
}

export function createSpool(folder: string): Spool {
  const writes: Promise<Upload | undefined>[] = [];
  const settle = async () => (await Promise.all(writes)).filter((upload) => upload !== undefined);
  return {
    write(file, name, stop) {
      const number = writes.length + 1;
      const path = join(folder, String(number));
      const write = writeFile(file, path, stop.signal).then(
        (size) => describe(cleanName(name, `文件${number}`), size, path),
        (error: unknown) => {
          stop.abort(error);
          return undefined;
        },
      );
      writes.push(write);
    },
    settle,
    async discard() {
      await settle();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function writeFile(file: Readable, path: string, signal: AbortSignal): Promise<number> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await pipeline(file, target, { signal });
  return target.bytesWritten;
}

function describe(name: string, size: number, path: string): Upload {
  return uploadOfFile(name, path, size);
}
