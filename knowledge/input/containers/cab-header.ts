import { type Bytes, numbersIn } from '../zip-bytes.ts';
import { decodeName } from '../zip-name.ts';

export interface CabFolder {
  /** Where its first block lies. */
  start: number;
  blocks: number;
  method: number;
  /** Of LZX and Quantum: how much they refer back to, as an exponent of two. */
  window: number;
}

export interface CabFile {
  name: string;
  size: number;
  /** Where it begins in its folder, unpacked. */
  start: number;
  /** An index, or one of the three numbers for files that other cabinets share. */
  folder: number;
}

export interface CabHeader {
  /** As the cabinet claims it. */
  size: number;
  fileCount: number;
  folderCount: number;
  hasPrevious: boolean;
  hasNext: boolean;
  /** Bytes that each block reserves for others. */
  blockReserve: number;
  folderReserve: number;
  /** Where the folders are listed; `undefined` when the header is cut. */
  foldersAt: number;
  filesAt: number;
}

export const continuedFromPrevious = 0xfffd;
export const continuedToNext = 0xfffe;
export const continuedThrough = 0xffff;

const signature = 0x4643534d;
const fixedLength = 36;
const flags = { previous: 1, next: 2, reserve: 4 } as const;
const longestString = 256;
const longestHeader = fixedLength + 4 + 0xffff + 4 * longestString;
const folderLength = 8;
const fileLength = 16;
const utf8Attribute = 0x80;
const utf8Flag = 0x0800;
const noExtra = new Uint8Array();

export function isCabinet(head: Uint8Array): boolean {
  const numbers = numbersIn(head);
  return numbers.u32(0) === signature && numbers.u32(4) === 0;
}

/** https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-mci; `undefined` when it is cut in its header. */
export async function readCabHeader(bytes: Bytes): Promise<CabHeader | undefined> {
  const raw = await bytes.read(0, longestHeader);
  const numbers = numbersIn(raw);
  const set = numbers.u16(30);
  const reserves = (set & flags.reserve) !== 0;
  let at = fixedLength + (reserves ? 4 + numbers.u16(36) : 0);
  const strings = (set & flags.previous ? 2 : 0) + (set & flags.next ? 2 : 0);
  for (let index = 0; index < strings; index += 1) {
    const end = raw.indexOf(0, at);
    at = end < 0 || end - at >= longestString ? raw.length + 1 : end + 1;
  }
  if (at > raw.length || raw.length < fixedLength) {
    return undefined;
  }
  return {
    size: numbers.u32(8),
    filesAt: numbers.u32(16),
    folderCount: numbers.u16(26),
    fileCount: numbers.u16(28),
    hasPrevious: (set & flags.previous) !== 0,
    hasNext: (set & flags.next) !== 0,
    folderReserve: reserves ? (raw[38] ?? 0) : 0,
    blockReserve: reserves ? (raw[39] ?? 0) : 0,
    foldersAt: at,
  };
}

/** Fewer than the header counts where the cabinet ends before. */
export async function readCabFolders(bytes: Bytes, header: CabHeader): Promise<CabFolder[]> {
  const length = folderLength + header.folderReserve;
  const raw = await bytes.read(header.foldersAt, length * header.folderCount);
  const numbers = numbersIn(raw);
  const folders: CabFolder[] = [];
  for (let at = 0; at + folderLength <= raw.length; at += length) {
    folders.push({
      start: numbers.u32(at),
      blocks: numbers.u16(at + 4),
      method: numbers.u16(at + 6) & 0x0f,
      window: (numbers.u16(at + 6) >> 8) & 0x1f,
    });
  }
  return folders;
}

/** Fewer than the header counts where the list breaks off. */
export async function readCabFiles(bytes: Bytes, header: CabHeader): Promise<CabFile[]> {
  const most = header.fileCount * (fileLength + longestString);
  const raw = await bytes.read(header.filesAt, most);
  const numbers = numbersIn(raw);
  const files: CabFile[] = [];
  for (let at = 0; files.length < header.fileCount; ) {
    const end = raw.indexOf(0, at + fileLength);
    if (end < 0 || end - at - fileLength >= longestString) {
      break;
    }
    const name = raw.subarray(at + fileLength, end);
    const nameFlags = numbers.u16(at + 14) & utf8Attribute ? utf8Flag : 0;
    files.push({
      name: decodeName(name, nameFlags, noExtra),
      size: numbers.u32(at),
      start: numbers.u32(at + 4),
      folder: numbers.u16(at + 8),
    });
    at = end + 1;
  }
  return files;
}
