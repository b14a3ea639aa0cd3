import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Upload } from '../../knowledge/input/upload.ts';
import { type Findings, investigate } from '../../knowledge/investigate.ts';
import { limits, temporaryFolder, uploadOfBytes } from './answering.ts';
import { cbsLine, engineOf, signatureOf } from './engine.ts';

/** Names one cause, `abort`, from the line `abortLine`. */
const engine = engineOf([
  signatureOf({
    id: 'abort',
    scope: 'inputs',
    find: { abort: 'Client aborted the install' },
    when: { likely: [{ all: ['abort'] }] },
  }),
]);
export const abortLine = cbsLine('10:00:00', 'Client aborted the install.');
/** A log of one line that the engine of `readUploads` knows. */
export const abortLog = Buffer.from(`${abortLine}\r\n`);

export interface Read extends Findings {
  /** Everything below the folder in which the spool folder stands. */
  left: string[];
}

export type ReadUploads = (
  uploads: readonly Upload[],
  more?: Partial<typeof limits>,
) => Promise<Read>;

/** Each reading has a spool folder of its own, deep enough for a name to climb out of it. */
export function createReading(): ReadUploads {
  const home = temporaryFolder();
  let count = 0;
  return async (uploads, more = {}) => {
    count += 1;
    const folder = path.join(home, `reading-${count}`);
    mkdirSync(folder);
    const findings = await investigate(
      {
        uploads,
        said: '',
        limits: { ...limits, ...more },
        spoolFolder: path.join(folder, 'a', 'b', 'spool'),
      },
      engine,
    );
    const left = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    return { ...findings, left };
  };
}

export function upload(name: string, content: string | Uint8Array): Upload {
  return uploadOfBytes(name, Buffer.from(content));
}
