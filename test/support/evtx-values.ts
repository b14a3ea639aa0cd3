/** A value of a substitution array: its type by number, and its bytes. */
export interface EvtxValue {
  type: number;
  bytes: Buffer;
}

function fixed(type: number, size: number, write: (buffer: Buffer) => void): EvtxValue {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return { type, bytes };
}

/** Milliseconds since 1970 as a FILETIME. */
export function fileTime(at: number): bigint {
  return (BigInt(at) + 11_644_473_600_000n) * 10_000n;
}

function guidBytes(text: string): Buffer {
  const hex = Buffer.from(text.replace(/[{}-]/gu, ''), 'hex');
  hex.subarray(0, 4).reverse();
  hex.subarray(4, 6).reverse();
  hex.subarray(6, 8).reverse();
  return hex;
}

function sidBytes(text: string): Buffer {
  const [, revision = '1', authority = '0', ...parts] = text.split('-');
  const bytes = Buffer.alloc(8 + parts.length * 4);
  bytes[0] = Number(revision);
  bytes[1] = parts.length;
  bytes.writeUIntBE(Number(authority), 2, 6);
  parts.forEach((part, index) => {
    bytes.writeUInt32LE(Number(part), 8 + index * 4);
  });
  return bytes;
}

/** One maker for each type of [MS-EVEN6] 2.2.12. */
export const evtxValue = {
  none: (): EvtxValue => ({ type: 0, bytes: Buffer.alloc(0) }),
  text: (text: string): EvtxValue => ({ type: 0x01, bytes: Buffer.from(text, 'utf16le') }),
  ansi: (text: string): EvtxValue => ({ type: 0x02, bytes: Buffer.from(text, 'latin1') }),
  int8: (value: number) => fixed(0x03, 1, (b) => b.writeInt8(value)),
  uint8: (value: number) => fixed(0x04, 1, (b) => b.writeUInt8(value)),
  int16: (value: number) => fixed(0x05, 2, (b) => b.writeInt16LE(value)),
  uint16: (value: number) => fixed(0x06, 2, (b) => b.writeUInt16LE(value)),
  int32: (value: number) => fixed(0x07, 4, (b) => b.writeInt32LE(value)),
  uint32: (value: number) => fixed(0x08, 4, (b) => b.writeUInt32LE(value)),
  int64: (value: bigint) => fixed(0x09, 8, (b) => b.writeBigInt64LE(value)),
  uint64: (value: bigint) => fixed(0x0a, 8, (b) => b.writeBigUInt64LE(value)),
  real32: (value: number) => fixed(0x0b, 4, (b) => b.writeFloatLE(value)),
  real64: (value: number) => fixed(0x0c, 8, (b) => b.writeDoubleLE(value)),
  boolean: (value: boolean, size = 4) => fixed(0x0d, size, (b) => b.writeUInt8(value ? 1 : 0)),
  binary: (bytes: Uint8Array): EvtxValue => ({ type: 0x0e, bytes: Buffer.from(bytes) }),
  guid: (text: string): EvtxValue => ({ type: 0x0f, bytes: guidBytes(text) }),
  size: (value: bigint) => fixed(0x10, 8, (b) => b.writeBigUInt64LE(value)),
  fileTime: (at: number) => fixed(0x11, 8, (b) => b.writeBigUInt64LE(fileTime(at))),
  systemTime: (parts: readonly number[]) =>
    fixed(0x12, 16, (b) => {
      parts.forEach((part, index) => {
        b.writeUInt16LE(part, index * 2);
      });
    }),
  sid: (text: string): EvtxValue => ({ type: 0x13, bytes: sidBytes(text) }),
  hex32: (value: number) => fixed(0x14, 4, (b) => b.writeUInt32LE(value)),
  hex64: (value: bigint) => fixed(0x15, 8, (b) => b.writeBigUInt64LE(value)),
  /** Items of one type; strings end with NUL each. */
  array: (items: readonly EvtxValue[]): EvtxValue => {
    const type = items[0]?.type ?? 0x01;
    const end = type === 0x01 ? Buffer.alloc(2) : Buffer.alloc(type === 0x02 ? 1 : 0);
    const bytes = Buffer.concat(items.flatMap((item) => [item.bytes, end]));
    return { type: 0x80 | type, bytes };
  },
};
