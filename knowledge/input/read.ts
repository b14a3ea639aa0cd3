import type { InputReport } from '../diagnosis.ts';
import type { LogRecord } from './record.ts';
import { describeCoverage, skipped } from './report.ts';
import type { Coverage, RecordFilter, Scan } from './scan.ts';
import { sniff } from './sniff.ts';
import { BoundedStream, fileStream, type Peeked, peek, withSpooled } from './stream.ts';
import type { Upload } from './upload.ts';
import { readZip, type ZipEntry } from './zip.ts';
import { fileBytes } from './zip-bytes.ts';

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
}

/** What is looked at to tell a log from a picture. */
const headLength = 64 * 1024;

/** Every input in the order it was sent, archives with their entries; none is left out. */
export async function readInputs(request: ReadRequest): Promise<InputReport[]> {
  const reading = new Reading(request);
  for (const upload of request.uploads) {
    await reading.readUpload(upload);
  }
  return reading.reports;
}

class Reading {
  readonly reports: InputReport[] = [];
  private readonly request: ReadRequest;
  private readonly names = new Set<string>();
  private readonly deadline: number;
  /** Of the upload that is being read; a huge one takes nothing from the others. */
  private bytesLeft = 0;

  constructor(request: ReadRequest) {
    this.request = request;
    this.deadline = Date.now() + request.limits.answerSeconds * 1000;
  }

  async readUpload(upload: Upload): Promise<void> {
    const name = this.uniqueName(upload.name);
    this.bytesLeft = this.request.limits.uploadMiB * 1024 * 1024;
    try {
      await this.readBytes(name, upload.open(), 0, upload.path);
    } catch (error) {
      this.reports.push(skipped(name, 'unknown', 0, { kind: 'broken', error }));
    }
  }

  private async readBytes(
    name: string,
    bytes: AsyncIterable<Uint8Array>,
    depth: number,
    file?: string,
  ): Promise<void> {
    if (Date.now() > this.deadline) {
      this.reports.push(skipped(name, 'unknown', 0, { kind: 'time' }));
      return;
    }
    const peeked = await peek(bytes, headLength);
    try {
      await this.readPeeked(name, peeked, depth, file);
    } finally {
      await peeked.close();
    }
  }

  private async readPeeked(
    name: string,
    { head, all }: Peeked,
    depth: number,
    file: string | undefined,
  ): Promise<void> {
    const kind = sniff(head);
    if (kind.kind === 'text') {
      await this.readText(name, all);
    } else if (kind.kind === 'zip') {
      await this.readArchive(name, all, depth, file);
    } else {
      const format = kind.kind === 'empty' ? 'empty' : kind.format;
      this.reports.push(skipped(name, format, head.length, kind));
    }
  }

  private async readText(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const bounded = new BoundedStream(bytes, { bytes: this.bytesLeft, deadline: this.deadline });
    const { scan, filter, found, progress } = this.request;
    progress?.(name, 0);
    const coverage: Coverage = await scan({
      input: name,
      bytes: bounded,
      filter,
      found,
      progress: (read) => progress?.(name, read),
    });
    this.bytesLeft -= coverage.bytes;
    this.reports.push(describeCoverage(name, coverage, bounded));
  }

  private async readArchive(
    name: string,
    bytes: AsyncIterable<Uint8Array>,
    depth: number,
    file: string | undefined,
  ): Promise<void> {
    if (depth >= this.request.limits.archiveDepth) {
      this.reports.push(
        skipped(name, 'zip', 0, { kind: 'depth', limit: this.request.limits.archiveDepth }),
      );
      return;
    }
    if (file) {
      await this.readZipFile(name, file, depth);
      return;
    }
    const bounded = new BoundedStream(bytes, { bytes: this.bytesLeft, deadline: this.deadline });
    await withSpooled(this.request.spoolFolder, bounded, async (spooled) => {
      await this.readZipFile(name, spooled, depth);
    });
  }

  private async readZipFile(name: string, file: string, depth: number): Promise<void> {
    const { archiveEntries, archiveRatio } = this.request.limits;
    const bytes = await fileBytes(file);
    try {
      const zip = await readZip(bytes, {
        entries: archiveEntries,
        ratio: archiveRatio,
        totalBytes: Math.max(0, this.bytesLeft),
      });
      if (zip.kind === 'unreadable') {
        this.reports.push(
          skipped(name, 'zip', bytes.size, { kind: 'archive', reason: zip.reason }),
        );
        return;
      }
      const files = zip.entries.filter((entry) => entry.problem !== 'directory');
      if (files.length === 0) {
        this.reports.push(skipped(name, 'zip', bytes.size, { kind: 'archive', reason: 'empty' }));
        return;
      }
      if (zip.salvaged && files.every((entry) => entry.problem !== undefined)) {
        this.reports.push(skipped(name, 'zip', bytes.size, { kind: 'archive', reason: 'damaged' }));
        return;
      }
      if (zip.salvaged) {
        this.reports.push(
          skipped(name, 'zip', bytes.size, { kind: 'salvaged', entries: files.length }),
        );
      }
      for (const entry of files) {
        await this.readEntry(`${name}/${entry.name}`, entry, depth);
      }
    } finally {
      await bytes.close();
    }
  }

  private async readEntry(fullName: string, entry: ZipEntry, depth: number): Promise<void> {
    const name = this.uniqueName(fullName);
    if (entry.problem !== undefined) {
      this.reports.push(
        skipped(name, 'unknown', entry.size, { kind: 'entry', problem: entry.problem }),
      );
      return;
    }
    try {
      await this.readBytes(name, entry.open(), depth + 1);
    } catch (error) {
      this.reports.push(skipped(name, 'unknown', entry.size, { kind: 'broken', error }));
    }
  }

  private uniqueName(name: string): string {
    const clean = this.request.cleanName(name) || '未命名文件';
    let unique = clean;
    for (let count = 2; this.names.has(unique); count += 1) {
      unique = `${clean} (${count})`;
    }
    this.names.add(unique);
    return unique;
  }
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
