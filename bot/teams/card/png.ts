import { crc32 } from 'node:zlib';

export interface Png {
  width: number;
  height: number;
  /** Red, green, blue and alpha of each pixel. */
  pixels: Buffer;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Eight bits for each of red, green, blue and alpha, not interlaced: what charts are drawn in. */
const ownForm = Buffer.from([8, 6, 0, 0, 0]);
const mostPixels = 1024 * 1024;

interface Chunk {
  type: string;
  data: Buffer;
}

/** www.w3.org/TR/png-3. Undefined for anything but the one form that our charts have. */
export function parsePng(
  bytes: Uint8Array,
  inflate: (data: Buffer, options: { maxOutputLength: number }) => Buffer,
): Png | undefined {
  const chunks = readChunks(Buffer.from(bytes));
  const header = chunks[0]?.type === 'IHDR' ? chunks[0].data : undefined;
  if (header?.length !== 13 || !header.subarray(8).equals(ownForm)) {
    return undefined;
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const length = (width * 4 + 1) * height;
  if (width * height === 0 || width * height > mostPixels) {
    return undefined;
  }
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((one) => one.data));
  try {
    const rows = inflate(data, { maxOutputLength: length });
    return rows.length === length ? { width, height, pixels: unfilter(rows, width) } : undefined;
  } catch {
    return undefined;
  }
}

function readChunks(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  let at = bytes.subarray(0, 8).equals(signature) ? 8 : bytes.length;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const data = bytes.subarray(at + 8, at + 8 + length);
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data });
    at += 12 + length;
  }
  return chunks;
}

function unfilter(rows: Buffer, width: number): Buffer {
  const stride = width * 4;
  const pixels = Buffer.alloc((rows.length / (stride + 1)) * stride);
  for (let row = 0; row * stride < pixels.length; row += 1) {
    const filter = rows[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column;
      const left = column < 4 ? 0 : (pixels[at - 4] ?? 0);
      const above = row === 0 ? 0 : (pixels[at - stride] ?? 0);
      const corner = column < 4 || row === 0 ? 0 : (pixels[at - stride - 4] ?? 0);
      pixels[at] = (rows[at + row + 1] ?? 0) + predict(filter, left, above, corner);
    }
  }
  return pixels;
}

function predict(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return paeth(left, above, corner);
    default:
      return 0;
  }
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((one) => Math.abs(guess - one));
  if ((toLeft ?? 0) <= (toAbove ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) {
    return left;
  }
  return (toAbove ?? 0) <= (toCorner ?? 0) ? above : corner;
}

interface Indexed {
  width: number;
  height: number;
  /** `0xrrggbb`, at most 256. */
  palette: readonly number[];
  indexes: Uint8Array;
}

/** One byte for each pixel, rows unfiltered: flat areas compress best so. */
export function writePalettePng(
  { width, height, palette, indexes }: Indexed,
  deflate: (rows: Buffer) => Buffer,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) {
    rows.set(indexes.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  const colors = Buffer.from(palette.flatMap((color) => [color >> 16, color >> 8, color]));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', colors),
    chunk('IDAT', deflate(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
