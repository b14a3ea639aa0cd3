import { randomBytes } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpack } from '../../../support/containers.ts';
import { packed, packedLog } from '../../../support/packed-samples.ts';
import {
  buildSevenZip,
  type SevenZipFolderSpec,
  type SevenZipOptions,
} from '../../../support/seven-zip.ts';
import { sevenZipSamples } from '../../../support/seven-zip-samples.ts';
import { bomb } from '../../../support/zip.ts';

const log = Array.from(
  { length: 4000 },
  (_, index) => `2026-02-08 10:24:58, Info CBS Session: 30_${(index * 7919) % 10_007}\r\n`,
).join('');
const noise = randomBytes(60_000).toString('hex');
const files = [
  { name: '日志/CBS.log', content: log },
  { name: 'empty.log', content: '' },
  { name: '日志' },
  { name: 'noise.txt', content: noise },
];
const wanted = [
  ['empty.log', '', 'whole'],
  ['日志/CBS.log', log, 'whole'],
  ['noise.txt', noise, 'whole'],
];

describe('a sound 7z archive', () => {
  it.each<[string, SevenZipFolderSpec[], SevenZipOptions]>([
    ['in chunks', [{ files }], {}],
    ['stored', [{ files, method: 'copy' }], {}],
    ['deflated', [{ files, method: 'deflate' }], {}],
    ['with a packed header', [{ files }], { header: 'packed' }],
    [
      'of several folders',
      [{ files: files.slice(0, 1) }, { files: files.slice(1), method: 'copy' }],
      {},
    ],
  ])('is read: %s', async (_, folders, options) => {
    const unpacked = await unpack(buildSevenZip(folders, options), { step: 5000 });

    expect(unpacked).toEqual({ files: wanted, flaws: [] });
  });

  it.each(Object.entries(sevenZipSamples))('as 7-Zip writes it is read: %s', async (_, sample) => {
    const unpacked = await unpack(sample.bytes, { ratio: 10_000 });

    expect(unpacked).toEqual({ files: sample.files, flaws: [] });
  });
});

function rawFolder(coder: string, data: Uint8Array = Buffer.alloc(30), size = 20) {
  return { files: [{ name: 'a', content: log }], raw: { coder, data, size } };
}

const one: SevenZipFolderSpec = { files: [{ name: 'a', content: log }], method: 'copy' };

describe('a 7z archive of methods other than the usual', () => {
  it.each<[string, string, Uint8Array, Uint8Array]>([
    ['BZip2', '0103040202', packed.bzip2, Buffer.from(packedLog)],
    [
      'zstd, as forks of 7-Zip have it',
      '010404f71101',
      zstdCompressSync(packedLog),
      Buffer.from(packedLog),
    ],
    ['the filter for x86 behind plain data', '02040303010301000001', packed.x86, packed.x86Plain],
    [
      'delta in front of plain data',
      '022103010101000001',
      Buffer.from([1, 2, 3, 4]),
      Buffer.from([1, 2, 4, 6]),
    ],
  ])('is read: %s', async (_, coder, data, plain) => {
    const file = { name: 'CBS.log', content: plain };
    const archive = buildSevenZip([{ files: [file], raw: { coder, data, size: plain.length } }]);

    const { files: read } = await unpack(archive, { ratio: 10_000 });

    expect(read).toEqual([['CBS.log', Buffer.from(plain).toString(), 'whole']]);
  });

  it('is damaged when a coder feeds itself', async () => {
    const archive = buildSevenZip([rawFolder('02010001000000')]);

    expect((await unpack(archive)).flaws).toEqual([{ kind: 'damaged' }]);
  });
});

describe('a 7z archive that hides its content', () => {
  it('names what is behind a password', async () => {
    const { files: read, flaws } = await unpack(
      buildSevenZip([{ ...one, method: 'aes' }, { files: [{ name: 'b', content: 'b' }] }]),
    );

    expect(flaws).toEqual([]);
    expect(read).toEqual([
      ['a', '', 'encrypted'],
      ['b', 'b', 'whole'],
    ]);
  });

  it('says so when even the names are behind it', async () => {
    const unpacked = await unpack(buildSevenZip([one], { header: 'hidden' }));

    expect(unpacked).toEqual({ files: [], flaws: [{ kind: 'encrypted' }] });
  });
});

describe('what a 7z archive cannot be read for', () => {
  const whole = buildSevenZip([one]);

  it.each<[string, Uint8Array, string]>([
    ['cut in its start', whole.subarray(0, 20), 'truncated'],
    ['cut in its data', whole.subarray(0, 5000), 'truncated'],
    ['cut in its header', whole.subarray(0, whole.length - 3), 'truncated'],
    ['without files', buildSevenZip([]), 'empty'],
    ['of a folder only', buildSevenZip([{ files: [{ name: 'a' }], method: 'copy' }]), 'empty'],
    ['with a damaged start', buildSevenZip([one], { lies: { startChecksum: 1 } }), 'damaged'],
    ['with a damaged header', buildSevenZip([one], { lies: { headerChecksum: 1 } }), 'damaged'],
    [
      'with a header beyond all bounds',
      buildSevenZip([one], { lies: { headerSize: 2 ** 50 } }),
      'truncated',
    ],
  ])('is told: %s', async (_, bytes, kind) => {
    expect(await unpack(bytes)).toEqual({ files: [], flaws: [{ kind }] });
  });

  it('is told when there are more files than are allowed', async () => {
    const { flaws } = await unpack(buildSevenZip([{ files }]), { entries: 3 });

    expect(flaws).toMatchObject([{ kind: 'too-many-entries' }]);
  });

  it.each<[string, SevenZipFolderSpec, string]>([
    ['a wrong checksum', { ...one, lies: { checksum: 1 } }, 'wrong-checksum'],
    ['less data than it says', { ...one, lies: { size: log.length + 9 } }, 'wrong-size'],
    ['PPMd', rawFolder('0123030401050610000000'), 'ppmd'],
    ['the filter BCJ2', rawFolder('01040303011b'), 'program-filter'],
    ['a method that nobody knows', rawFolder('0103112233'), 'unsupported-method'],
    [
      'a dictionary of four gigabytes',
      {
        files: [{ name: 'a', content: 'a' }],
        raw: { coder: '0123030101055dffffffff', data: Buffer.alloc(30), size: 2 ** 32 },
      },
      'memory',
    ],
    [
      'properties of no LZMA',
      { ...one, raw: { coder: '012303010105ff00001000', data: Buffer.alloc(30), size: 20 } },
      'damaged',
    ],
    [
      'no LZMA at all',
      { ...one, raw: { coder: '0123030101055d00001000', data: Buffer.alloc(30, 9), size: 20 } },
      'damaged',
    ],
    [
      'no chunk where one belongs',
      {
        ...one,
        raw: { coder: '01212101 10'.replace(' ', ''), data: Buffer.from([9, 9]), size: 20 },
      },
      'damaged',
    ],
    [
      'a chunk that goes on with nothing',
      {
        ...one,
        raw: {
          coder: '0121210110',
          data: Buffer.from([0x80, 0, 9, 0, 5, 0, 0, 0, 0, 0, 0]),
          size: 20,
        },
      },
      'damaged',
    ],
    [
      'a bomb',
      {
        files: [{ name: 'a', content: 'a' }],
        raw: { coder: '0103040108', data: bomb(2 ** 26).data, size: 2 ** 26 },
      },
      'over-ratio',
    ],
    [
      'a bomb of LZMA2',
      rawFolder('0121210118', Buffer.concat(Array(32).fill(packed.zeroChunk)), 2 ** 26),
      'over-ratio',
    ],
    [
      'a bomb that says it is none',
      rawFolder('0121210118', Buffer.concat(Array(32).fill(packed.zeroChunk)), 2 ** 25),
      'over-ratio',
    ],
    ['a bomb of BZip2', rawFolder('0103040202', packed.bzip2Bomb, 2 ** 26), 'over-ratio'],
  ])('is told file by file: %s', async (_, folder, ending) => {
    const { files: read, flaws } = await unpack(buildSevenZip([folder]), { ratio: 20 });

    expect(flaws).toEqual([]);
    expect(read.map(([name, , told]) => [name, told])).toEqual([['a', ending]]);
  });

  it('is told of each file behind a bad spot, with what stands before it', async () => {
    const { bytes, files: sound } = sevenZipSamples['of two logs'];
    const bad = Buffer.from(bytes);
    bad.fill(0x55, 300, 330);

    const { files: read } = await unpack(bad, { ratio: 10_000 });

    const [first, second] = read;
    expect(first?.[2]).toBe('damaged');
    expect(first?.[1].length).toBeGreaterThan(100);
    expect(sound[0]?.[1].slice(0, 100)).toBe(first?.[1].slice(0, 100));
    expect(second?.slice(1)).toEqual(['', 'damaged']);
  });
});
