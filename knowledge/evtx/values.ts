import type { ChunkBytes } from './chunk-bytes.ts';

/** Types of [MS-EVEN6] 2.2.12; arrays have `arrayFlag` set. */
export const binXmlType = 0x21;
const arrayFlag = 0x80;
const stringType = 0x01;
const ansiType = 0x02;

/** A longer one would push the rest of the event out of the record. */
export const longestValue = 1000;
/** Arrays of strings are longer than one value may be. */
const longestText = longestValue * 8;
const mostBinary = 32;
const mostItems = 64;

type Render = (chunk: ChunkBytes, start: number, size: number) => string;

/** Bytes of one item in an array; strings end with NUL in place of a size. */
const itemSizes: Readonly<Record<number, number>> = {
  3: 1,
  4: 1,
  5: 2,
  6: 2,
  7: 4,
  8: 4,
  9: 8,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  15: 16,
  17: 8,
  18: 16,
  20: 4,
  21: 8,
};

/** How a value of each type reads in the event viewer's XML. */
const renderers: readonly (Render | undefined)[] = createRenderers();

export function isArray(type: number): boolean {
  return (type & arrayFlag) !== 0;
}

/** Empty for types that nobody has described. */
export function renderValue(chunk: ChunkBytes, type: number, start: number, size: number): string {
  return renderers[type]?.(chunk, start, size) ?? '';
}

export function renderArray(
  chunk: ChunkBytes,
  type: number,
  start: number,
  size: number,
): string[] {
  const itemType = type & ~arrayFlag;
  if (itemType === stringType || itemType === ansiType) {
    return splitStrings(renderValue(chunk, itemType, start, size));
  }
  const itemSize = itemSizes[itemType] ?? size;
  const count = Math.min(itemSize > 0 ? Math.floor(size / itemSize) : 0, mostItems);
  return Array.from({ length: count }, (_, index) =>
    renderValue(chunk, itemType, start + index * itemSize, itemSize),
  );
}

function splitStrings(text: string): string[] {
  const items = text.split('\0', mostItems + 1);
  if (items.at(-1) === '') {
    items.pop();
  }
  return items.slice(0, mostItems);
}

function createRenderers(): (Render | undefined)[] {
  const list: (Render | undefined)[] = [];
  list[0x01] = readText;
  list[0x02] = ({ bytes }, start, size) =>
    bytes.toString('latin1', start, start + Math.min(size, longestText));
  list[0x03] = whole(1, ({ view }, start) => String(view.getInt8(start)));
  list[0x04] = whole(1, ({ view }, start) => String(view.getUint8(start)));
  list[0x05] = whole(2, ({ view }, start) => String(view.getInt16(start, true)));
  list[0x06] = whole(2, ({ view }, start) => String(view.getUint16(start, true)));
  list[0x07] = whole(4, ({ view }, start) => String(view.getInt32(start, true)));
  list[0x08] = whole(4, ({ view }, start) => String(view.getUint32(start, true)));
  list[0x09] = whole(8, ({ view }, start) =>
    isShort(view, start)
      ? String(view.getUint32(start, true))
      : String(view.getBigInt64(start, true)),
  );
  list[0x0a] = whole(8, ({ view }, start) =>
    isShort(view, start)
      ? String(view.getUint32(start, true))
      : String(view.getBigUint64(start, true)),
  );
  list[0x0b] = whole(4, ({ view }, start) => String(view.getFloat32(start, true)));
  list[0x0c] = whole(8, ({ view }, start) => String(view.getFloat64(start, true)));
  list[0x0d] = readBoolean;
  list[0x0e] = readBinary;
  list[0x0f] = whole(16, readGuid);
  list[0x10] = readHexadecimal;
  list[0x11] = whole(8, ({ view }, start) => isoTime(fileTimeOf(view, start)));
  list[0x12] = whole(16, readSystemTime);
  list[0x13] = whole(8, readSid);
  list[0x14] = readHexadecimal;
  list[0x15] = readHexadecimal;
  list[0x20] = readHexadecimal;
  list[0x23] = readText;
  return list;
}

/** Most numbers of 64 bits need half of them, which is read twice as fast. */
function isShort(view: DataView, start: number): boolean {
  return view.getUint32(start + 4, true) === 0;
}

/** A value shorter than its type was cut off. */
function whole(least: number, render: Render): Render {
  return (chunk, start, size) => (size < least ? '' : render(chunk, start, size));
}

function readText(chunk: ChunkBytes, start: number, size: number): string {
  return chunk.text(start, start + (Math.min(size, longestText) & ~1));
}

/** Four bytes by the book; some providers write one or two. */
function readBoolean({ bytes }: ChunkBytes, start: number, size: number): string {
  return bytes.subarray(start, start + size).some((byte) => byte !== 0) ? 'true' : 'false';
}

function readBinary({ bytes }: ChunkBytes, start: number, size: number): string {
  const shown = bytes.toString('hex', start, start + Math.min(size, mostBinary)).toUpperCase();
  return size > mostBinary ? `${shown}…` : shown;
}

/** Also sizes and handles, whose width is the machine's. */
function readHexadecimal({ view }: ChunkBytes, start: number, size: number): string {
  if (size === 4) {
    return `0x${view.getUint32(start, true).toString(16)}`;
  }
  if (size !== 8) {
    return '';
  }
  const value = isShort(view, start) ? view.getUint32(start, true) : view.getBigUint64(start, true);
  return `0x${value.toString(16)}`;
}

const guidOrder = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15];
const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function readGuid({ bytes }: ChunkBytes, start: number): string {
  let text = '{';
  for (const index of guidOrder) {
    text += index < 0 ? '-' : (hexOfByte[bytes[start + index] ?? 0] ?? '');
  }
  return `${text}}`;
}

function readSid({ bytes, view }: ChunkBytes, start: number, size: number): string {
  const count = Math.min(view.getUint8(start + 1), (size - 8) >> 2);
  let text = `S-${view.getUint8(start)}-${bytes.readUIntBE(start + 2, 6)}`;
  for (let index = 0; index < count; index += 1) {
    text += `-${view.getUint32(start + 8 + index * 4, true)}`;
  }
  return text;
}

function readSystemTime({ view }: ChunkBytes, start: number): string {
  const field = (index: number, width = 2) =>
    String(view.getUint16(start + index * 2, true)).padStart(width, '0');
  return `${field(0, 4)}-${field(1)}-${field(3)}T${field(4)}:${field(5)}:${field(6)}.${field(7, 3)}Z`;
}

/** From 1601 to 1970. */
const epochGap = 11_644_473_600_000;

/**
 * Milliseconds since 1970 of a FILETIME, which counts tenths of microseconds: more than a number holds exactly, so
 * the upper half is divided first (2 ** 32 = 429,496 * 10,000 + 7,296).
 */
export function fileTimeOf(view: DataView, start: number): number {
  const upper = view.getUint32(start + 4, true);
  const rest = Math.floor((upper * 7296 + view.getUint32(start, true)) / 10_000);
  return upper * 429_496 + rest - epochGap;
}

const latest = 253_402_300_799_999;

/** Empty for what no calendar holds. */
export function isoTime(at: number): string {
  return at >= -epochGap && at <= latest ? new Date(at).toISOString() : '';
}
