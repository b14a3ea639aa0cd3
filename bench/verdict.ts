import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { crc32, createDeflateRaw, createInflateRaw } from 'node:zlib';
import { diagnose } from '../knowledge/diagnose.ts';
import { uploadOfFile } from '../knowledge/input/read.ts';
import { type Knowledge, loadKnowledge } from '../knowledge/knowledge.ts';
import { createCaseLibrary } from '../knowledge/search/cases.ts';
import { buildZip } from '../test/support/zip.ts';
import { cbsLog, type LogKind } from './cbs-log.ts';

/**
 * `node_modules/.bin/node bench/verdict.ts [MB]`: from a zip with one CBS.log to the verdict, default 512 MB, beside a
 * bare inflate of the same entry by node:zlib. Each measurement is a process of its own; they take turns, and the
 * median of five counts. `longest` is the longest time for which nothing else had its turn.
 */
const rounds = 5;
const megabyte = 1 << 20;
const kinds: readonly LogKind[] = ['noisy', 'quiet'];
/** As `npm start` has it. */
const startFlags = ['--max-semi-space-size=4'];

interface Measured {
  seconds: number;
  bytes: number;
  /** Of the process, in MB. */
  peak: number;
  /** Milliseconds. */
  longest: number;
  told: string;
}

async function watched(work: () => Promise<Pick<Measured, 'bytes' | 'told'>>): Promise<Measured> {
  let peak = process.memoryUsage.rss();
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  const weigher = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const started = performance.now();
  const done = await work();
  const seconds = (performance.now() - started) / 1000;
  clearInterval(timer);
  clearInterval(weigher);
  return { ...done, seconds, peak: peak / megabyte, longest };
}

async function inflateBare(file: string) {
  const { size } = await stat(file);
  const inflater = createInflateRaw({ chunkSize: megabyte });
  const input = createReadStream(file, {
    // Behind the local header, up to the directory.
    start: 30 + 'CBS.log'.length,
    end: size,
    highWaterMark: megabyte,
  });
  let bytes = 0;
  for await (const chunk of input.pipe(inflater)) {
    bytes += chunk.length;
  }
  return { bytes, told: '' };
}

async function answer(file: string, knowledge: Knowledge) {
  const cases = await createCaseLibrary(knowledge.builtinCases).refresh();
  const diagnosis = await diagnose(
    {
      uploads: [uploadOfFile('CBS.zip', file)],
      limits: {
        uploadMiB: 8192,
        archiveEntries: 100,
        archiveRatio: 200,
        archiveDepth: 3,
        answerSeconds: 600,
      },
      spoolFolder: tmpdir(),
      mayRead: () => true,
    },
    knowledge,
    cases,
  );
  const { verdict, causes, inputs } = diagnosis;
  return {
    bytes: inputs[0]?.bytes ?? 0,
    told: `${verdict} ${causes[0]?.signature}, ${inputs[0]?.lines} lines`,
  };
}

async function measure(name: string, file: string): Promise<Measured> {
  if (name === 'inflate') {
    return watched(() => inflateBare(file));
  }
  const knowledge = await loadKnowledge();
  // Made when the first large log comes, and kept.
  if (!knowledge.engine.filter.bytes) {
    throw new Error('Some literal cannot be looked for among bytes');
  }
  return watched(() => answer(file, knowledge));
}

function measureApart(name: string, file: string): Measured {
  const script = fileURLToPath(import.meta.url);
  const args = [...startFlags, script, '--measure', name, file];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

/** Compressed as it is made, so that the size does not matter. */
async function writeZip(file: string, size: number, kind: LogKind): Promise<void> {
  const raw = `${file}.raw`;
  let bytes = 0;
  let checksum = 0;
  async function* counted() {
    for (const block of cbsLog(size, kind)) {
      bytes += block.length;
      checksum = crc32(block, checksum);
      yield block;
    }
  }
  await pipeline(Readable.from(counted()), createDeflateRaw(), createWriteStream(raw));
  const handle = await open(raw);
  const data = await handle.readFile();
  await handle.close();
  const zip = buildZip([{ name: 'CBS.log', raw: { data, size: bytes, checksum } }]);
  await pipeline(Readable.from([zip]), createWriteStream(file));
  await rm(raw);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

async function compare(size: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'caselens-bench-'));
  try {
    for (const kind of kinds) {
      const file = path.join(folder, `${kind}.zip`);
      await writeZip(file, size, kind);
      const all: Record<string, Measured[]> = { inflate: [], verdict: [] };
      for (let round = 0; round < rounds; round += 1) {
        for (const [name, measured] of Object.entries(all)) {
          measured.push(measureApart(name, file));
        }
      }
      tell(kind, all);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function tell(kind: LogKind, all: Readonly<Record<string, readonly Measured[]>>): void {
  const bare = median(all.inflate?.map(({ seconds }) => seconds) ?? []);
  for (const [name, measured] of Object.entries(all)) {
    const of = (key: 'seconds' | 'peak' | 'longest') => median(measured.map((one) => one[key]));
    const megabytes = (measured[0]?.bytes ?? 0) / megabyte;
    process.stdout.write(
      `${kind} ${name}: ${megabytes.toFixed(0)} MB, ${(megabytes / of('seconds')).toFixed(0)} MB/s, ${(bare / of('seconds')).toFixed(2)} of inflate, peak RSS ${of('peak').toFixed(0)} MB, longest turn ${of('longest').toFixed(0)} ms ${measured[0]?.told}\n`,
    );
  }
}

const [mode = '', name = '', file = ''] = process.argv.slice(2);
if (mode === '--measure') {
  process.stdout.write(JSON.stringify(await measure(name, file)));
} else {
  await compare((Number(mode) || 512) * megabyte);
}
