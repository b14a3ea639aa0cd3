import { type Bytes, numbersIn } from '../input/zip-bytes.ts';

/** What a PML says of itself; https://github.com/eronnen/procmon-parser, "PML File Format". Offsets are of the file. */
export interface PmlHeader {
  is64Bit: boolean;
  /** Where it was captured; only ever for telling computers apart. */
  computer: string;
  events: number;
  /** Of the list of offsets, five bytes each. */
  offsetsAt: number;
  processesAt: number;
  stringsAt: number;
  iconsAt: number;
}

export type PmlFlaw = 'version' | 'unfinished' | 'cut' | 'damaged';

export const headerLength = 0x3a8;
export const offsetLength = 5;
const knownVersion = 9;

/** `unfinished`: the capture was not stopped, so that there are no tables. */
export async function readHeader(bytes: Bytes): Promise<PmlHeader | PmlFlaw> {
  const head = await bytes.read(0, headerLength);
  if (head.length < headerLength) {
    return 'cut';
  }
  const numbers = numbersIn(head);
  if (numbers.u32(4) !== knownVersion) {
    return 'version';
  }
  const header: PmlHeader = {
    is64Bit: numbers.u32(8) !== 0,
    computer: decodeWide(head.subarray(0x0c, 0x2c)),
    events: numbers.u32(0x234),
    offsetsAt: numbers.u64(0x248),
    processesAt: numbers.u64(0x250),
    stringsAt: numbers.u64(0x258),
    iconsAt: numbers.u64(0x260),
  };
  return flawOf(header, bytes.size) ?? header;
}

function flawOf(header: PmlHeader, size: number): PmlFlaw | undefined {
  const { events, offsetsAt, processesAt, stringsAt } = header;
  const places = [offsetsAt, processesAt, stringsAt];
  if (places.includes(0)) {
    return 'unfinished';
  }
  if (places.some((place) => place >= size)) {
    return 'cut';
  }
  const isInOrder = places.every((place) => place >= headerLength);
  return isInOrder && offsetsAt + events * offsetLength <= size ? undefined : 'damaged';
}

/** From `start` to where the next of the known places begins. */
export async function readTable(
  bytes: Bytes,
  header: PmlHeader,
  start: number,
): Promise<Uint8Array> {
  const { offsetsAt, processesAt, stringsAt, iconsAt } = header;
  const ends = [offsetsAt, processesAt, stringsAt, iconsAt, bytes.size];
  const end = Math.min(...ends.filter((place) => place > start));
  return bytes.read(start, Math.min(end - start, largestTable));
}

/** Traces of an hour have tables of a few megabytes. */
const largestTable = 64 * 1024 * 1024;

/** Little-endian UTF-16 up to the first NUL; a copy, because Node breaks on odd places. */
export function decodeWide(bytes: Uint8Array): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  const text = even.toString('utf16le');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
