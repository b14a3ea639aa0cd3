export interface SevenZipFileSpec {
  name: string;
  /** `undefined` for a folder. */
  content?: string | Uint8Array;
}

export function contentOf({ content = '' }: SevenZipFileSpec): Buffer {
  return Buffer.from(content);
}

export function filesInfo(files: readonly SevenZipFileSpec[]): Buffer {
  const empty = files.map((file) => contentOf(file).length === 0);
  const emptyFiles = files
    .filter((_, index) => empty[index])
    .map(({ content }) => content !== undefined);
  const names = Buffer.concat(files.map(({ name }) => Buffer.from(`${name}\0`, 'utf16le')));
  return Buffer.concat([
    Buffer.from([5]),
    number(files.length),
    property(14, bits(empty)),
    property(15, bits(emptyFiles)),
    property(17, Buffer.concat([Buffer.from([0]), names])),
    property(25, Buffer.alloc(3)),
    Buffer.from([0]),
  ]);
}

function property(id: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([id]), number(data.length), data]);
}

function bits(values: readonly boolean[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(values.length / 8));
  for (const [index, value] of values.entries()) {
    const at = index >> 3;
    bytes[at] = (bytes[at] ?? 0) | (value ? 0x80 >> (index & 7) : 0);
  }
  return bytes;
}

/** In one, five or nine bytes, though two to four would do. */
export function number(value: number): Buffer {
  if (value < 0x80) {
    return Buffer.from([value]);
  }
  return value < 2 ** 32
    ? Buffer.concat([Buffer.from([0xf0]), u32(value)])
    : Buffer.concat([Buffer.from([0xff]), u64(value)]);
}

export function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value >>> 0);
  return buffer;
}

export function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}
