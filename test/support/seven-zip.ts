import { crc32, deflateRawSync } from 'node:zlib';
import { contentOf, filesInfo, number, type SevenZipFileSpec, u32, u64 } from './seven-zip-list.ts';

export interface SevenZipFolderSpec {
  files: readonly SevenZipFileSpec[];
  /** `lzma2` writes chunks of plain data; `raw` with the data of `raw`. */
  method?: 'copy' | 'deflate' | 'lzma2' | 'aes' | 'raw';
  raw?: { coder: string; data: Uint8Array; size: number };
  lies?: { checksum?: number; size?: number; packedSize?: number };
}

export interface SevenZipOptions {
  /** As 7-Zip does by itself; `hidden` is one behind a password. */
  header?: 'plain' | 'packed' | 'hidden';
  lies?: { startChecksum?: number; headerChecksum?: number; headerSize?: number };
}

interface Packed {
  coders: Buffer;
  data: Buffer;
  size: number;
}

const chunkSize = 60_000;
const smallDictionary = 0x10;

/** A 7z archive for tests only: everything but the entropy coding, which real samples stand for. */
export function buildSevenZip(
  folders: readonly SevenZipFolderSpec[],
  { header = 'plain', lies = {} }: SevenZipOptions = {},
): Buffer {
  const packed = folders.map(pack);
  const plain = Buffer.concat([
    Buffer.from([1, 4]),
    streamsInfo(packed, 0, folders),
    filesInfo(folders.flatMap(({ files }) => files)),
    Buffer.from([0]),
  ]);
  const body = Buffer.concat(packed.map(({ data }) => data));
  const hiding = header === 'hidden' ? 'aes' : 'deflate';
  const own = header === 'plain' ? undefined : packData(plain, hiding);
  const end = own ? Buffer.concat([Buffer.from([23]), streamsInfo([own], body.length)]) : plain;
  const all = Buffer.concat([body, own?.data ?? Buffer.alloc(0)]);
  const start = Buffer.concat([
    u64(all.length),
    u64(lies.headerSize ?? end.length),
    u32(lies.headerChecksum ?? crc32(end)),
  ]);
  return Buffer.concat([
    Buffer.from('377abcaf271c0004', 'hex'),
    u32(lies.startChecksum ?? crc32(start)),
    start,
    all,
    end,
  ]);
}

function pack({ files, method = 'lzma2', raw }: SevenZipFolderSpec): Packed {
  if (raw) {
    const { coder, data, size } = raw;
    return { coders: Buffer.from(coder, 'hex'), data: Buffer.from(data), size };
  }
  return packData(Buffer.concat(files.map(contentOf)), method);
}

function packData(plain: Buffer, method: SevenZipFolderSpec['method']): Packed {
  const size = plain.length;
  switch (method) {
    case 'copy':
      return { coders: Buffer.from([1, 1, 0]), data: plain, size };
    case 'deflate':
      return { coders: Buffer.from('0103040108', 'hex'), data: deflateRawSync(plain), size };
    case 'aes':
      return { coders: Buffer.from('012406f107010213ff', 'hex'), data: plain, size };
    default:
      return {
        coders: Buffer.concat([Buffer.from([1, 0x21, 0x21, 1, smallDictionary])]),
        data: plainChunks(plain),
        size,
      };
  }
}

function plainChunks(plain: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < plain.length; at += chunkSize) {
    const piece = plain.subarray(at, at + chunkSize);
    const head = Buffer.from([at === 0 ? 1 : 2, 0, 0]);
    head.writeUInt16BE(piece.length - 1, 1);
    chunks.push(head, piece);
  }
  return Buffer.concat([...chunks, Buffer.from([0])]);
}

function streamsInfo(
  packed: readonly Packed[],
  at: number,
  folders: readonly SevenZipFolderSpec[] = [],
): Buffer {
  const sizes = packed.map(({ data }, index) =>
    number(folders[index]?.lies?.packedSize ?? data.length),
  );
  const twice = packed.map(({ coders, size }, index) => {
    const one = number(folders[index]?.lies?.size ?? size);
    return coders[0] === 2 ? Buffer.concat([one, one]) : one;
  });
  return Buffer.concat([
    Buffer.concat([
      Buffer.from([6]),
      number(at),
      number(packed.length),
      Buffer.from([9]),
      ...sizes,
    ]),
    Buffer.from([0, 7, 11]),
    Buffer.concat([number(packed.length), Buffer.from([0]), ...packed.map(({ coders }) => coders)]),
    Buffer.concat([Buffer.from([12]), ...twice, Buffer.from([0])]),
    folders.length > 0 ? subStreams(folders) : Buffer.alloc(0),
    Buffer.from([0]),
  ]);
}

function subStreams(folders: readonly SevenZipFolderSpec[]): Buffer {
  const streams = folders.map(({ files }) =>
    files.filter((file) => contentOf(file).length > 0).map(contentOf),
  );
  const sizes = streams.flatMap((own) => own.slice(0, -1).map(({ length }) => number(length)));
  const checksums = streams.flatMap((own, index) =>
    own.map((content) => u32(folders[index]?.lies?.checksum ?? crc32(content))),
  );
  return Buffer.concat([
    Buffer.from([8, 13]),
    ...streams.map((own) => number(own.length)),
    Buffer.from([9]),
    ...sizes,
    Buffer.from([10, 1]),
    ...checksums,
    Buffer.from([0]),
  ]);
}
