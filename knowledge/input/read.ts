import { stat } from 'node:fs/promises';
import type { InputReport } from '../diagnosis.ts';
import { fileChunks } from './file-chunks.ts';
import type { ReadProgress } from './meter.ts';
import type { Readers } from './parallel/readers.ts';
import { Reading } from './reading.ts';
import type { LogRecord } from './record.ts';
import type { RecordFilter, Scan } from './scan.ts';
import type { Upload } from './upload.ts';

export interface ReadLimits {
  uploadMiB: number;
  archiveEntries: number;
  archiveRatio: number;
  archiveDepth: number;
  answerSeconds: number;
  /** So many pictures of one request are recognised; 0 switches it off. */
  pictures?: number;
}

export interface ReadRequest {
  uploads: readonly Upload[];
  limits: ReadLimits;
  /** Our own folder for what must be spooled; nothing is written anywhere else. */
  spoolFolder: string;
  scan: Scan;
  /** Read large logs meanwhile with `scanBytes`; for what `filter` and `found` were made of. */
  readers?: Readers | undefined;
  filter: RecordFilter;
  found(record: LogRecord, patterns: readonly number[]): unknown;
  /** Told which computer an input names outside its records. */
  computer?(input: string, name: string): void;
  /** Told what an input shows that counts like words of the asker's own. */
  shown?(text: string): void;
  /** Called often; whoever shows it thins it out. */
  progress?(progress: ReadProgress): void;
  /** Makes a name fit to be shown. */
  cleanName(name: string): string;
  /** Gives up: reading then throws its reason, with every file closed and what was spooled removed. */
  signal?: AbortSignal | undefined;
}

/** Every input in the order it was sent, archives with their entries; none is left out. Throws `LostThread` with `readers`. */
export async function readInputs(request: ReadRequest): Promise<InputReport[]> {
  const uploads = await Promise.all(request.uploads.map(withSize));
  const reading = new Reading({ ...request, uploads });
  await reading.readUploads();
  return reading.reports.all;
}

/** So that it can be told how much there is to read. */
async function withSize(upload: Upload): Promise<Upload> {
  if (upload.size !== undefined || upload.path === undefined) {
    return upload;
  }
  const info = await stat(upload.path).catch(() => undefined);
  return info ? { ...upload, size: info.size } : upload;
}

/** A file on our own disk as an upload. */
export function uploadOfFile(name: string, file: string, size?: number): Upload {
  return { name, path: file, ...(size !== undefined && { size }), open: () => fileChunks(file) };
}

/** Pasted text as an upload. */
export function uploadOfText(name: string, text: string): Upload {
  const bytes = Buffer.from(text, 'utf8');
  return {
    name,
    size: bytes.length,
    async *open() {
      yield bytes;
    },
  };
}
