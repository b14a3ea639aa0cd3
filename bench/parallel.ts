import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { createReaders } from '../knowledge/input/parallel/readers.ts';
import { uploadOfFile } from '../knowledge/input/read.ts';
import type { Upload } from '../knowledge/input/upload.ts';
import { investigate } from '../knowledge/investigate.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { cbsLog } from './cbs-log.ts';

/**
 * `node_modules/.bin/node bench/parallel.ts [MB] [noisy|quiet] [runs]`: time, processor time and peak memory of reading
 * eight CBS.logs of so many megabytes, default 128, as one zip and as loose files: with the main thread alone, with one
 * thread beside it and with two, which start anew each time. The answers must be alike.
 */
const size = Number(process.argv[2] ?? 128) * 2 ** 20;
const kind = process.argv[3] === 'quiet' ? 'quiet' : 'noisy';
const count = 8;
const runs = Number(process.argv[4] ?? 5);
const limits = {
  uploadMiB: 4096,
  archiveEntries: 2000,
  archiveRatio: 200,
  archiveDepth: 4,
  answerSeconds: 3600,
};

const folder = await mkdtemp(path.join(tmpdir(), 'caselens-bench-'));
try {
  const logs = path.join(folder, 'CBS.log');
  await pipeline(Readable.from(cbsLog(size, kind)), createWriteStream(logs));
  const zip = path.join(folder, 'logs.zip');
  await writeZip(zip, logs);
  const loose = Array.from({ length: count }, (_, at) => uploadOfFile(`CBS-${at}.log`, logs));
  await measure('zip', [uploadOfFile('logs.zip', zip)]);
  await measure('loose', loose);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(title: string, uploads: readonly Upload[]): Promise<void> {
  const { engine } = await loadKnowledge();
  const answers = new Set<string>();
  const ways = [0, 1, 2].map((threads) => ({
    threads,
    readers: threads > 0 ? (createReaders(engine, { threads }) ?? null) : null,
    seconds: [] as number[],
    processor: [] as number[],
    peak: 0,
    longest: 0,
  }));
  for (let run = 0; run < runs; run += 1) {
    for (const way of ways) {
      const { readers } = way;
      let last = performance.now();
      const watch = setInterval(() => {
        way.peak = Math.max(way.peak, process.memoryUsage.rss());
        way.longest = Math.max(way.longest, performance.now() - last);
        last = performance.now();
      }, 10);
      const used = process.cpuUsage();
      const started = performance.now();
      const { reports, ranked } = await investigate(
        { uploads, limits, spoolFolder: folder, readers },
        engine,
      );
      way.seconds.push((performance.now() - started) / 1000);
      const { user, system } = process.cpuUsage(used);
      way.processor.push((user + system) / 1e6);
      clearInterval(watch);
      readers?.pool.end();
      answers.add(JSON.stringify([reports, ranked.map(({ cause }) => cause)]));
    }
  }
  for (const { threads, seconds, processor, peak, longest } of ways) {
    const wall = median(seconds);
    const figures = [
      `${wall.toFixed(2)} s median of ${runs} (${((count * size) / 2 ** 20 / wall).toFixed(0)} MB/s)`,
      `${median(processor).toFixed(2)} s of processors`,
      `peak RSS ${(peak / 2 ** 20).toFixed(0)} MB`,
      `main thread busy for up to ${longest.toFixed(0)} ms`,
    ];
    process.stdout.write(`${title}, ${threads} threads: ${figures.join(', ')}\n`);
  }
  process.stdout.write(`${title}: ${answers.size === 1 ? 'one answer' : 'ANSWERS DIFFER'}\n`);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? 0;
}

/** The same log so many times. */
async function writeZip(file: string, log: string): Promise<void> {
  const { size: length } = await stat(log);
  const out = createWriteStream(file);
  let checksum = 0;
  const packed: Buffer[] = [];
  const deflater = createDeflateRaw({ level: 6 });
  const source = createReadStream(log, { highWaterMark: 1 << 20 });
  source.on('data', (chunk) => {
    checksum = crc32(chunk, checksum);
  });
  source.pipe(deflater);
  for await (const chunk of deflater) {
    packed.push(chunk);
  }
  const packedLength = packed.reduce((sum, chunk) => sum + chunk.length, 0);
  const directory: Buffer[] = [];
  let offset = 0;
  const write = async (bytes: Buffer) => {
    offset += bytes.length;
    if (!out.write(bytes)) {
      await once(out, 'drain');
    }
  };
  for (let at = 0; at < count; at += 1) {
    const name = Buffer.from(`CBS-${at}.log`);
    const start = offset;
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(checksum, 10);
    facts.writeUInt32LE(packedLength, 14);
    facts.writeUInt32LE(length, 18);
    facts.writeUInt16LE(name.length, 22);
    await write(Buffer.concat([Buffer.from('PK\x03\x04'), facts, name]));
    for (const chunk of packed) {
      await write(chunk);
    }
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(start, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), facts, rest, name]));
  }
  const begin = offset;
  const entries = Buffer.concat(directory);
  await write(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(begin, 16);
  out.end(end);
  await finished(out);
}
