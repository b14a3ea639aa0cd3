import { execFileSync } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInflateRaw, deflateRawSync, zstdCompressSync } from 'node:zlib';
import { ArchiveReader, libarchiveWasm } from 'libarchive-wasm';
import { Budget } from '../knowledge/input/budget.ts';
import { findContainer } from '../knowledge/input/containers.ts';
import { ContainerDamage } from '../knowledge/input/damage.ts';
import { fileChunks } from '../knowledge/input/file-chunks.ts';
import { createSource } from '../knowledge/input/source.ts';
import { peek } from '../knowledge/input/stream.ts';
import { buildCab, cabOf } from '../test/support/cab.ts';
import { buildGzip } from '../test/support/gzip.ts';
import { packed } from '../test/support/packed-samples.ts';
import { buildSevenZip } from '../test/support/seven-zip.ts';
import { buildTar } from '../test/support/tar.ts';
import { buildXz } from '../test/support/xz.ts';
import { bomb, buildZip } from '../test/support/zip.ts';

/**
 * `node_modules/.bin/node bench/containers.ts [MB]`: how fast a log comes out of each container, default 256 MB,
 * beside a bare inflate by node:zlib of the same data, and beside libarchive-wasm, which unpacks each file as a
 * whole. LZX is measured on a thirty-second part, since our encoder for tests is slow. Each measurement is a process of its own, so that its
 * peak is its own; they take turns, and the median of five counts.
 */
const rounds = 5;
const megabyte = 1 << 20;
const bombSize = 2 ** 31;

let peak = 0;
let watched = 0;

/** Looking costs time too: once a megabyte. */
function watch(bytes: number): void {
  if (bytes >= watched + megabyte) {
    watched = bytes;
    peak = Math.max(peak, process.memoryUsage.rss());
  }
}

interface Measured {
  seconds: number;
  bytes: number;
  /** Of the process, in MB, seen at every megabyte: what the system counts begins with the parent's. */
  peak: number;
  /** The peak above what the process had before, in MB. */
  grown: number;
}

/** A quarter of real CBS lines carries a harmless HRESULT; so does a quarter of these. */
function writeLog(bytes: number): Buffer {
  const log = Buffer.alloc(bytes);
  let at = 0;
  for (let line = 0; at < bytes; line += 1) {
    const clock = new Date(Date.UTC(2026, 1, 8) + line * 5).toISOString().slice(0, 19);
    const id = (line * 7919) % 100_003;
    const text =
      line % 4 === 0
        ? 'Failed to internally open package. [HRESULT = 0x800f0805 - CBS_E_INVALID_PACKAGE]'
        : `Session: 30${id}_${line} package applicability evaluated for Package_${id}_for_KB50${id}, current: Installed`;
    at += log.write(`${clock.replace('T', ' ')}, Info                  CBS    ${text}\r\n`, at);
  }
  return log;
}

async function inflateBare(file: string): Promise<number> {
  let bytes = 0;
  const inflater = createInflateRaw({ chunkSize: megabyte });
  for await (const chunk of createReadStream(file, { highWaterMark: megabyte }).pipe(inflater)) {
    bytes += chunk.length;
    watch(bytes);
  }
  return bytes;
}

/** A file as a whole, as its documentation shows, or a megabyte at a time. */
async function unpackElsewhere(file: string, inChunks: boolean): Promise<number> {
  const reader = new ArchiveReader(await libarchiveWasm(), new Int8Array(readFileSync(file)));
  let bytes = 0;
  const read = (size: number) => {
    const { length } = reader.readData(size);
    bytes += length;
    watch(bytes);
    return length;
  };
  for (const entry of reader.entries()) {
    if (inChunks) {
      while (read(megabyte) > 0) {
        // Only counted.
      }
    } else {
      read(entry.getSize());
    }
  }
  reader.free();
  return bytes;
}

async function unpack(file: string): Promise<number> {
  const { head, all } = await peek(fileChunks(file), 65_536);
  const source = createSource({ head, stream: all, file, spoolFolder: tmpdir() });
  const budget = new Budget({
    entries: 10_000,
    bytes: 2 ** 33,
    ratio: 200,
    depth: 4,
    deadline: Date.now() + 120_000,
    signal: undefined,
  });
  let bytes = 0;
  for await (const found of findContainer(head)?.list(source, budget) ?? []) {
    try {
      for await (const chunk of found.kind === 'file' ? found.open() : []) {
        bytes += chunk.length;
        watch(bytes);
      }
    } catch (error) {
      if (!(error instanceof ContainerDamage && error.kind === 'over-ratio')) {
        throw error;
      }
    }
  }
  await source.close();
  return bytes;
}

function readAs(name: string, file: string): Promise<number> {
  if (name === 'bare inflate') {
    return inflateBare(file);
  }
  return name.startsWith('libarchive')
    ? unpackElsewhere(file, name.endsWith('in chunks'))
    : unpack(file);
}

async function measure(name: string, file: string): Promise<Measured> {
  const before = process.memoryUsage.rss();
  const started = performance.now();
  const bytes = await readAs(name, file);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, bytes, peak: peak / megabyte, grown: (peak - before) / megabyte };
}

function measureApart(name: string, file: string): Measured {
  const script = fileURLToPath(import.meta.url);
  const told = execFileSync(process.execPath, [script, '--measure', name, file], {
    encoding: 'utf8',
  });
  return JSON.parse(told);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

/** In megabytes a second. */
function speedOf(measured: readonly Measured[]): number {
  return (measured[0]?.bytes ?? 0) / megabyte / median(measured.map(({ seconds }) => seconds));
}

async function writeFiles(folder: string, size: number): Promise<Map<string, string>> {
  const log = writeLog(size);
  const lzx = () =>
    buildCab([{ lzx: {}, files: [{ name: 'CBS.log', content: log.subarray(0, size / 32) }] }]);
  const zeroChunks = Buffer.concat(Array(bombSize / (2 * megabyte)).fill(packed.zeroChunk));
  const makers: [string, () => Uint8Array][] = [
    ['bare inflate', () => deflateRawSync(log)],
    ['zip', () => buildZip([{ name: 'CBS.log', content: log }])],
    ['cab', () => cabOf('CbsPersist_20260301.log', log)],
    ['libarchive cab', () => cabOf('CbsPersist_20260301.log', log)],
    ['libarchive cab in chunks', () => cabOf('CbsPersist_20260301.log', log)],
    ['cab of LZX', lzx],
    ['libarchive cab of LZX', lzx],
    ['gzip', () => buildGzip({ content: log })],
    ['tar', () => buildTar([{ name: 'CBS.log', content: log }])],
    ['zip bomb', () => buildZip([{ name: 'CBS.log', raw: bomb(bombSize) }])],
    ['cab bomb', () => cabOf('CBS.log', Buffer.alloc(size))],
    ['7z bomb of Deflate', () => sevenZipBomb('0103040108', bomb(bombSize).data)],
    ['7z bomb of LZMA2', () => sevenZipBomb('0121210118', zeroChunks)],
    ['7z bomb of BZip2', () => sevenZipBomb('0103040202', packed.bzip2Bomb)],
    ['gzip bomb', () => buildGzip({ raw: bomb(bombSize) })],
    ['bzip2 bomb', () => packed.bzip2Bomb],
    ['xz bomb', () => buildXz(zeroChunks)],
    ['zstd bomb', () => zstdCompressSync(Buffer.alloc(size))],
  ];
  const files = new Map<string, string>();
  for (const [name, make] of makers) {
    const file = path.join(folder, name.replaceAll(' ', '-'));
    await writeFile(file, make());
    files.set(name, file);
  }
  return files;
}

function sevenZipBomb(coder: string, data: Uint8Array): Uint8Array {
  const files = [{ name: 'CBS.log', content: 'x' }];
  return buildSevenZip([{ files, raw: { coder, data, size: bombSize } }]);
}

async function compare(size: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'caselens-bench-'));
  try {
    const files = await writeFiles(folder, size);
    const all = new Map([...files.keys()].map((name) => [name, [] as Measured[]]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, file] of files) {
        all.get(name)?.push(measureApart(name, file));
      }
    }
    const bareSpeed = speedOf(all.get('bare inflate') ?? []);
    for (const [name, measured] of all) {
      const seconds = median(measured.map((one) => one.seconds));
      const bytes = measured[0]?.bytes ?? 0;
      const peak = median(measured.map((one) => one.peak));
      const grown = median(measured.map((one) => one.grown));
      const speed = speedOf(measured);
      const told = name.includes('bomb')
        ? `stopped after ${(seconds * 1000).toFixed(0)} ms`
        : `${speed.toFixed(0)} MB/s, ${(speed / bareSpeed).toFixed(2)} of bare`;
      process.stdout.write(
        `${name}: ${(bytes / megabyte).toFixed(0)} MB, ${told}, peak RSS ${peak.toFixed(0)} MB, grown by ${grown.toFixed(0)} MB\n`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const [mode = '', name = '', file = ''] = process.argv.slice(2);
if (mode === '--measure') {
  process.stdout.write(JSON.stringify(await measure(name, file)));
} else {
  await compare((Number(mode) || 256) * megabyte);
}
