import { randomBytes } from 'node:crypto';
import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openContainer, unpack } from '../../../support/containers.ts';
import { buildGzip, type GzipSpec } from '../../../support/gzip.ts';
import { bomb } from '../../../support/zip.ts';

const log = '2026-02-08 10:24:58, Info CBS Session: 30_1 initialized\r\n'.repeat(4000);
const noise = randomBytes(60_000).toString('hex');

describe('a gzip file', () => {
  it.each<[string, GzipSpec[]]>([
    ['of one member', [{ content: log }]],
    ['of nothing', [{ content: '' }]],
    [
      'with every field in its header',
      [
        {
          content: log,
          name: 'CBS.log',
          comment: '日志',
          extra: randomBytes(300),
          headerChecksum: true,
        },
      ],
    ],
    [
      'of several members',
      [{ content: log }, { content: '' }, { content: noise, name: 'b' }, { content: 'c' }],
    ],
  ])('is read: %s', async (_, members) => {
    const { files } = await unpack(buildGzip(...members));

    expect(files).toEqual([['', members.map(({ content }) => content).join(''), 'whole']]);
  });

  it('may be filled up with zeros', async () => {
    const { files } = await unpack(
      Buffer.concat([buildGzip({ content: log }), Buffer.alloc(9000)]),
    );

    expect(files).toEqual([['', log, 'whole']]);
  });

  it('is not read on when the caller gives up', async () => {
    const stop = new AbortController();
    const { container, source, budget } = openContainer(buildGzip({ raw: bomb(2 ** 23) }), {
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

describe('a gzip file that is not whole', () => {
  const two = buildGzip({ content: log }, { content: noise });
  const first = buildGzip({ content: log }).length;

  it.each<[string, Buffer, string, string]>([
    ['cut in its last member', two.subarray(0, -20_000), log, 'truncated'],
    ['cut in its trailer', two.subarray(0, -3), log + noise, 'truncated'],
    ['cut between a header and its data', two.subarray(0, first + 10), log, 'truncated'],
    ['cut in its first header', two.subarray(0, 9), '', 'truncated'],
    [
      'followed by something else',
      Buffer.concat([two, Buffer.from('more')]),
      log + noise,
      'trailing',
    ],
    [
      'with a wrong checksum',
      buildGzip({ content: log, lies: { checksum: 1 } }),
      log,
      'wrong-checksum',
    ],
    ['with a wrong size', buildGzip({ content: log, lies: { size: 1 } }), log, 'wrong-size'],
  ])('gives what it holds: %s', async (_, bytes, beginning, ending) => {
    const { files } = await unpack(bytes);

    expect(files[0]?.[2]).toBe(ending);
    expect(files[0]?.[1].startsWith(beginning)).toBe(true);
    expect((log + noise).startsWith(files[0]?.[1] ?? 'x')).toBe(true);
  });

  it('loses next to nothing before a bad spot', async () => {
    const good = deflateRawSync(Buffer.from(noise), { finishFlush: constants.Z_FULL_FLUSH });
    const data = Buffer.concat([good, Buffer.alloc(5000, 0xff)]);

    const { files } = await unpack(buildGzip({ raw: { data, size: 0, checksum: 0 } }));

    expect(files[0]?.[2]).toBe('damaged');
    expect(files[0]?.[1].slice(0, noise.length - 200) === noise.slice(0, -200)).toBe(true);
  });
});

describe('a bomb in a gzip file', () => {
  it.each([
    ['one member', buildGzip({ raw: bomb(2 ** 27) })],
    ['many members', buildGzip(...Array<GzipSpec>(128).fill({ raw: bomb(2 ** 20) }))],
  ])('is stopped by the ratio: %s', async (_, bytes) => {
    const { files } = await unpack(bytes, { ratio: 20 });

    expect(files[0]?.[2]).toBe('over-ratio');
    expect(files[0]?.[1].length).toBeLessThan(2 ** 26);
  });

  it('does not outlive the time', async () => {
    const { files } = await unpack(buildGzip({ content: log }), { deadline: Date.now() - 1 });

    expect(files).toEqual([['', '', 'time']]);
  });
});
