/** A driver or library of a dump that a test builds. */
export interface BuiltModule {
  name: string;
  base: bigint;
  size: number;
}

export interface BuiltKernelDump {
  code: number;
  parameters?: readonly bigint[];
  /** 4 is a small dump. */
  type?: number;
  drivers?: readonly BuiltModule[];
  /** The innermost call first. */
  stack?: readonly bigint[];
  exception?: { code: number; address: bigint };
  time?: string;
  /** How long an entry of the driver list is. */
  entry?: number;
}

export const kernelBase = 0xffff_f802_1000_0000n;
const unixEpoch = 11_644_473_600_000n;

/**
 * A small dump of a 64-bit kernel, from the layout that public readers give: header of 0x2000 bytes, the triage
 * header, the driver list, names of counted characters, the stack.
 */
export function buildKernelDump(story: BuiltKernelDump): Buffer {
  const bytes = Buffer.alloc(0x10000);
  bytes.write('PAGE'.repeat(0x800), 0, 'latin1');
  bytes.write('PAGEDU64', 0, 'latin1');
  bytes.writeUInt32LE(15, 8);
  bytes.writeUInt32LE(19041, 12);
  bytes.writeUInt32LE(story.code, 0x38);
  [0, 1, 2, 3].forEach((index) => {
    bytes.writeBigUInt64LE(story.parameters?.[index] ?? 0n, 0x40 + index * 8);
  });
  bytes.writeUInt32LE(story.exception?.code ?? 0, 0xf00);
  bytes.writeBigUInt64LE(story.exception?.address ?? 0n, 0xf10);
  bytes.writeUInt32LE(story.type ?? 4, 0xf98);
  const at = BigInt(Date.parse(story.time ?? '2026-03-02T11:36:05Z'));
  bytes.writeBigUInt64LE((at + unixEpoch) * 10_000n, 0xfa8);
  writeTriage(bytes, story);
  return bytes;
}

function writeTriage(bytes: Buffer, { drivers = [], stack = [], entry = 0x90 }: BuiltKernelDump) {
  const list = 0x3000;
  const names = 0x8000;
  const calls = 0xf000;
  bytes.writeUInt32LE(calls, 0x2028);
  bytes.writeUInt32LE(stack.length * 8, 0x202c);
  bytes.writeUInt32LE(list, 0x2030);
  bytes.writeUInt32LE(drivers.length, 0x2034);
  drivers.forEach(({ name, base, size }, index) => {
    const start = list + index * entry;
    const place = names + index * 128;
    bytes.writeUInt32LE(place, start);
    bytes.writeBigUInt64LE(base, start + 0x38);
    bytes.writeUInt32LE(size, start + 0x48);
    bytes.writeUInt32LE(name.length, place);
    bytes.write(`${name}\0`, place + 4, 'utf16le');
  });
  stack.forEach((value, index) => {
    bytes.writeBigUInt64LE(value, calls + index * 8);
  });
}

/** The same of 32 bits. */
export function buildNarrowDump(story: BuiltKernelDump): Buffer {
  const bytes = Buffer.alloc(0x8000);
  bytes.write('PAGEDUMP', 0, 'latin1');
  bytes.writeUInt32LE(19041, 12);
  bytes.writeUInt32LE(story.code, 0x28);
  [0, 1, 2, 3].forEach((index) => {
    bytes.writeUInt32LE(Number(story.parameters?.[index] ?? 0n), 0x2c + index * 4);
  });
  bytes.writeUInt32LE(story.type ?? 4, 0xf88);
  const drivers = story.drivers ?? [];
  bytes.writeUInt32LE(0x2000, 0x1030);
  bytes.writeUInt32LE(drivers.length, 0x1034);
  drivers.forEach(({ name, base, size }, index) => {
    const start = 0x2000 + index * (story.entry ?? 0x54);
    const place = 0x5000 + index * 128;
    bytes.writeUInt32LE(place, start);
    bytes.writeUInt32LE(Number(base), start + 0x1c);
    bytes.writeUInt32LE(size, start + 0x24);
    bytes.writeUInt32LE(name.length, place);
    bytes.write(`${name}\0`, place + 4, 'utf16le');
  });
  return bytes;
}

export interface BuiltUserDump {
  modules: readonly BuiltModule[];
  exception?: { code: number; address: bigint };
}

/** https://learn.microsoft.com/windows/win32/api/minidumpapiset: header, directory, three streams, names. */
export function buildUserDump({ modules, exception }: BuiltUserDump): Buffer {
  const bytes = Buffer.alloc(0x8000);
  const streams = [[7, 0x100], [4, 0x1000], ...(exception ? [[6, 0x200]] : [])] as const;
  bytes.write('MDMP', 0, 'latin1');
  bytes.writeUInt32LE(0xa793, 4);
  bytes.writeUInt32LE(streams.length, 8);
  bytes.writeUInt32LE(0x20, 12);
  bytes.writeUInt32LE(Date.parse('2026-03-02T11:36:05Z') / 1000, 0x14);
  streams.forEach(([kind = 0, place = 0], index) => {
    bytes.writeUInt32LE(kind, 0x20 + index * 12);
    bytes.writeUInt32LE(0x80, 0x24 + index * 12);
    bytes.writeUInt32LE(place, 0x28 + index * 12);
  });
  bytes.writeUInt32LE(19041, 0x110);
  bytes.writeUInt32LE(exception?.code ?? 0, 0x208);
  bytes.writeBigUInt64LE(exception?.address ?? 0n, 0x218);
  bytes.writeUInt32LE(modules.length, 0x1000);
  modules.forEach(({ name, base, size }, index) => {
    const start = 0x1004 + index * 108;
    const place = 0x4000 + index * 256;
    bytes.writeBigUInt64LE(base, start);
    bytes.writeUInt32LE(size, start + 8);
    bytes.writeUInt32LE(place, start + 20);
    bytes.writeUInt32LE(name.length * 2, place);
    bytes.write(`${name}\0`, place + 4, 'utf16le');
  });
  return bytes;
}
