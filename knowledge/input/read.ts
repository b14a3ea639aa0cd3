import type { InputReport } from '../diagnosis.ts';
import { Reading } from './reading.ts';
import type { LogRecord } from './record.ts';
import type { RecordFilter, Scan } from './scan.ts';
import { fileStream } from './stream.ts';
import type { Upload } from './upload.ts';

export interface ReadLimits {
  uploadMiB: number;
  archiveEntries: number;
  archiveRatio: number;
  archiveDepth: number;
  answerSeconds: number;
}

export interface ReadRequest {
  uploads: readonly Upload[];
  limits: ReadLimits;
  /** Our own folder for what must be spooled; nothing is written anywhere else. */
  spoolFolder: string;
  scan: Scan;
  filter: RecordFilter;
  found(record: LogRecord, patterns: readonly number[]): void;
  progress?(input: string, bytes: number): void;
  /** Makes a name fit to be shown. */
  cleanName(name: string): string;
  /** Gives up: reading then throws its reason. */
  signal?: AbortSignal;
}

/** Every input in the order it was sent, archives with their entries; none is left out. */
export async function readInputs(request: ReadRequest): Promise<InputReport[]> {
  const reading = new Reading(request);
  for (const upload of request.uploads) {
    await reading.readUpload(upload);
  }
  return reading.reports.all;
}

/** A file on our own disk as an upload. */
export function uploadOfFile(name: string, file: string, size?: number): Upload {
  return { name, path: file, ...(size !== undefined && { size }), open: () => fileStream(file) };
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
