import { BadHeader, type HeaderFields } from './seven-zip-fields.ts';

export interface Coder {
  /** In hexadecimal. */
  id: string;
  properties: Buffer;
}

/** Files packed as one, in their order. */
export interface SevenZipFolder {
  /** More than one when filters stand in front. */
  coders: Coder[];
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
const mostCoders = 32;
const longestProperties = 1024;

interface Layout extends Omit<SevenZipFolder, 'start' | 'packedSize' | 'size' | 'streams'> {
  packedStreams: number;
  outputs: number;
  /** The output that no other coder takes. */
  last: number;
}

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
  return layouts.map(({ coders, last, packedStreams }, index) => {
    const own = sizes.slice(stream, stream + packedStreams);
    stream += packedStreams;
    const packedSize = own.reduce((sum, size) => sum + size, 0);
    const size = unpacked[index]?.[last] ?? 0;
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

function readLayout(fields: HeaderFields): Layout {
  const count = fields.number();
  if (count === 0 || count > mostCoders) {
    throw new BadHeader('Too many coders');
  }
  const coders: Coder[] = [];
  let inputs = 0;
  let outputs = 0;
  for (let index = 0; index < count; index += 1) {
    const { coder, ins, outs } = readCoder(fields);
    coders.push(coder);
    inputs += ins;
    outputs += outs;
  }
  const taken = new Set<number>();
  for (let pair = 1; pair < outputs; pair += 1) {
    fields.number();
    taken.add(fields.number());
  }
  const packedStreams = inputs - (outputs - 1);
  if (packedStreams < 1) {
    throw new BadHeader('Nothing is packed');
  }
  if (packedStreams > 1) {
    fields.numbers(packedStreams);
  }
  const last = Array.from({ length: outputs }, (_, index) => index).find((one) => !taken.has(one));
  return { coders, checksum: undefined, packedStreams, outputs, last: last ?? 0 };
}

function readCoder(fields: HeaderFields) {
  const flags = fields.byte();
  const id = fields.take(flags & 0x0f).toString('hex');
  const isComplex = (flags & 0x10) !== 0;
  const ins = isComplex ? fields.number() : 1;
  const outs = isComplex ? fields.number() : 1;
  const length = flags & 0x20 ? fields.number() : 0;
  if (ins > mostCoders || outs > mostCoders || outs === 0 || length > longestProperties) {
    throw new BadHeader('Odd coder');
  }
  return { coder: { id, properties: fields.take(length) }, ins, outs };
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
