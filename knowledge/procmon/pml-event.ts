import { type Numbers, numbersIn } from '../input/zip-bytes.ts';
import { fileAccess, keyAccess } from './pml-access.ts';
import { decodeWide } from './pml-bytes.ts';
import { pageAt } from './pml-tables.ts';

/** Of every event; what follows is its stack and its details. */
export const eventLength = 0x34;

export const classes = { registry: 2, file: 3 } as const;

/** Of the results that matter here; https://learn.microsoft.com/openspecs/windows_protocols/ms-erref, NTSTATUS. */
export const results: Readonly<Record<number, string>> = {
  0: 'SUCCESS',
  3221225506: 'ACCESS DENIED',
  3221225539: 'SHARING VIOLATION',
  3221225556: 'FILE LOCK CONFLICT',
  3221225558: 'DELETE PENDING',
  3221225569: 'PRIVILEGE NOT HELD',
  3221225599: 'DISK FULL',
  3221225634: 'WRITE PROTECTED',
  3221225761: 'CANNOT DELETE',
  3221227782: 'VIRUS INFECTED',
  3221227783: 'VIRUS INFECTED',
};

const keyOperations = [
  'RegOpenKey',
  'RegCreateKey',
  'RegCloseKey',
  'RegQueryKey',
  'RegSetValue',
  'RegQueryValue',
  'RegEnumValue',
  'RegEnumKey',
  'RegSetInfoKey',
  'RegDeleteKey',
  'RegDeleteValue',
  'RegFlushKey',
  'RegLoadKey',
  'RegUnloadKey',
  'RegRenameKey',
  'RegQueryMultipleValueKey',
  'RegSetKeySecurity',
  'RegQueryKeySecurity',
];
const fileOperations: Readonly<Record<number, string>> = {
  3: 'WriteFile',
  20: 'CreateFile',
  24: 'WriteFile',
  26: 'SetInformationFile',
  28: 'SetEAFile',
  31: 'SetVolumeInformation',
  41: 'SetSecurityFile',
};
const settings: Readonly<Record<number, string>> = {
  4: 'SetBasicInformationFile',
  10: 'SetRenameInformationFile',
  11: 'SetLinkInformationFile',
  13: 'SetDispositionInformationFile',
  14: 'SetPositionInformationFile',
  19: 'SetAllocationInformationFile',
  20: 'SetEndOfFileInformationFile',
  64: 'SetDispositionInformationEx',
  65: 'SetRenameInformationEx',
};
const setInformation = 26;
const createFile = 20;

export interface PmlHead {
  process: number;
  class: number;
  operation: number;
  result: number;
  /** In milliseconds since the epoch. */
  at: number;
  stackDepth: number;
  detailSize: number;
}

export function readHead(numbers: Numbers, at: number): PmlHead {
  return {
    process: numbers.u32(at),
    class: numbers.u32(at + 8),
    operation: numbers.u16(at + 12),
    // Since 1601 in steps of 100 nanoseconds.
    at: (numbers.u32(at + 0x20) * 2 ** 32 + numbers.u32(at + 0x1c)) / 10_000 - 11_644_473_600_000,
    result: numbers.u32(at + 0x24),
    stackDepth: numbers.u16(at + 0x28),
    detailSize: numbers.u32(at + 0x2c),
  };
}

/** Pages of the frames, innermost first. */
export function readStack(event: Uint8Array, depth: number, pointer: number): number[] {
  const numbers = numbersIn(event);
  const pages: number[] = [];
  for (let at = 0; at < depth; at += 1) {
    pages.push(pageAt(numbers, eventLength + at * pointer, pointer));
  }
  return pages;
}

export interface PmlDetail {
  operation: string;
  path: string;
  detail: string;
}

/** `undefined` for an operation that changes and opens nothing. `pointer`: 4 or 8 bytes. */
export function readDetail(
  head: PmlHead,
  event: Uint8Array,
  pointer: number,
): PmlDetail | undefined {
  const detail = event.subarray(eventLength + head.stackDepth * pointer);
  return head.class === classes.registry
    ? readKeyDetail(head, detail)
    : readFileDetail(head, detail, pointer);
}

function readKeyDetail(head: PmlHead, detail: Uint8Array): PmlDetail | undefined {
  const operation = keyOperations[head.operation];
  if (operation === undefined) {
    return undefined;
  }
  const numbers = numbersIn(detail);
  const opens = operation === 'RegOpenKey' || operation === 'RegCreateKey';
  const path = readText(detail, numbers.u16(0), keyPathAt[operation] ?? 2);
  return { operation, path, detail: opens ? keyAccess(numbers.u32(4)) : '' };
}

/** What stands between the length of the path and the path. */
const keyPathAt: Readonly<Record<string, number>> = {
  RegOpenKey: 8,
  RegCreateKey: 8,
  RegQueryKey: 12,
  RegQueryValue: 12,
  RegEnumValue: 16,
  RegEnumKey: 16,
  RegSetInfoKey: 16,
  RegSetValue: 16,
  RegLoadKey: 4,
  RegRenameKey: 4,
};

function readFileDetail(head: PmlHead, detail: Uint8Array, pointer: number): PmlDetail | undefined {
  const numbers = numbersIn(detail);
  const general = fileOperations[head.operation];
  const operation = head.operation === setInformation ? settings[numbers.u16(0) & 0xff] : general;
  if (operation === undefined) {
    return undefined;
  }
  const pathAt = 4 + pointer * 5 + 0x14;
  const path = readText(detail, numbers.u16(pathAt), pathAt + 4);
  if (head.operation !== createFile) {
    return { operation, path, detail: '' };
  }
  const accessAt = pathAt + 4 + textLength(numbers.u16(pathAt));
  // Disposition and options share a number, behind what differs between 32 and 64 bits.
  const disposition = numbers.u32(4 + 0x10 + (pointer === 8 ? 4 : 0)) >>> 24;
  const words = fileAccess(numbers.u32(accessAt), disposition);
  const impersonates = (numbers.u16(accessAt + 4) & 0xff) > 0;
  return { operation, path, detail: impersonates ? `${words}, Impersonating: somebody` : words };
}

/** The highest bit of a length says that the text has one byte a character. */
const oneByte = 0x8000;

function textLength(info: number): number {
  const count = info & 0x7fff;
  return (info & oneByte) === 0 ? count * 2 : count;
}

function readText(detail: Uint8Array, info: number, at: number): string {
  const text = detail.subarray(at, at + textLength(info));
  return (info & oneByte) === 0 ? decodeWide(text) : Buffer.from(text).toString('latin1');
}
