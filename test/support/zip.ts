import { constants, crc32, deflateRawSync } from 'node:zlib';

export interface ZipSpec {
  /** A string is written as UTF-8, bytes as they are (`gbk('日志.log')`). */
  name: string | Uint8Array;
  content?: string | Uint8Array;
  /** Says that the name is UTF-8; without it Windows in Chinese means GBK. */
  utf8Flag?: boolean;
  /** Info-ZIP's extra field with the name in UTF-8. */
  unicodePath?: string;
  /** 8 (deflate) unless told; any number is written, only 0 and 8 are compressed. */
  method?: number;
  encrypted?: boolean;
  /** Sizes behind the data, as writers that stream do; `bare` leaves out its signature. */
  descriptor?: 'signed' | 'bare';
  /** Sizes and offset in the Zip64 field, however small. */
  zip64?: boolean;
  /** Compressed elsewhere: `bomb(2 ** 31)`. */
  raw?: { data: Uint8Array; size: number; checksum: number };
  /** What the headers say instead of the truth. */
  lies?: { size?: number; compressedSize?: number; checksum?: number; offset?: number };
}

export interface ZipOptions {
  /** Stands before the archive, as a self-extractor does; offsets do not count it. */
  prefix?: Uint8Array;
  comment?: string;
  zip64?: boolean;
  /** Instead of the true number. */
  entryCount?: number;
}

interface Written {
  spec: ZipSpec;
  name: Uint8Array;
  data: Uint8Array;
  size: number;
  compressedSize: number;
  checksum: number;
  offset: number;
}

const most = 0xffffffff;

/** A zip file, for tests only. Cut it with `subarray` to truncate it. */
export function buildZip(specs: readonly ZipSpec[], options: ZipOptions = {}): Buffer {
  const parts: Uint8Array[] = [];
  const entries: Written[] = [];
  let offset = 0;
  for (const spec of specs) {
    const entry = compress(spec, offset);
    const local = [localHeader(entry), entry.data, descriptor(entry)];
    parts.push(...local);
    entries.push(entry);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(entries.map(directoryHeader));
  const end = endHeader(options.entryCount ?? entries.length, directory.length, offset, options);
  return Buffer.concat([options.prefix ?? Buffer.alloc(0), ...parts, directory, end]);
}

/** A name as Chinese Windows writes it. */
export function gbk(text: string): Uint8Array {
  return Buffer.from(
    Array.from(text).flatMap((one) => gbkBytes().get(one) ?? [...Buffer.from(one)]),
  );
}

/** Zeros that compress about a thousandfold; made without holding them in memory. */
export function bomb(size: number): NonNullable<ZipSpec['raw']> {
  const mebibyte = Buffer.alloc(2 ** 20);
  const block = deflateRawSync(mebibyte, { finishFlush: constants.Z_FULL_FLUSH, level: 9 });
  const count = Math.ceil(size / mebibyte.length);
  let checksum = 0;
  for (let index = 0; index < count; index += 1) {
    checksum = crc32(mebibyte, checksum);
  }
  const data = Buffer.concat([...Array(count).fill(block), deflateRawSync(Buffer.alloc(0))]);
  return { data, size: count * mebibyte.length, checksum };
}

function compress(spec: ZipSpec, offset: number): Written {
  const content = Buffer.from(spec.content ?? '');
  const raw = spec.raw ?? {
    data: (spec.method ?? 8) === 8 ? deflateRawSync(content) : content,
    size: content.length,
    checksum: crc32(content),
  };
  return {
    spec,
    name: Buffer.from(spec.name),
    data: raw.data,
    size: spec.lies?.size ?? raw.size,
    compressedSize: spec.lies?.compressedSize ?? raw.data.length,
    checksum: spec.lies?.checksum ?? raw.checksum,
    offset: spec.lies?.offset ?? offset,
  };
}

function flagsOf({ encrypted, descriptor, utf8Flag }: ZipSpec): number {
  return (encrypted ? 0x01 : 0) | (descriptor ? 0x08 : 0) | (utf8Flag ? 0x800 : 0);
}

function localHeader(entry: Written): Buffer {
  const { spec, name } = entry;
  const later = spec.descriptor !== undefined;
  const extra = extraFields(entry, later ? [] : [entry.size, entry.compressedSize]);
  const sizes = [entry.compressedSize, entry.size].map((one) => (spec.zip64 ? most : one));
  return Buffer.concat([
    u32(0x04034b50),
    u16(20, flagsOf(spec), spec.method ?? 8, 0, 0),
    u32(later ? 0 : entry.checksum, ...(later ? [0, 0] : sizes)),
    u16(name.length, extra.length),
    name,
    extra,
  ]);
}

function descriptor({ spec, checksum, compressedSize, size }: Written): Buffer {
  if (!spec.descriptor) {
    return Buffer.alloc(0);
  }
  const signature = spec.descriptor === 'signed' ? u32(0x08074b50) : Buffer.alloc(0);
  const sizes = spec.zip64 ? u64(compressedSize, size) : u32(compressedSize, size);
  return Buffer.concat([signature, u32(checksum), sizes]);
}

function directoryHeader(entry: Written): Buffer {
  const { spec, name, compressedSize, size, offset } = entry;
  const extra = extraFields(entry, [size, compressedSize, offset]);
  const numbers = [compressedSize, size].map((one) => (spec.zip64 ? most : one));
  return Buffer.concat([
    u32(0x02014b50),
    u16(20, 20, flagsOf(spec), spec.method ?? 8, 0, 0),
    u32(entry.checksum, ...numbers),
    u16(name.length, extra.length, 0, 0, 0),
    u32(0, spec.zip64 ? most : offset),
    name,
    extra,
  ]);
}

function extraFields({ spec, name }: Written, numbers: readonly number[]): Buffer {
  const fields: Buffer[] = [];
  if (spec.zip64 && numbers.length > 0) {
    fields.push(u16(1, numbers.length * 8), u64(...numbers));
  }
  if (spec.unicodePath !== undefined) {
    const path = Buffer.from(spec.unicodePath);
    fields.push(u16(0x7075, path.length + 5), Buffer.from([1]), u32(crc32(name)), path);
  }
  return Buffer.concat(fields);
}

function endHeader(count: number, size: number, offset: number, options: ZipOptions): Buffer {
  const comment = Buffer.from(options.comment ?? '');
  const large = Buffer.concat([
    u32(0x06064b50),
    u64(44),
    u16(45, 45),
    u32(0, 0),
    u64(count, count, size, offset),
    u32(0x07064b50, 0),
    u64(offset + size),
    u32(1),
  ]);
  const { zip64 } = options;
  return Buffer.concat([
    zip64 ? large : Buffer.alloc(0),
    u32(0x06054b50),
    u16(0, 0, zip64 ? 0xffff : count, zip64 ? 0xffff : count),
    u32(zip64 ? most : size, zip64 ? most : offset),
    u16(comment.length),
    comment,
  ]);
}

function u16(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => {
    buffer.writeUInt16LE(value & 0xffff, index * 2);
  });
  return buffer;
}

function u32(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    buffer.writeUInt32LE(value >>> 0, index * 4);
  });
  return buffer;
}

function u64(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 8);
  values.forEach((value, index) => {
    buffer.writeBigUInt64LE(BigInt(value), index * 8);
  });
  return buffer;
}

let gbkTable: Map<string, number[]> | undefined;

/** The decoder turned round: Node can read GBK but not write it. */
function gbkBytes(): Map<string, number[]> {
  if (!gbkTable) {
    const decoder = new TextDecoder('gbk');
    gbkTable = new Map();
    for (let lead = 0x81; lead <= 0xfe; lead += 1) {
      for (let trail = 0x40; trail <= 0xfe; trail += 1) {
        gbkTable.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
      }
    }
  }
  return gbkTable;
}
