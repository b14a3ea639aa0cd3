import { crc32 } from 'node:zlib';

/** A file of one block, its data packed elsewhere with LZMA2; without checks, and without an index where nobody gets. */
export function buildXz(data: Uint8Array): Buffer {
  const flags = Buffer.from([0, 0]);
  const block = Buffer.from([2, 0, 0x21, 1, 0x16, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from('fd377a585a00', 'hex'),
    flags,
    checksumOf(flags),
    block,
    checksumOf(block),
    data,
  ]);
}

function checksumOf(bytes: Uint8Array): Buffer {
  const told = Buffer.alloc(4);
  told.writeUInt32LE(crc32(bytes));
  return told;
}
