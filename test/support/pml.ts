/** Process Monitor logs of our own; https://github.com/eronnen/procmon-parser, "PML File Format". */

export interface PmlModuleParts {
  base: bigint;
  size?: number;
  path: string;
  company?: string;
}

export interface PmlProcessParts {
  pid: number;
  name: string;
  user?: string;
  modules?: readonly PmlModuleParts[];
}

export interface PmlEventParts {
  /** Its place in the list of processes. */
  process: number;
  kind?: 'file' | 'key' | 'process';
  operation: number;
  /** Of `SetInformationFile` and its like. */
  sub?: number;
  path?: string;
  /** A path of one byte a character. */
  isNarrow?: boolean;
  result?: number;
  /** ISO 8601 with `Z`. */
  time?: string;
  access?: number;
  disposition?: number;
  impersonates?: boolean;
  stack?: readonly bigint[];
}

export interface PmlParts {
  processes: readonly PmlProcessParts[];
  events: readonly PmlEventParts[];
  is64Bit?: boolean;
  version?: number;
  /** As a capture leaves it that was not stopped. */
  isUnfinished?: boolean;
}

export const accessDenied = 0xc0000022;
export const createFile = 20;

/** Whole, with every table in its place. */
export function buildPml(parts: PmlParts): Buffer {
  const { processes, events, is64Bit = true, version = 9, isUnfinished = false } = parts;
  const strings = new Strings();
  const pointer = is64Bit ? 8 : 4;
  const packed = events.map((event) => packEvent(event, pointer));
  const table = packProcesses(processes, pointer, strings);
  const head = Buffer.alloc(headerLength);
  head.write('PML_', 'latin1');
  head.writeUInt32LE(version, 4);
  head.writeUInt32LE(is64Bit ? 1 : 0, 8);
  head.write('PC-0001', 12, 'utf16le');
  head.write('C:\\Windows', 0x2c, 'utf16le');
  head.writeUInt32LE(events.length, 0x234);
  const list = Buffer.alloc(events.length * 5);
  let at = headerLength;
  packed.forEach((event, index) => {
    list.writeUInt32LE(at, index * 5);
    at += event.length;
  });
  const pieces = [list, table, strings.pack(), Buffer.alloc(4), Buffer.alloc(8)];
  head.writeBigUInt64LE(BigInt(headerLength), 0x240);
  [0x248, 0x250, 0x258, 0x260, 0x3a0].forEach((place, index) => {
    head.writeBigUInt64LE(isUnfinished ? 0n : BigInt(at), place);
    at += pieces[index]?.length ?? 0;
  });
  head.writeBigUInt64LE(BigInt(headerLength), 0x398);
  return Buffer.concat([head, ...packed, ...pieces]);
}

export const headerLength = 0x3a8;
const classes = { process: 1, key: 2, file: 3 };

function packEvent(event: PmlEventParts, pointer: number): Buffer {
  const { kind = 'file', stack = [], time = '2026-01-05T10:00:01Z' } = event;
  const detail = packDetail(event, pointer);
  const head = Buffer.alloc(0x34);
  head.writeUInt32LE(event.process, 0);
  head.writeUInt32LE(classes[kind], 8);
  head.writeUInt16LE(event.operation, 12);
  head.writeBigUInt64LE((BigInt(Date.parse(time)) + 11_644_473_600_000n) * 10_000n, 0x1c);
  head.writeUInt32LE(event.result ?? 0, 0x24);
  head.writeUInt16LE(stack.length, 0x28);
  head.writeUInt32LE(detail.length, 0x2c);
  const frames = Buffer.concat(stack.map((address) => packPointer(address, pointer)));
  return Buffer.concat([head, frames, detail]);
}

function packDetail(event: PmlEventParts, pointer: number): Buffer {
  const { kind = 'file', path = '', isNarrow = false } = event;
  const text = Buffer.from(path, isNarrow ? 'latin1' : 'utf16le');
  const info = path.length | (isNarrow ? 0x8000 : 0);
  if (kind === 'process') {
    return Buffer.alloc(8);
  }
  if (kind === 'key') {
    const opens = event.operation < 2;
    const head = Buffer.alloc(opens ? 8 : event.operation === 4 ? 16 : 2);
    head.writeUInt16LE(info, 0);
    if (opens) {
      head.writeUInt32LE(event.access ?? 0, 4);
    }
    return Buffer.concat([head, text]);
  }
  const before = 4 + pointer * 5 + 0x14;
  const head = Buffer.alloc(before + 4);
  head.writeUInt8(event.sub ?? 0, 0);
  head.writeUInt32LE((event.disposition ?? 1) * 2 ** 24, 4 + 0x10 + (pointer === 8 ? 4 : 0));
  head.writeUInt16LE(info, before);
  const rights = Buffer.alloc(8);
  rights.writeUInt32LE(event.access ?? 0, 0);
  rights.writeUInt8(event.impersonates ? 12 : 0, 4);
  return Buffer.concat([head, text, rights, Buffer.alloc(event.impersonates ? 12 : 0)]);
}

function packPointer(address: bigint, pointer: number): Buffer {
  const bytes = Buffer.alloc(pointer);
  if (pointer === 8) {
    bytes.writeBigUInt64LE(address);
  } else {
    bytes.writeUInt32LE(Number(address));
  }
  return bytes;
}

function packProcesses(
  processes: readonly PmlProcessParts[],
  pointer: number,
  strings: Strings,
): Buffer {
  const all = processes.map((process, index) => packProcess(process, index, pointer, strings));
  const head = Buffer.alloc(4 + all.length * 8);
  head.writeUInt32LE(all.length, 0);
  let at = head.length;
  all.forEach((bytes, index) => {
    head.writeUInt32LE(index, 4 + index * 4);
    head.writeUInt32LE(at, 4 + (all.length + index) * 4);
    at += bytes.length;
  });
  return Buffer.concat([head, ...all]);
}

function packProcess(
  { pid, name, user = '', modules = [] }: PmlProcessParts,
  index: number,
  pointer: number,
  strings: Strings,
): Buffer {
  const head = Buffer.alloc(0x60 + pointer + 4);
  head.writeUInt32LE(index, 0);
  head.writeUInt32LE(pid, 4);
  head.writeUInt32LE(strings.add(user), 0x3c);
  head.writeUInt32LE(strings.add(name), 0x40);
  head.writeUInt32LE(modules.length, 0x60 + pointer);
  const packed = modules.map(({ base, size = 0x1000, path, company = '' }) => {
    const rest = Buffer.alloc(0x30);
    rest.writeUInt32LE(size, 0);
    rest.writeUInt32LE(strings.add(path), 4);
    rest.writeUInt32LE(strings.add(company), 12);
    return Buffer.concat([Buffer.alloc(pointer), packPointer(base, pointer), rest]);
  });
  return Buffer.concat([head, ...packed]);
}

class Strings {
  private readonly all: string[] = [''];

  add(text: string): number {
    return this.all.push(text) - 1;
  }

  pack(): Buffer {
    const packed = this.all.map((text) => {
      const bytes = Buffer.from(`${text}\0`, 'utf16le');
      const size = Buffer.alloc(4);
      size.writeUInt32LE(bytes.length);
      return Buffer.concat([size, bytes]);
    });
    const head = Buffer.alloc(4 + packed.length * 4);
    head.writeUInt32LE(packed.length, 0);
    let at = head.length;
    packed.forEach((bytes, index) => {
      head.writeUInt32LE(at, 4 + index * 4);
      at += bytes.length;
    });
    return Buffer.concat([head, ...packed]);
  }
}
