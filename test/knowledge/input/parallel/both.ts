import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { InputReport } from '../../../../knowledge/diagnosis.ts';
import { createReaders, type Readers } from '../../../../knowledge/input/parallel/readers.ts';
import {
  type ReadLimits,
  type ReadRequest,
  readInputs,
  uploadOfFile,
} from '../../../../knowledge/input/read.ts';
import type { LogRecord } from '../../../../knowledge/input/record.ts';
import { scanBytes } from '../../../../knowledge/input/scan-bytes.ts';
import type { Upload } from '../../../../knowledge/input/upload.ts';
import { Collector } from '../../../../knowledge/match/collector.ts';
import { limits, temporaryFolder } from '../../../support/answering.ts';
import { cbsLine, engineOf, noiseOf, signatureOf } from '../../../support/engine.ts';

export const engine = engineOf(
  [
    signatureOf({
      id: 'abort',
      scope: 'inputs',
      find: { abort: 'Client aborted the install(?: of (?<what>\\w{1,20}))?' },
      when: { likely: [{ all: ['abort'] }] },
    }),
    signatureOf({
      id: 'denied',
      find: { denied: '拒绝访问' },
      when: { likely: [{ all: ['denied'] }] },
    }),
  ],
  [noiseOf('harmless beyond doubt')],
);

/** The lines that matter to `engine`, and others. */
export const lines = {
  calm: (at: number) => cbsLine(clock(at), `Session ${at} package applicability evaluated`),
  abort: (at: number) => cbsLine(clock(at), `Client aborted the install of update${at % 7}.`),
  noise: (at: number) => cbsLine(clock(at), 'Client aborted the install, harmless beyond doubt.'),
  session: (at: number) =>
    cbsLine(clock(at), `Session: 30${at}_1 initialized by client WindowsUpdateAgent.`),
  denied: () => '无法完成：拒绝访问。',
};

function clock(at: number): string {
  return new Date(Date.UTC(2026, 2, 2) + at * 1000).toISOString().slice(11, 19);
}

export const mebibyte = 1 << 20;

/** Calm, with something to be found here and there. */
function log(bytes: number, every: number, from = 0): Buffer {
  const found: string[] = [];
  for (let at = from, size = 0; size < bytes; at += 1) {
    const line = at % every === 0 ? lines.abort(at) : lines.calm(at);
    size += line.length + 2;
    found.push(line);
  }
  return Buffer.from(found.join('\r\n'));
}

export const large = log(2.2 * mebibyte, 997);
export const other = log(1.2 * mebibyte, 500, 13);

/** Takes whatever it may. */
export function eagerReaders(more: { program?: URL; mostWaiting?: number } = {}): Readers {
  const { program, mostWaiting = 100_000 } = more;
  const some = { threads: 2, leastInputs: 1, leastBytes: 1, leastEach: 1, mostWaiting };
  const readers = createReaders(engine, some, program);
  if (!readers) {
    throw new Error('There are no threads');
  }
  afterAll(() => readers.pool.end());
  return readers;
}

export interface Told {
  reports: InputReport[];
  /** What is kept, in its order. */
  records: LogRecord[];
  /** Records that were looked at by the main thread. */
  looked: number;
}

/** What must be the same however it is read. */
export function without({ reports, records }: Told) {
  return { reports, records };
}

type Extra = Partial<ReadLimits> & Pick<ReadRequest, 'signal' | 'progress'>;

export function createReader(): {
  folder: string;
  spoolFolder: string;
  file(name: string, content: string | Uint8Array): Upload;
  read(uploads: readonly Upload[], readers: Readers | undefined, more?: Extra): Promise<Told>;
} {
  const folder = temporaryFolder();
  const spoolFolder = path.join(folder, 'spool');
  let count = 0;
  return {
    folder,
    spoolFolder,
    file(name, content) {
      count += 1;
      const file = path.join(folder, `${count}.bin`);
      writeFileSync(file, content);
      return uploadOfFile(name, file);
    },
    async read(uploads, readers, more = {}) {
      const { signal, progress, ...some } = more;
      const collector = new Collector(engine);
      const told: Told = { reports: [], records: [], looked: 0 };
      const { filter } = engine;
      const reading = readInputs({
        ...{ uploads, spoolFolder, readers, signal, scan: scanBytes },
        ...(progress && { progress }),
        limits: { ...limits, ...some },
        filter: {
          bytes: filter.bytes,
          match(text, found) {
            told.looked += 1;
            filter.match(text, found);
          },
        },
        found(record, patterns) {
          const isKept = collector.take(record, patterns);
          if (isKept) {
            told.records.push(structuredClone(record));
          }
          return isKept;
        },
        cleanName: (name) => name,
      });
      told.reports = await reading;
      return told;
    },
  };
}
