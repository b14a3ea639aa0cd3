import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { uploadOfFile } from '../knowledge/input/read.ts';
import { investigate } from '../knowledge/investigate.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { cbsLog } from './cbs-log.ts';

/**
 * `node_modules/.bin/node bench/memory.ts [MB...]`: peak memory of reading one CBS.log of each size, default 1024 and
 * 4096 MB, and of reading it twice by several threads; a process of its own for each. So much must be free where
 * temporary files go.
 */
const readArgument = '--read';
const runs = 5;
const limits = {
  uploadMiB: 65_536,
  archiveEntries: 2000,
  archiveRatio: 200,
  archiveDepth: 4,
  answerSeconds: 3600,
};

if (process.argv[2] === readArgument) {
  await readFiles(process.argv.slice(3));
} else {
  const sizes = process.argv.slice(2).map(Number);
  const peaks: number[][] = [];
  for (const size of sizes.length > 0 ? sizes : [1024, 4096]) {
    peaks.push(await measure(size));
  }
  const spread = [0, 1].map((way) => {
    const all = peaks.map((own) => own[way] ?? 0);
    return (Math.max(...all) - Math.min(...all)).toFixed(0);
  });
  process.stdout.write(`the peaks differ by ${spread[0]} MB, by ${spread[1]} MB with threads\n`);
}

async function measure(size: number): Promise<number[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'caselens-bench-'));
  const file = path.join(folder, 'CBS.log');
  try {
    await pipeline(Readable.from(cbsLog(size * 2 ** 20, 'noisy')), createWriteStream(file));
    const alone = await medianOf(() => readApart([file]));
    const twice = await medianOf(() => readApart([file, file]));
    process.stdout.write(
      `${size} MB: peak RSS ${alone.toFixed(0)} MB, twice by threads ${twice.toFixed(0)} MB\n`,
    );
    return [alone, twice];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** When the garbage collector comes is chance: one process differs from the next by more than sizes do. */
async function medianOf(measureOnce: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    all.push(await measureOnce());
  }
  return all.sort((left, right) => left - right)[Math.floor(runs / 2)] ?? 0;
}

/** Mebibytes. */
async function readApart(files: readonly string[]): Promise<number> {
  // As `npm start` does.
  const program = ['--max-semi-space-size=4', import.meta.filename, readArgument, ...files];
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const told = await child.stdout.toArray();
  await ended;
  return Number(Buffer.concat(told).toString()) / 1024;
}

async function readFiles(files: readonly string[]): Promise<void> {
  const { engine } = await loadKnowledge();
  const uploads = files.map((file, at) => uploadOfFile(`CBS-${at}.log`, file));
  await investigate({ uploads, limits, spoolFolder: tmpdir() }, engine);
  // Kibibytes, https://nodejs.org/api/process.html#processresourceusage
  process.stdout.write(String(process.resourceUsage().maxRSS));
}
