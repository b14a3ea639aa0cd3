import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openContainer, unpack } from '../../../support/containers.ts';
import { buildTar, type TarSpec } from '../../../support/tar.ts';
import { gbk } from '../../../support/zip.ts';

const log = '2026-02-08 10:24:58, Info CBS Session: 30_1 initialized\r\n'.repeat(400);
const deep = `${'logs/'.repeat(25)}setupact.log`;
const longer = `${'很深的文件夹/'.repeat(20)}升级失败.log`;

describe('a tar file', () => {
  it.each<[string, TarSpec]>([
    ['ustar', { name: 'CBS.log', content: log }],
    ['old', { name: 'CBS.log', content: log, form: 'old' }],
    ['GNU', { name: 'CBS.log', content: log, form: 'gnu', binarySize: true }],
    ['a name in two parts', { name: deep, content: log, long: 'prefix' }],
    ['a long name of GNU', { name: longer, content: log, form: 'gnu', long: 'gnu' }],
    ['a long name of pax', { name: longer, content: log, long: 'pax' }],
    ['nothing', { name: 'empty.log' }],
    ['whole blocks', { name: 'a', content: 'x'.repeat(1024) }],
  ])('is read, however its bytes come: %s', async (_, spec) => {
    const bytes = buildTar([spec, { name: 'last.log', content: 'last' }]);

    for (const step of [2 ** 20, 511, 7]) {
      expect(await unpack(bytes, { step })).toEqual({
        files: [
          [spec.name, spec.content ?? '', 'whole'],
          ['last.log', 'last', 'whole'],
        ],
        flaws: [],
      });
    }
  });

  it('holds folders, links and devices, of which only links are told', async () => {
    const { files } = await unpack(
      buildTar([
        { name: 'logs/', type: '5' },
        { name: 'old form of a folder/', form: 'old' },
        { name: 'link.log', type: '2' },
        { name: 'comment', type: 'g', content: '20 comment=whatever\n' },
        { name: 'CBS.log', content: log },
      ]),
    );

    expect(files).toEqual([
      ['link.log', '', 'link'],
      ['CBS.log', log, 'whole'],
    ]);
  });

  it.each<[string, TarSpec['name']]>([
    ['日志/升级失败.log', gbk('日志/升级失败.log')],
    ['日志/升级失败.log', '日志/升级失败.log'],
    ['etc/passwd', '../../etc/passwd'],
    ['var/log/a', '/var/log/a'],
  ])('gives %s its name', async (shown, name) => {
    expect((await unpack(buildTar([{ name, content: 'x' }]))).files).toEqual([
      [shown, 'x', 'whole'],
    ]);
  });

  it('is read when what stands in it is not all asked for', async () => {
    const specs = ['a', 'b', 'c'].map((name) => ({ name, content: name + log }));
    const { container, source, budget } = openContainer(buildTar(specs), { step: 1000 });

    const seen: string[] = [];
    for await (const found of container?.list(source, budget) ?? []) {
      if (found.kind === 'file' && found.name !== 'b') {
        for await (const chunk of found.open()) {
          seen.push(Buffer.from(chunk).toString('latin1', 0, 5));
          break;
        }
      }
    }

    expect(seen).toEqual(['a2026', 'c2026']);
  });

  it('goes on behind another that was put before it', async () => {
    const [one, two] = ['a', 'b'].map((name) => buildTar([{ name, content: log }]));

    const { files } = await unpack(
      Buffer.concat([one ?? '', two ?? ''].map((part) => Buffer.from(part))),
    );

    expect(files.map(([name]) => name)).toEqual(['a', 'b']);
  });
});

describe('a tar file that is not whole', () => {
  const specs = ['a', 'b', 'c'].map((name) => ({ name, content: name + log }));
  const whole = buildTar(specs);
  const one = whole.length / 3 - 1024 / 3;

  it('gives what stands before the break', async () => {
    const { files, flaws } = await unpack(whole.subarray(0, one + 5000));

    expect(flaws).toEqual([{ kind: 'cut' }]);
    expect(files).toMatchObject([
      ['a', `a${log}`, 'whole'],
      ['b', expect.any(String), 'truncated'],
    ]);
    expect(files[1]?.[1].length).toBe(5000 - 512);
  });

  it('is whole without the two empty blocks', async () => {
    expect((await unpack(whole.subarray(0, -1024))).flaws).toEqual([]);
  });

  it('is read on behind a damaged stretch', async () => {
    const bytes = Buffer.concat([whole.subarray(0, one), randomBytes(5120), whole.subarray(one)]);

    const { files, flaws } = await unpack(bytes);

    expect(files).toEqual(specs.map(({ name, content }) => [name, content, 'whole']));
    expect(flaws).toEqual([{ kind: 'torn' }]);
  });

  it('loses the file whose header is damaged, and no other', async () => {
    const bytes = buildTar(
      specs.map((spec) => (spec.name === 'b' ? { ...spec, lies: { checksum: 1 } } : spec)),
    );

    const { files, flaws } = await unpack(bytes);

    expect(files.map(([name]) => name)).toEqual(['a', 'c']);
    expect(flaws).toEqual([{ kind: 'torn' }]);
  });

  it('with a size beyond all bounds gives what is there', async () => {
    const { files, flaws } = await unpack(
      buildTar([{ name: 'a', content: log, binarySize: true, lies: { size: 0xffffffff } }]),
    );

    expect(files[0]?.[1].startsWith(log)).toBe(true);
    expect([files[0]?.[2], flaws]).toEqual(['truncated', [{ kind: 'cut' }]]);
  });

  it('with a name of gigabytes has nothing to give', async () => {
    const { files } = await unpack(
      buildTar([{ name: 'x', type: 'L', content: log, binarySize: true, lies: { size: 2 ** 31 } }]),
    );

    expect(files).toEqual([]);
  });

  it('gives no more files than are allowed', async () => {
    const { files, flaws } = await unpack(whole, { entries: 2 });

    expect(files.map(([name]) => name)).toEqual(['a', 'b']);
    expect(flaws).toEqual([{ kind: 'first-entries', limit: 2 }]);
  });
});

it('comes to an end when a table of attributes does not', async () => {
  const table = '12 path=abc\nx'.padEnd(40, 'x');

  const unpacked = await unpack(
    buildTar([
      { name: 'PaxHeaders/x', type: 'x', content: table },
      { name: 'a', content: log },
    ]),
  );

  expect(unpacked).toEqual({ files: [['abc', log, 'whole']], flaws: [] });
});
