import { BadHeader, type HeaderFields } from './seven-zip-fields.ts';
import { type Coder, readLayout } from './seven-zip-layout.ts';

export interface SizedCoder extends Coder {
  /** Of what comes out of it. */
  size: number;
}

/** Files packed as one, in their order. */
export interface SevenZipFolder {
  /** In the order in which they unpack, when each takes one stream; more than one when filters stand behind. */
  coders: SizedCoder[];
  /** Where the packed data lies, from the beginning of the archive. */
  start: number;
  packedSize: number;
  size: number;
  checksum: number | undefined;
  /** Of the files in it. */
  streams: { size: number; checksum: number | undefined }[];
}

const ids = {
  end: 0,
  packInfo: 6,
  folderInfo: 7,
  subStreams: 8,
  size: 9,
  checksum: 10,
  folder: 11,
  folderSizes: 12,
  streamCounts: 13,
} as const;
const signatureHeader = 32;

/** How the packed data is laid out. Throws `BadHeader`. */
export function readStreams(fields: HeaderFields): SevenZipFolder[] {
  let packed: { at: number; sizes: number[] } = { at: signatureHeader, sizes: [] };
  let folders: SevenZipFolder[] = [];
  for (let id = fields.number(); id !== ids.end; id = fields.number()) {
    if (id === ids.packInfo) {
      packed = readPacked(fields);
    } else if (id === ids.folderInfo) {
      folders = readFolders(fields, packed);
    } else if (id === ids.subStreams) {
      readSubStreams(fields, folders);
    } else {
      throw new BadHeader('Unknown part');
    }
  }
  return folders;
}

function readPacked(fields: HeaderFields) {
  const at = signatureHeader + fields.number();
  const count = fields.count();
  let sizes: number[] = [];
  for (let id = fields.number(); id !== ids.end; id = fields.number()) {
    if (id === ids.size) {
      sizes = fields.numbers(count);
    } else if (id === ids.checksum) {
      fields.checksums(count);
    } else {
      throw new BadHeader('Unknown part of the packed data');
    }
  }
  return { at, sizes };
}

function readFolders(
  fields: HeaderFields,
  { at, sizes }: { at: number; sizes: number[] },
): SevenZipFolder[] {
  expect(fields, ids.folder);
  const count = fields.count();
  expect(fields, 0);
  const layouts = Array.from({ length: count }, () => readLayout(fields));
  expect(fields, ids.folderSizes);
  const unpacked = layouts.map(({ outputs }) => fields.numbers(outputs));
  let checksums: (number | undefined)[] = [];
  for (let id = fields.number(); id !== ids.end; id = fields.number()) {
    if (id !== ids.checksum) {
      throw new BadHeader('Unknown part of the folders');
    }
    checksums = fields.checksums(count);
  }
  let start = at;
  let stream = 0;
  return layouts.map(({ coders: told, order, last, packedStreams }, index) => {
    const own = sizes.slice(stream, stream + packedStreams);
    stream += packedStreams;
    const packedSize = own.reduce((sum, size) => sum + size, 0);
    const size = unpacked[index]?.[last] ?? 0;
    const coders = order.flatMap((one) => {
      const coder = told[one];
      return coder ? [{ ...coder, size: unpacked[index]?.[one] ?? 0 }] : [];
    });
    const checksum = checksums[index];
    start += packedSize;
    const streams = [{ size, checksum }];
    return { coders, start: start - packedSize, packedSize, size, checksum, streams };
  });
}

function expect(fields: HeaderFields, id: number): void {
  if (fields.number() !== id) {
    throw new BadHeader('Another part was due');
  }
}

function readSubStreams(fields: HeaderFields, folders: readonly SevenZipFolder[]): void {
  let counts = folders.map(() => 1);
  let id = fields.number();
  if (id === ids.streamCounts) {
    counts = folders.map(() => fields.count());
    id = fields.number();
  }
  // Of the last stream of each folder the size is what is left.
  const hasSizes = id === ids.size;
  for (const [index, folder] of folders.entries()) {
    folder.streams = splitFolder(folder, counts[index] ?? 1, hasSizes ? fields : undefined);
  }
  id = hasSizes ? fields.number() : id;
  for (; id !== ids.end; id = fields.number()) {
    if (id !== ids.checksum) {
      throw new BadHeader('Unknown part of the streams');
    }
    const unknown = folders
      .filter(({ streams, checksum }) => streams.length !== 1 || checksum === undefined)
      .flatMap(({ streams }) => streams);
    const told = fields.checksums(unknown.length);
    for (const [index, stream] of unknown.entries()) {
      stream.checksum = told[index];
    }
  }
}

function splitFolder(
  { size, checksum }: SevenZipFolder,
  count: number,
  fields: HeaderFields | undefined,
): SevenZipFolder['streams'] {
  let left = size;
  return Array.from({ length: count }, (_, index) => {
    const isLast = index === count - 1;
    const own = isLast ? left : (fields?.number() ?? 0);
    if (own > left) {
      throw new BadHeader('Streams larger than their folder');
    }
    left -= own;
    return { size: own, checksum: count === 1 ? checksum : undefined };
  });
}
