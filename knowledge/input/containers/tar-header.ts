import { decodeName } from '../zip-name.ts';

/** Everything in a tar is laid out in blocks. */
export const blockSize = 512;

export interface TarHeader {
  name: string;
  size: number;
  /** One letter; `0` for a plain file. */
  type: string;
}

const noExtra = new Uint8Array();
const checksumStart = 148;
const checksumEnd = 156;
const blank = 32;
const octal = /^ *([0-7]{1,12})[ \0]*$/;
/** POSIX and GNU tar write the same five letters and differ behind them. */
const magic = 'ustar';

/** `undefined` for a block that is no header. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
export function readTarHeader(block: Buffer): TarHeader | undefined {
  if (block.length < blockSize || !hasRightChecksum(block)) {
    return undefined;
  }
  const size = readNumber(block.subarray(124, 136));
  const name = textOf(block.subarray(0, 100));
  if (size === undefined || name === '') {
    return undefined;
  }
  const isPosix = block.toString('latin1', 257, 263) === `${magic}\0`;
  const prefix = isPosix ? textOf(block.subarray(345, 500)) : '';
  const letter = block[156] === 0 ? '0' : block.toString('latin1', 156, 157);
  return { name: prefix ? `${prefix}/${name}` : name, size, type: letter };
}

/** Cheap: for walking over a long stretch of other data. */
export function hasTarMagic(block: Buffer): boolean {
  return block.toString('latin1', 257, 262) === magic;
}

export function isZeroBlock(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

function hasRightChecksum(block: Buffer): boolean {
  const told = readNumber(block.subarray(checksumStart, checksumEnd));
  if (told === undefined) {
    return false;
  }
  let sum = 0;
  for (let at = 0; at < blockSize; at += 1) {
    sum += at >= checksumStart && at < checksumEnd ? blank : (block[at] ?? 0);
  }
  return sum === told;
}

/** Octal digits, or for what is too large the bytes themselves. */
function readNumber(field: Buffer): number | undefined {
  if ((field[0] ?? 0) === 0x80) {
    const value = Number(`0x${field.subarray(1).toString('hex')}`);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const digits = octal.exec(field.toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}

/** Up to the first NUL; Windows programs write GBK without saying so. */
export function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return decodeName(end < 0 ? field : field.subarray(0, end), 0, noExtra);
}

/** `30 path=日志/CBS.log\n`: each record begins with its own length in bytes. */
export function readPax(data: Buffer): Map<string, string> {
  const values = new Map<string, string>();
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(blank, at);
    const told = space < 0 || space - at > 8 ? '' : data.toString('latin1', at, space);
    const length = Number(told);
    if (told === '' || !Number.isInteger(length) || length <= space - at + 1) {
      break;
    }
    const record = data.subarray(space + 1, at + length - 1);
    const equals = record.indexOf('=');
    if (equals > 0) {
      values.set(record.toString('utf8', 0, equals), record.toString('utf8', equals + 1));
    }
    at += length;
  }
  return values;
}
