import { deflateRawSync } from 'node:zlib';
import { type LzxOptions, packLzx } from './lzx.ts';

export interface CabFileSpec {
  /** A string is written as UTF-8, bytes as they are (`gbk('日志.log')`). */
  name: string | Uint8Array;
  content?: string | Uint8Array;
  /** Says that the name is UTF-8. */
  utf8Flag?: boolean;
  /** What the list says instead of the truth. */
  lies?: { size?: number; start?: number; folder?: number };
}

export interface CabFolderSpec {
  files: readonly CabFileSpec[];
  /** 1 (MSZIP) unless told; any number is written, all but 1 are stored. */
  method?: number;
  /** Packed with LZX instead. */
  lzx?: LzxOptions;
  /** What the folder says instead of the truth. */
  lies?: { start?: number; blocks?: number };
  /** For one of its blocks: a wrong checksum, another size, other data. */
  block?: {
    at: number;
    checksum?: number;
    size?: number;
    change?: (data: Buffer) => Buffer;
  };
}

export interface CabOptions {
  /** Bytes that each part of the cabinet reserves for others. */
  reserve?: { header: number; folder: number; block: number };
  previous?: string;
  next?: string;
  /** Blocks without checksums, as some writers leave them. */
  unchecked?: boolean;
  lies?: { size?: number; filesAt?: number; fileCount?: number; folderCount?: number };
}

const blockSize = 32_768;
const noReserve = { header: 0, folder: 0, block: 0 };

/** A cabinet as Windows writes it, for tests only. */
export function buildCab(folders: readonly CabFolderSpec[], options: CabOptions = {}): Buffer {
  const reserve = options.reserve ?? noReserve;
  const { lies = {} } = options;
  const data = folders.map((folder) => folderBlocks(folder, options));
  const list = Buffer.concat(folders.flatMap(fileEntries));
  const names = [options.previous, options.next].map((name) =>
    Buffer.from(name === undefined ? '' : `${name}\0disk\0`),
  );
  const reserved = options.reserve
    ? Buffer.concat([
        u16(reserve.header),
        Buffer.from([reserve.folder, reserve.block]),
        Buffer.alloc(reserve.header),
      ])
    : Buffer.alloc(0);
  const head = 36 + reserved.length + names.reduce((sum, name) => sum + name.length, 0);
  const filesAt = head + folders.length * (8 + reserve.folder);
  let at = filesAt + list.length;
  const entries = folders.map((folder, index) => {
    const blocks = data[index] ?? [];
    const entry = folderEntry(folder, at, blocks.length, reserve.folder);
    at += blocks.reduce((sum, block) => sum + block.length, 0);
    return entry;
  });
  const files = folders.reduce((sum, folder) => sum + folder.files.length, 0);
  const flags =
    (options.previous === undefined ? 0 : 1) |
    (options.next === undefined ? 0 : 2) |
    (options.reserve ? 4 : 0);
  return Buffer.concat([
    Buffer.from('MSCF'),
    u32(0, lies.size ?? at, 0, lies.filesAt ?? filesAt, 0),
    Buffer.from([3, 1]),
    u16(lies.folderCount ?? folders.length, lies.fileCount ?? files, flags, 1, 0),
    reserved,
    ...names,
    ...entries,
    list,
    ...data.flat(),
  ]);
}

/** One log as servicing rotates it away. */
export function cabOf(name: string, content: string | Uint8Array): Buffer {
  return buildCab([{ files: [{ name, content }] }]);
}

function folderEntry(
  { lzx, method = lzx ? lzxMethod(lzx) : 1, lies = {} }: CabFolderSpec,
  start: number,
  blocks: number,
  reserve: number,
): Buffer {
  return Buffer.concat([
    u32(lies.start ?? start),
    u16(lies.blocks ?? blocks, method),
    Buffer.alloc(reserve),
  ]);
}

function lzxMethod({ window = 16 }: LzxOptions): number {
  return 3 + window * 256;
}

function fileEntries({ files }: CabFolderSpec, folder: number): Buffer[] {
  let at = 0;
  return files.map(({ name, content = '', utf8Flag, lies = {} }) => {
    const size = Buffer.from(content).length;
    const start = at;
    at += size;
    return Buffer.concat([
      u32(lies.size ?? size, lies.start ?? start),
      u16(lies.folder ?? folder, 0, 0, utf8Flag ? 0xa0 : 0x20),
      Buffer.from(name),
      Buffer.from([0]),
    ]);
  });
}

function folderBlocks(folder: CabFolderSpec, options: CabOptions): Buffer[] {
  const all = Buffer.concat(folder.files.map(({ content = '' }) => Buffer.from(content)));
  const reserve = Buffer.alloc(options.reserve?.block ?? 0, 7);
  const blocks: Buffer[] = [];
  const frames = folder.lzx ? packLzx(all, folder.lzx) : undefined;
  for (let at = 0; at < all.length; at += blockSize) {
    const plain = all.subarray(at, at + blockSize);
    const isMszip = (folder.method ?? 1) === 1;
    const packed =
      frames?.[blocks.length] ??
      (isMszip ? mszip(plain, all.subarray(Math.max(0, at - blockSize), at)) : plain);
    const twist = folder.block?.at === blocks.length ? folder.block : undefined;
    const data = twist?.change?.(Buffer.from(packed)) ?? packed;
    const head = Buffer.concat([u16(data.length, twist?.size ?? plain.length), reserve]);
    const checksum = options.unchecked ? 0 : (checksumOf(head) ^ checksumOf(data)) >>> 0;
    blocks.push(Buffer.concat([u32(twist?.checksum ?? checksum), head, data]));
  }
  return blocks;
}

function mszip(plain: Buffer, history: Buffer): Buffer {
  const options = history.length > 0 ? { dictionary: history } : {};
  return Buffer.concat([Buffer.from('CK'), deflateRawSync(plain, options)]);
}

/** Word for word as the format's description has it, and not as our reader does it. */
function checksumOf(data: Buffer): number {
  let sum = 0;
  let at = 0;
  for (; at + 4 <= data.length; at += 4) {
    sum ^= data.readUInt32LE(at);
  }
  const [first = 0, second = 0, third = 0] = data.subarray(at);
  const left = data.length - at;
  const rest =
    left === 3 ? (first << 16) | (second << 8) | third : left === 2 ? (first << 8) | second : first;
  return (sum ^ (left === 0 ? 0 : rest)) >>> 0;
}

function u16(...values: number[]): Buffer {
  return Buffer.from(Uint16Array.from(values).buffer);
}

function u32(...values: number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer);
}
