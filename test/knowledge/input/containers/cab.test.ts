import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildCab, type CabFolderSpec, type CabOptions, cabOf } from '../../../support/cab.ts';
import { openContainer, unpack } from '../../../support/containers.ts';
import { gbk } from '../../../support/zip.ts';

/** Over several blocks, each of which refers to the one before. */
const log = Array.from(
  { length: 4000 },
  (_, index) =>
    `2026-02-08 10:24:58, Info CBS Session: 30_${(index * 7919) % 10_007} initialized\r\n`,
).join('');
const noise = randomBytes(60_000).toString('hex');
const blocksOfLog = Math.ceil(log.length / 32_768);

describe('a sound cabinet', () => {
  it.each<[string, CabFolderSpec[], CabOptions]>([
    ['of one log', [{ files: [{ name: 'a', content: log }] }], {}],
    ['stored', [{ method: 0, files: [{ name: 'a', content: log }] }], {}],
    ['without checksums', [{ files: [{ name: 'a', content: log }] }], { unchecked: true }],
    [
      'with room for a signature',
      [{ files: [{ name: 'a', content: log }] }],
      { reserve: { header: 6144, folder: 3, block: 5 } },
    ],
    [
      'of several files in one folder',
      [
        {
          files: [
            { name: 'a', content: log },
            { name: 'b', content: '' },
            { name: 'c', content: noise },
            { name: 'd', content: 'x' },
          ],
        },
      ],
      {},
    ],
    [
      'of several folders',
      [
        { files: [{ name: 'a', content: log }] },
        { method: 0, files: [{ name: 'b', content: noise }] },
        { files: [{ name: 'c', content: 'c' }] },
      ],
      {},
    ],
  ])('is read: %s', async (_, folders, options) => {
    const unpacked = await unpack(buildCab(folders, options));

    const files = folders.flatMap(({ files }) => files);
    expect(unpacked.flaws).toEqual([]);
    expect(unpacked.files).toEqual(files.map(({ name, content }) => [name, content, 'whole']));
  });

  it('is read when what stands in it is not all asked for', async () => {
    const files = ['a', 'b', 'c'].map((name) => ({ name, content: name + log }));
    const { container, source, budget } = openContainer(buildCab([{ files }]));

    const seen: string[] = [];
    for await (const found of container?.list(source, budget) ?? []) {
      if (found.kind === 'file' && found.name !== 'b') {
        for await (const chunk of found.open()) {
          seen.push(`${found.name} ${Buffer.from(chunk).toString('latin1', 0, 5)}`);
          break;
        }
      }
    }

    expect(seen).toEqual(['a a2026', 'c c2026']);
  });

  it('is not tried again when the caller gives up', async () => {
    const stop = new AbortController();
    const { container, source, budget } = openContainer(cabOf('a', log.repeat(20)), {
      signal: stop.signal,
    });

    const reading = async () => {
      for await (const found of container?.list(source, budget) ?? []) {
        for await (const _ of found.kind === 'file' ? found.open() : []) {
          stop.abort(new Error('enough'));
        }
      }
    };

    await expect(reading()).rejects.toThrow('enough');
  });
});

describe('names in a cabinet', () => {
  it.each<[string, string | Uint8Array, boolean]>([
    ['日志/升级失败.log', gbk('日志\\升级失败.log'), false],
    ['日志/升级失败.log', '日志\\升级失败.log', true],
    ['CbsPersist_20260301.log', 'CbsPersist_20260301.log', false],
    ['evil.log', '..\\..\\evil.log', false],
    ['Windows/evil.log', 'C:\\Windows\\evil.log', false],
  ])('are read as %s', async (shown, name, utf8Flag) => {
    const { files } = await unpack(buildCab([{ files: [{ name, content: 'x', utf8Flag }] }]));

    expect(files).toEqual([[shown, 'x', 'whole']]);
  });
});

describe('a cabinet that breaks off', () => {
  it('gives what stands before the break, and names the files behind it', async () => {
    const files = ['a', 'b', 'c'].map((name) => ({ name, content: name + noise }));
    const whole = buildCab([{ files }]);

    const unpacked = await unpack(whole.subarray(0, whole.length >> 1));

    expect(unpacked.flaws).toEqual([{ kind: 'cut' }]);
    expect(unpacked.files).toMatchObject([
      ['a', `a${noise}`, 'whole'],
      ['b', expect.any(String), 'truncated'],
      ['c', '', 'truncated'],
    ]);
    const beginning = unpacked.files[1]?.[1] ?? '';
    expect(`b${noise}`.startsWith(beginning)).toBe(true);
    expect(beginning.length).toBeGreaterThan(noise.length * 0.45);
  });

  it.each([10, 36, 50])('in its first %i bytes has nothing to give', async (length) => {
    const unpacked = await unpack(cabOf('CBS.log', log).subarray(0, length));

    expect(unpacked).toEqual({ files: [], flaws: [{ kind: 'truncated' }] });
  });
});

describe('damage', () => {
  const withBlock = (block: CabFolderSpec['block']) =>
    unpack(
      buildCab([
        { files: [{ name: 'a', content: log }], ...(block && { block }) },
        { files: [{ name: 'b', content: 'b' }] },
      ]),
    );

  it('of a checksum is told and the content read on', async () => {
    expect(await withBlock({ at: 1, checksum: 1 })).toEqual({
      files: [
        ['a', log, 'wrong-checksum'],
        ['b', 'b', 'whole'],
      ],
      flaws: [],
    });
  });

  it('of a checksum is told only of the file whose bytes it is', async () => {
    const files = ['a', 'b', 'c'].map((name) => ({ name, content: noise.slice(0, 65_536) }));

    const unpacked = await unpack(buildCab([{ files, block: { at: 3, checksum: 1 } }]));

    expect(unpacked.files.map(([, , ending]) => ending)).toEqual([
      'whole',
      'wrong-checksum',
      'whole',
    ]);
  });

  it('of the packed data ends the folder there and leaves the others alone', async () => {
    const unpacked = await withBlock({
      at: 2,
      change: (data) => data.fill(0xff, data.length >> 1),
    });

    expect(unpacked.files).toMatchObject([
      ['a', expect.any(String), 'damaged'],
      ['b', 'b', 'whole'],
    ]);
    const beginning = unpacked.files[0]?.[1] ?? '';
    expect(log.startsWith(beginning.slice(0, 2 * 32_768 + 5000))).toBe(true);
    expect(beginning.length).toBeGreaterThan(2 * 32_768 + 5000);
    expect(beginning.length).toBeLessThanOrEqual(3 * 32_768);
  });

  it.each<[string, CabFolderSpec['block'], string]>([
    ['a block without its mark', { at: 0, change: (data) => data.fill(0, 0, 2) }, 'damaged'],
    ['a block that claims another size', { at: 0, size: 10 }, 'wrong-size'],
    ['a block that goes on in a cabinet that there is not', { at: 0, size: 0 }, 'damaged'],
  ])('is told: %s', async (_, block, ending) => {
    const { files } = await withBlock(block);

    expect(files.map((file) => file[2])).toEqual([ending, 'whole']);
  });

  it('of all kinds at once loses no block that can be had', async () => {
    const last = blocksOfLog - 1;
    const unpacked = await withBlock({ at: last, change: (data) => data.subarray(0, 3) });

    expect(unpacked.files[0]?.[1]?.slice(0, last * 32_768)).toBe(log.slice(0, last * 32_768));
    expect(unpacked.files[0]?.[2]).toBe('damaged');
  });
});

describe('what a cabinet claims', () => {
  const one = (
    lies: NonNullable<CabFolderSpec['files'][number]['lies']>,
    folder: CabFolderSpec['lies'] = {},
  ) =>
    unpack(
      buildCab([
        {
          files: [
            { name: 'a', content: log, lies },
            { name: 'b', content: 'b' },
          ],
          lies: folder,
        },
      ]),
    );

  it.each<[string, Parameters<typeof one>, string[]]>([
    ['a size far beyond the end', [{ size: 0xffffffff }], ['wrong-size', 'overlapping']],
    ['a place far beyond the end', [{ start: 0xfffffff0 }], ['whole', 'wrong-size']],
    ['a folder that is not there', [{ folder: 9 }], ['damaged', 'whole']],
    ['the same place for two files', [{ start: log.length }], ['wrong-size', 'overlapping']],
    ['no blocks', [{}, { blocks: 0 }], ['wrong-size', 'wrong-size']],
    [
      'more blocks than there are',
      [{ size: 2 ** 30 }, { blocks: 65_535 }],
      ['truncated', 'overlapping'],
    ],
    ['data beyond the end', [{}, { start: 0xffffff00 }], ['truncated', 'truncated']],
    ['data in its own header', [{}, { start: 0 }], ['damaged', 'damaged']],
  ])('is not believed: %s', async (_, lies, endings) => {
    const { files } = await one(...lies);

    expect(files.map(([, , ending]) => ending).toSorted()).toEqual(endings.toSorted());
  });

  it.each<[string, CabOptions, string]>([
    ['more files than there are', { lies: { fileCount: 900 } }, 'cut'],
    ['more files than may be', { lies: { fileCount: 65_535 } }, 'too-many-entries'],
    ['no files', { lies: { fileCount: 0 } }, 'empty'],
    ['a list beyond the end', { lies: { filesAt: 0xffffff00 } }, 'truncated'],
    ['a size beyond the end', { lies: { size: 0xffffffff } }, 'cut'],
    ['folders without end', { lies: { folderCount: 65_535 } }, ''],
  ])('about itself is not believed either: %s', async (_, options, flaw) => {
    const { flaws } = await unpack(buildCab([{ files: [{ name: 'a', content: log }] }], options));

    expect(flaws.map(({ kind }) => kind).join()).toBe(flaw);
  });

  it('cannot make it read the same bytes for ever', async () => {
    const mebibyte = Buffer.alloc(2 ** 20);
    const whole = buildCab([{ files: [{ name: 'a', content: mebibyte }] }]);
    const folders = Array.from({ length: 300 }, (_, index) => ({
      files: [{ name: `${index}`, lies: { size: mebibyte.length } }],
      lies: { start: 0, blocks: 32 },
    }));
    const list = buildCab(folders);
    const blocks = whole.subarray(whole.readUInt32LE(36));
    for (let index = 0; index < folders.length; index += 1) {
      list.writeUInt32LE(list.length, 36 + index * 8);
    }

    const { files } = await unpack(Buffer.concat([list, blocks]), { ratio: 10 });

    const text = files.reduce((sum, file) => sum + file[1].length, 0);
    expect(text).toBeLessThan(20 * mebibyte.length);
    expect(files.at(-1)?.[2]).toBe('over-ratio');
  });
});

describe('methods', () => {
  it.each([
    [2, 'quantum'],
    [3, 'damaged'],
    [7, 'unsupported-method'],
  ])('%i is named %s, and the rest read', async (method, problem) => {
    const cab = buildCab([
      { method, files: [{ name: 'a', content: log }] },
      { files: [{ name: 'b', content: 'b' }] },
    ]);

    expect((await unpack(cab)).files).toEqual([
      ['a', '', problem],
      ['b', 'b', 'whole'],
    ]);
  });
});

describe('one cabinet of a set', () => {
  it.each<[CabOptions, number | undefined, string, string]>([
    [{ next: 'disk2.cab' }, 0xfffe, 'after', 'whole'],
    [{ next: 'disk2.cab' }, undefined, 'after', 'whole'],
    [{ previous: 'disk1.cab' }, 0xfffd, 'before', 'other-volume'],
    [{ previous: 'disk1.cab', next: 'disk3.cab' }, 0xffff, 'both', 'other-volume'],
  ])('says so and gives what is whole in it: %j %s', async (options, folder, missing, ending) => {
    const lies = folder === undefined ? {} : { folder };
    const cab = buildCab([{ files: [{ name: 'a', content: log, lies }] }], options);

    const unpacked = await unpack(cab);

    expect(unpacked.flaws).toEqual([{ kind: 'volume', missing }]);
    expect(unpacked.files).toMatchObject([['a', ending === 'whole' ? log : '', ending]]);
  });

  it('gives the beginning of a file that goes on in the next', async () => {
    const cab = buildCab(
      [
        {
          files: [{ name: 'a', content: log, lies: { folder: 0xfffe, size: log.length + 9 } }],
          block: { at: blocksOfLog - 1, size: 0 },
        },
      ],
      { next: 'disk2.cab' },
    );

    const { files } = await unpack(cab);

    expect(files).toEqual([['a', log.slice(0, (blocksOfLog - 1) * 32_768), 'next-volume']]);
  });
});

describe('a bomb in a cabinet', () => {
  it('is stopped by the ratio', async () => {
    const { files } = await unpack(cabOf('CBS.log', Buffer.alloc(2 ** 26)), { ratio: 20 });

    expect(files.map(([name, , ending]) => [name, ending])).toEqual([['CBS.log', 'over-ratio']]);
    expect(files[0]?.[1].length).toBeLessThan(2 ** 25);
  });

  it('is no reason to refuse a small repetitive file', async () => {
    const { files } = await unpack(cabOf('CBS.log', Buffer.alloc(2 ** 23)));

    expect(files[0]?.[2]).toBe('whole');
  });

  it('does not outlive the time', async () => {
    const { files } = await unpack(cabOf('CBS.log', log), { deadline: Date.now() - 1 });

    expect(files[0]?.[2]).toBe('time');
  });
});
