import { constants, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../../support/containers.ts';
import { packed, packedLog, packedRepeats } from '../../../support/packed-samples.ts';
import { buildXz } from '../../../support/xz.ts';

const start = packedLog.slice(0, 80);
const frame = zstdCompressSync(packedLog);
const checkedFrame = zstdCompressSync(packedLog, {
  params: { [constants.ZSTD_c_checksumFlag]: 1 },
});
const passed = Buffer.from('502a4d1803000000616263', 'hex');
const zeros = Buffer.alloc(2 ** 26);

describe('a lone packed file', () => {
  it.each<[string, Uint8Array, string]>([
    ['bzip2', packed.bzip2, packedLog],
    ['bzip2 of several blocks', packed.manyBlocks, packedRepeats],
    [
      'bzip2 behind bzip2',
      Buffer.concat([packed.bzip2, packed.manyBlocks]),
      packedLog + packedRepeats,
    ],
    ['xz', packed.xz, packedLog],
    ['xz with CRC-32', packed.xzCrc32, start],
    ['xz with SHA-256', packed.xzSha256, start],
    ['xz with filters', packed.xzDelta, start],
    [
      'xz behind xz, with zeros',
      Buffer.concat([packed.xz, Buffer.alloc(8), packed.xzCrc32]),
      packedLog + start,
    ],
    ['zstd', frame, packedLog],
    ['zstd of several frames', Buffer.concat([checkedFrame, passed, frame]), packedLog + packedLog],
  ])('is read: %s', async (_, bytes, text) => {
    for (const step of [7, 2 ** 20]) {
      const unpacked = await unpack(bytes, { step, ratio: 10_000 });

      expect(unpacked).toEqual({ files: [['', text, 'whole']], flaws: [] });
    }
  });

  it.each<[string, Uint8Array]>([
    ['bzip2', packed.bzip2],
    ['xz', packed.xz],
    ['zstd', checkedFrame],
  ])('says so where it is cut, and never reads what is not there: %s', async (_, bytes) => {
    for (let length = 12; length < bytes.length - 1; length += 37) {
      const { files } = await unpack(bytes.subarray(0, length));

      expect(files).toMatchObject([['', expect.anything(), 'truncated']]);
      expect(packedLog.startsWith(files[0]?.[1] ?? '-')).toBe(true);
    }
  });

  it.each<[string, Uint8Array, number]>([
    ['bzip2, its checksum', packed.bzip2, 11],
    ['xz, its data', packed.xz, 200],
    ['xz, its checksum', packed.xzSha256, packed.xzSha256.length - 40],
    ['zstd, its checksum', checkedFrame, checkedFrame.length - 1],
  ])('is told to be damaged: %s', async (_, bytes, at) => {
    const bad = Buffer.from(bytes);
    bad[at] = (bad[at] ?? 0) ^ 0x55;

    const { files } = await unpack(bad);

    expect(['damaged', 'wrong-checksum']).toContain(files[0]?.[2]);
  });

  it.each<[string, Uint8Array]>([
    ['bzip2', packed.bzip2],
    ['xz', packed.xz],
    ['zstd', frame],
  ])('is told to be followed by something else: %s', async (_, bytes) => {
    const { files } = await unpack(Buffer.concat([bytes, Buffer.from('Error 0x800f081f\r\n')]));

    expect(files).toEqual([['', packedLog, 'trailing']]);
  });

  it.each<[string, Uint8Array]>([
    ['bzip2', packed.bzip2Bomb],
    ['xz', buildXz(Buffer.concat(Array(64).fill(packed.zeroChunk)))],
    ['zstd', zstdCompressSync(zeros)],
  ])('is stopped where it expands too far: %s', async (_, bytes) => {
    const { files } = await unpack(bytes, { ratio: 20 });

    expect(files).toMatchObject([['', expect.anything(), 'over-ratio']]);
    expect(files[0]?.[1].length).toBeLessThan(20 * 2 ** 20);
  });
});
