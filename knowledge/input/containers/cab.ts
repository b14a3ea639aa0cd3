import { type Budget, isBomb } from '../budget.ts';
import type { Container, Flaw, Found, HeldFile, Problem, UnreadFile } from '../container.ts';
import type { Bytes } from '../zip-bytes.ts';
import { makeSafe } from '../zip-name.ts';
import { methods } from './cab-block.ts';
import { type Cabinet, unpackFolder } from './cab-folder.ts';
import {
  type CabFile,
  type CabFolder,
  type CabHeader,
  continuedFromPrevious,
  continuedThrough,
  continuedToNext,
  isCabinet,
  readCabFiles,
  readCabFolders,
  readCabHeader,
} from './cab-header.ts';
import { LzxDecoder } from './lzx.ts';
import { PieceReader } from './pieces.ts';

/**
 * What servicing packs its rotated logs into: https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-mci.
 * Stored, MSZIP and LZX are read, Quantum is named.
 */
export const cab: Container = {
  format: 'cab',
  recognises: isCabinet,
  async *list(source, budget) {
    const bytes = await source.bytes();
    const header = await readCabHeader(bytes);
    if (!header) {
      yield { kind: 'flaw', flaw: { kind: 'truncated' } };
    } else if (header.fileCount > budget.entries) {
      const limit = budget.allowed.entries;
      yield { kind: 'flaw', flaw: { kind: 'too-many-entries', limit } };
    } else {
      yield* listFiles(bytes, header, budget);
    }
  },
};

async function* listFiles(bytes: Bytes, header: CabHeader, budget: Budget): AsyncGenerator<Found> {
  const folders = await readCabFolders(bytes, header);
  const files = await readCabFiles(bytes, header);
  budget.entries -= files.length;
  const flaw = findFlaw(bytes, header, files);
  if (flaw) {
    yield { kind: 'flaw', flaw };
  }
  const { blockReserve, hasNext } = header;
  const cabinet = { bytes, budget, blockReserve, hasNext, packed: 0, unpacked: 0 };
  for (const [index, own] of groupByFolder(files, folders.length)) {
    yield* listFolder(cabinet, folders[index], own);
  }
}

function findFlaw(bytes: Bytes, header: CabHeader, files: readonly CabFile[]): Flaw | undefined {
  const isCut = header.size > bytes.size || files.length < header.fileCount;
  if (files.length === 0) {
    return { kind: header.fileCount === 0 ? 'empty' : isCut ? 'truncated' : 'damaged' };
  }
  if (isCut) {
    return { kind: 'cut' };
  }
  const { hasPrevious, hasNext } = header;
  if (!hasPrevious && !hasNext) {
    return undefined;
  }
  const missing = hasPrevious && hasNext ? 'both' : hasPrevious ? 'before' : 'after';
  return { kind: 'volume', missing };
}

/** In the order in which the folders are unpacked; `-1` for files that belong to no folder. */
function groupByFolder(files: readonly CabFile[], folderCount: number): Map<number, CabFile[]> {
  const groups = new Map<number, CabFile[]>();
  for (const file of files) {
    const index = folderOf(file, folderCount);
    const group = groups.get(index) ?? [];
    group.push(file);
    groups.set(index, group);
  }
  return groups;
}

function folderOf({ folder }: CabFile, folderCount: number): number {
  if (folder === continuedFromPrevious || folder === continuedThrough) {
    return 0;
  }
  if (folder === continuedToNext) {
    return folderCount - 1;
  }
  return folder < folderCount ? folder : -1;
}

async function* listFolder(
  cabinet: Cabinet,
  folder: CabFolder | undefined,
  files: readonly CabFile[],
): AsyncGenerator<Found> {
  const problem = folderProblem(folder, files);
  if (!folder || problem) {
    yield* files.map((file) => unread(file, problem ?? 'damaged'));
    return;
  }
  const reader = new PieceReader(unpackFolder(cabinet, folder));
  try {
    let read = 0;
    for (const file of files.toSorted((left, right) => left.start - right.start)) {
      const isOverlapping = file.start < read;
      read = isOverlapping ? read : file.start + file.size;
      yield isOverlapping ? unread(file, 'overlapping') : held(file, cabinet, reader);
    }
  } finally {
    await reader.close();
  }
}

function folderProblem(
  folder: CabFolder | undefined,
  files: readonly CabFile[],
): Problem | undefined {
  if (!folder) {
    return 'damaged';
  }
  // Its data begins in the cabinet before, and everything behind refers to that.
  if (files.some((file) => [continuedFromPrevious, continuedThrough].includes(file.folder))) {
    return 'other-volume';
  }
  const { method, window } = folder;
  if (method === methods.quantum) {
    return 'quantum';
  }
  if (method === methods.lzx) {
    return LzxDecoder.takes(window) ? undefined : 'damaged';
  }
  return method === methods.stored || method === methods.mszip ? undefined : 'unsupported-method';
}

function unread({ name, size }: CabFile, problem: Problem): UnreadFile {
  return { kind: 'unread', name: makeSafe(name).name, size, problem };
}

function held({ name, size, start }: CabFile, { budget, bytes }: Cabinet, reader: PieceReader) {
  return {
    kind: 'file',
    ...makeSafe(name),
    size,
    isBomb: isBomb(budget, size, bytes.size),
    open: () => reader.read(start, size),
  } satisfies HeldFile;
}
