import { crc32 } from 'node:zlib';
import { type Budget, isBomb } from '../budget.ts';
import type { Container, Flaw, Found } from '../container.ts';
import { ContainerDamage } from '../damage.ts';
import { type Bytes, numbersIn } from '../zip-bytes.ts';
import { makeSafe } from '../zip-name.ts';
import { PieceReader } from './pieces.ts';
import { BadHeader } from './seven-zip-fields.ts';
import { problemOf, type Totals, unpackFolder } from './seven-zip-folder.ts';
import { readHeader, type SevenZipFile, type SevenZipHeader } from './seven-zip-header.ts';
import type { SevenZipFolder } from './seven-zip-streams.ts';

const signature = Buffer.from('377abcaf271c', 'hex');
const startLength = 32;
/** Of a hundred thousand files it has about 10 MiB. */
const largestHeader = 32 * 1024 * 1024;
const mostLayers = 4;

/**
 * https://www.7-zip.org/7z.html, read here and not by a library: those that run everywhere lose Chinese names and
 * hold the whole archive in memory.
 */
export const sevenZip: Container = {
  format: '7z',
  recognises: (head) => signature.equals(head.subarray(0, signature.length)),
  async *list(source, budget) {
    const bytes = await source.bytes();
    const header = await findHeader(bytes, budget);
    if (!('files' in header)) {
      yield { kind: 'flaw', flaw: header };
    } else if (header.files.length > budget.entries) {
      const limit = budget.allowed.entries;
      yield { kind: 'flaw', flaw: { kind: 'too-many-entries', limit } };
    } else {
      budget.entries -= header.files.length;
      yield* listFiles(bytes, header, budget);
    }
  },
};

type Files = Extract<SevenZipHeader, { kind: 'files' }>;

/** It stands at the end: without the end there is nothing to read. */
async function findHeader(bytes: Bytes, budget: Budget): Promise<Files | Flaw> {
  const start = await bytes.read(0, startLength);
  const numbers = numbersIn(start);
  if (start.length < startLength) {
    return { kind: 'truncated' };
  }
  if (crc32(start.subarray(12)) !== numbers.u32(8)) {
    return { kind: 'damaged' };
  }
  const size = numbers.u64(20);
  const at = startLength + numbers.u64(12);
  if (size === 0) {
    return { kind: 'empty' };
  }
  if (at + size > bytes.size) {
    return { kind: 'truncated' };
  }
  const raw = size > largestHeader ? Buffer.alloc(0) : Buffer.from(await bytes.read(at, size));
  return crc32(raw) === numbers.u32(28) ? openHeader(bytes, raw, budget) : { kind: 'damaged' };
}

async function openHeader(bytes: Bytes, raw: Buffer, budget: Budget): Promise<Files | Flaw> {
  try {
    let header = readHeader(raw);
    for (let layer = 0; header.kind === 'packed'; layer += 1) {
      const folder = header.folders.at(-1);
      if (!folder || layer === mostLayers || folder.size > largestHeader) {
        return { kind: 'damaged' };
      }
      const problem = problemOf(folder);
      if (problem) {
        return { kind: problem === 'encrypted' ? problem : 'damaged' };
      }
      header = readHeader(await unpackHeader(bytes, folder, budget));
    }
    return header;
  } catch (error) {
    budget.throwIfAborted();
    if (error instanceof BadHeader || error instanceof ContainerDamage) {
      return { kind: 'damaged' };
    }
    throw error;
  }
}

async function unpackHeader(bytes: Bytes, folder: SevenZipFolder, budget: Budget): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const { data } of unpackFolder(bytes, folder, budget, { packed: 0, unpacked: 0 })) {
    parts.push(data);
  }
  const header = Buffer.concat(parts);
  if (folder.checksum !== undefined && crc32(header) !== folder.checksum) {
    throw new ContainerDamage('wrong-checksum');
  }
  return header;
}

async function* listFiles(bytes: Bytes, { folders, files }: Files, budget: Budget) {
  const totals: Totals = { packed: 0, unpacked: 0 };
  const shown = files.filter(({ isFolder }) => !isFolder);
  if (shown.length === 0) {
    yield { kind: 'flaw', flaw: { kind: 'empty' } } satisfies Found;
  }
  for (const { name } of shown.filter(({ hasStream }) => !hasStream)) {
    yield { kind: 'file', ...makeSafe(name), size: 0, open: nothing } satisfies Found;
  }
  const packed = shown.filter(({ hasStream }) => hasStream);
  let at = 0;
  for (const folder of folders) {
    const own = packed.slice(at, at + folder.streams.length);
    at += folder.streams.length;
    yield* listFolder(bytes, folder, own, budget, totals);
  }
  for (const { name } of packed.slice(at)) {
    yield {
      kind: 'unread',
      name: makeSafe(name).name,
      size: 0,
      problem: 'damaged',
    } satisfies Found;
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // An empty file.
}

async function* listFolder(
  bytes: Bytes,
  folder: SevenZipFolder,
  files: readonly SevenZipFile[],
  budget: Budget,
  totals: Totals,
): AsyncGenerator<Found> {
  const problem = problemOf(folder);
  const reader = new PieceReader(unpackFolder(bytes, folder, budget, totals));
  let at = 0;
  try {
    for (const [index, { name }] of files.entries()) {
      const { size = 0, checksum } = folder.streams[index] ?? {};
      const start = at;
      at += size;
      if (problem) {
        yield { kind: 'unread', name: makeSafe(name).name, size, problem };
      } else {
        const open = () => check(reader.read(start, size), checksum);
        yield {
          kind: 'file',
          ...makeSafe(name),
          size,
          isBomb: isBomb(budget, size, bytes.size),
          open,
        };
      }
    }
  } finally {
    await reader.close();
  }
}

async function* check(
  content: AsyncIterable<Uint8Array>,
  told: number | undefined,
): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  for await (const chunk of content) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (told !== undefined && told !== checksum) {
    throw new ContainerDamage('wrong-checksum');
  }
}
