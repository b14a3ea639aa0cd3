import type { Budget } from '../budget.ts';
import type { Container, Found } from '../container.ts';
import { ContainerDamage } from '../damage.ts';
import { StreamReader } from '../stream-reader.ts';
import { isFolderName, makeSafe } from '../zip-name.ts';
import {
  blockSize,
  hasTarMagic,
  isZeroBlock,
  readPax,
  readTarHeader,
  type TarHeader,
  textOf,
} from './tar-header.ts';

/** A longer name, or a table of attributes, is nobody's. */
const longestMeta = 1024 * 1024;
const plainFiles = new Set(['0', '7']);
/** Hard and symbolic links, devices, pipes, and the sparse files of GNU tar. */
const links = new Set(['1', '2', '3', '4', '6', 'S']);
const metas = new Set(['x', 'g', 'L', 'K', 'V', 'N', 'D']);

/** ustar, old tar, GNU's long names and pax, https://www.gnu.org/software/tar/manual/html_node/Standard.html */
export const tar: Container = {
  format: 'tar',
  recognises: (head) => readTarHeader(Buffer.from(head.subarray(0, blockSize))) !== undefined,
  async *list(source, budget) {
    const reader = new StreamReader(source.stream);
    try {
      yield* walk({ reader, budget, files: 0, isTorn: false });
    } finally {
      await reader.close();
    }
  },
};

interface Walk {
  reader: StreamReader;
  budget: Budget;
  files: number;
  /** Something that is no header stood where one belongs. */
  isTorn: boolean;
}

async function* walk(state: Walk): AsyncGenerator<Found> {
  const { reader, budget } = state;
  let longName: string | undefined;
  let longSize: number | undefined;
  for (let header = await findHeader(state); header; header = await findHeader(state)) {
    if (metas.has(header.type)) {
      const meta = await readMeta(reader, header);
      longName = meta.name ?? longName;
      longSize = meta.size ?? longSize;
      continue;
    }
    if (budget.entries <= 0) {
      yield { kind: 'flaw', flaw: { kind: 'first-entries', limit: budget.allowed.entries } };
      return;
    }
    budget.entries -= 1;
    const { name = header.name, size = header.size } = { name: longName, size: longSize };
    longName = undefined;
    longSize = undefined;
    const entry = new Entry(reader, size);
    yield* describe(state, { ...header, name }, entry);
    if (!(await entry.leave())) {
      yield { kind: 'flaw', flaw: { kind: 'cut' } };
      return;
    }
  }
  yield* conclude(state);
}

function* conclude({ files, isTorn }: Walk): Generator<Found> {
  if (isTorn) {
    yield { kind: 'flaw', flaw: { kind: 'torn' } };
  } else if (files === 0) {
    yield { kind: 'flaw', flaw: { kind: 'empty' } };
  }
}

function* describe(state: Walk, { name, type }: TarHeader, entry: Entry): Generator<Found> {
  const { size } = entry;
  const safe = makeSafe(name);
  if (links.has(type)) {
    state.files += 1;
    yield { kind: 'unread', name: safe.name, size, problem: 'link' };
  } else if (plainFiles.has(type) && !isFolderName(name)) {
    state.files += 1;
    yield { kind: 'file', ...safe, size, open: () => entry.content() };
  }
}

/** One file's data, read or passed over, with what fills its last block. */
class Entry {
  readonly size: number;
  private readonly reader: StreamReader;
  private passed = 0;

  constructor(reader: StreamReader, size: number) {
    this.reader = reader;
    this.size = size;
  }

  async *content(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.reader.pass(this.size - this.passed)) {
      this.passed += chunk.length;
      yield chunk;
    }
    if (this.passed < this.size) {
      throw new ContainerDamage('truncated');
    }
  }

  /** False when the archive ended before the file did. */
  async leave(): Promise<boolean> {
    for await (const chunk of this.reader.pass(this.size - this.passed)) {
      this.passed += chunk.length;
    }
    await this.reader.skip(paddingOf(this.size));
    return this.passed === this.size;
  }
}

function paddingOf(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}

/** Passes over what fills up the end, and looks for the next header behind a damaged stretch. */
async function findHeader(state: Walk): Promise<TarHeader | undefined> {
  for (let isLost = false; ; ) {
    const block = await state.reader.take(blockSize);
    if (block.length === 0) {
      return undefined;
    }
    const header = isLost && !hasTarMagic(block) ? undefined : readTarHeader(block);
    if (header) {
      return header;
    }
    isLost = isLost || !isZeroBlock(block);
    state.isTorn = state.isTorn || isLost;
    state.budget.throwIfAborted();
  }
}

/** The name and the size that the next header has no room for. */
async function readMeta(reader: StreamReader, { type, size }: TarHeader) {
  const data = await reader.take(Math.min(size, longestMeta));
  await reader.skip(size - data.length + paddingOf(size));
  if (type === 'L') {
    return { name: textOf(data) };
  }
  if (type !== 'x') {
    return {};
  }
  const values = readPax(data);
  const told = Number(values.get('size') ?? Number.NaN);
  return {
    name: values.get('path'),
    size: Number.isSafeInteger(told) && told >= 0 ? told : undefined,
  };
}
