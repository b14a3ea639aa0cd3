import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { ContainerDamage } from '../../../knowledge/input/damage.ts';
import { readZip, type ZipEntry } from '../../../knowledge/input/zip.ts';
import { bufferBytes, fileBytes } from '../../../knowledge/input/zip-bytes.ts';
import { bomb, buildZip, gbk, type ZipOptions, type ZipSpec } from '../../support/zip.ts';

const limits = { entries: 100, ratio: 200, totalBytes: 2 ** 31 };
const log = '2026-02-08 10:24:58, Error CBS Failed [HRESULT = 0x80070005]\r\n'.repeat(5000);
const folder = await mkdtemp(path.join(os.tmpdir(), 'caselens-zip-'));

afterAll(() => rm(folder, { recursive: true }));

async function list(zip: Uint8Array, limitsNow = limits) {
  const reading = await readZip(bufferBytes(zip), limitsNow);
  if (reading.kind === 'unreadable') {
    throw new Error(reading.reason);
  }
  return reading;
}

async function content(entry: ZipEntry | undefined) {
  if (!entry || entry.problem !== undefined) {
    throw new Error(`no content: ${entry?.problem}`);
  }
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of entry.open()) {
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ContainerDamage) {
      return { text: Buffer.concat(chunks).toString(), damage: error.kind };
    }
    throw error;
  }
  return { text: Buffer.concat(chunks).toString(), damage: undefined };
}

async function first(spec: ZipSpec, options?: ZipOptions) {
  const { entries } = await list(buildZip([spec], options));
  return content(entries[0]);
}

describe('a sound archive', () => {
  it.each<[string, ZipSpec, ZipOptions | undefined]>([
    ['deflated', { name: 'CBS.log', content: log }, undefined],
    ['stored', { name: 'CBS.log', content: log, method: 0 }, undefined],
    ['empty', { name: 'CBS.log' }, undefined],
    ['with a data descriptor', { name: 'a', content: log, descriptor: 'signed' }, undefined],
    ['in Zip64 form', { name: 'a', content: log, zip64: true }, { zip64: true }],
    ['behind a self-extractor', { name: 'a', content: log }, { prefix: randomBytes(5000) }],
    [
      'with a comment',
      { name: 'a', content: log },
      { comment: '工商银行 PK\u0005\u0006 '.repeat(99) },
    ],
  ])('is read: %s', async (_, spec, options) => {
    expect(await first(spec, options)).toEqual({ text: spec.content ?? '', damage: undefined });
  });

  it('is read from a file in place, twice, and in any order', async () => {
    const file = path.join(folder, 'two.zip');
    await writeFile(
      file,
      buildZip([
        { name: 'a.log', content: log },
        { name: 'b.log', content: 'b' },
      ]),
    );
    const bytes = await fileBytes(file);

    const reading = await readZip(bytes, limits);
    const entries = reading.kind === 'zip' ? reading.entries : [];
    const [b, a, again] = await Promise.all([entries[1], entries[0], entries[0]].map(content));
    await bytes.close();

    expect(entries.map(({ name, size }) => [name, size])).toEqual([
      ['a.log', log.length],
      ['b.log', 1],
    ]);
    expect([b?.text, a?.text, again?.text]).toEqual(['b', log, log]);
  });

  it('lets go when the reader stops early', async () => {
    const { entries } = await list(buildZip([{ name: 'a', raw: bomb(2 ** 26) }]));
    const [entry] = entries;

    for await (const chunk of entry?.problem === undefined ? (entry?.open() ?? []) : []) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });

  it('stops when the caller gives up', async () => {
    const stop = new AbortController();
    const reading = await readZip(
      bufferBytes(buildZip([{ name: 'a', content: log }])),
      limits,
      stop.signal,
    );
    stop.abort(new Error('enough'));

    const entry = reading.kind === 'zip' ? reading.entries[0] : undefined;

    await expect(content(entry)).rejects.toThrow('enough');
  });
});

describe('names', () => {
  it.each<[string, ZipSpec]>([
    ['日志/升级失败.log', { name: gbk('日志/升级失败.log') }],
    ['日志/升级失败.log', { name: '日志/升级失败.log', utf8Flag: true }],
    ['日志/升级失败.log', { name: '日志/升级失败.log' }],
    ['升级失败.log', { name: gbk('錯的.log'), unicodePath: '升级失败.log' }],
    ['Panther/setupact.log', { name: 'Panther\\setupact.log' }],
  ])('reads %s', async (name, spec) => {
    const { entries } = await list(buildZip([spec]));

    expect(entries[0]).toMatchObject({ name, unsafeName: false });
  });

  it.each([
    ['../../etc/passwd', 'etc/passwd'],
    ['..\\..\\evil2.log', 'evil2.log'],
    ['/var/log/a', 'var/log/a'],
    ['C:\\evil4.log', 'evil4.log'],
    ['\\\\server\\share\\a.log', 'server/share/a.log'],
    ['a/../../b.log', 'a/b.log'],
    ['gpj\u202egol.exe', 'gpjgol.exe'],
    ['..', 'unnamed'],
  ])('keeps %j readable as %s and says so', async (name, safe) => {
    const { entries } = await list(buildZip([{ name, content: 'x', utf8Flag: true }]));

    expect(entries[0]).toMatchObject({ name: safe, unsafeName: true });
    expect(await content(entries[0])).toMatchObject({ text: 'x' });
  });
});

describe('what cannot be read', () => {
  it.each<[string, ZipSpec]>([
    ['encrypted', { name: 'a', content: log, encrypted: true }],
    ['unsupported-method', { name: 'a', content: log, method: 9 }],
    ['directory', { name: 'Panther/' }],
  ])('is named: %s', async (problem, spec) => {
    const { entries } = await list(buildZip([spec, { name: 'b', content: 'b' }]));

    expect(entries[0]).toMatchObject({ problem });
    expect(await content(entries[1])).toEqual({ text: 'b', damage: undefined });
  });

  it.each<[string, Uint8Array]>([
    ['empty', Buffer.alloc(0)],
    ['empty', buildZip([])],
    ['damaged', randomBytes(1000)],
    ['damaged', Buffer.from('not a zip')],
    ['too-many-entries', buildZip(Array(101).fill({ name: 'a' }))],
    ['too-many-entries', buildZip(Array(101).fill({ name: 'a' }), { entryCount: 1 })],
    ['damaged', buildZip(Array(9).fill({ name: 'a', content: log, lies: { offset: 0 } }))],
  ])('as a whole: %s %#', async (reason, zip) => {
    expect(await readZip(bufferBytes(zip), limits)).toEqual({ kind: 'unreadable', reason });
  });

  it('flags entries that share bytes and reads the others', async () => {
    const zip = buildZip([
      { name: 'a', content: log },
      { name: 'b', content: 'b', lies: { offset: 10 } },
      { name: 'c', content: 'c' },
    ]);

    const { entries } = await list(zip);

    expect(entries.map(({ problem }) => problem)).toEqual([
      'overlapping',
      'overlapping',
      undefined,
    ]);
  });
});

describe('lies and damage', () => {
  it.each<[string, ZipSpec['lies']]>([
    ['wrong-size', { size: 10 }],
    ['truncated', { size: log.length + 1 }],
    ['wrong-checksum', { checksum: 1 }],
    ['truncated', { compressedSize: 300 }],
    ['damaged', { offset: 1 }],
  ])('are told as %s after what could be read: %j', async (damage, lies) => {
    const { text, damage: told } = await first({ name: 'a', content: log, lies: lies ?? {} });

    expect(told).toBe(damage);
    expect(log.startsWith(text)).toBe(true);
    expect(text.length > 0).toBe(lies?.offset === undefined);
  });

  it('lose nothing of what stood before the broken spot', async () => {
    const good = deflateRawSync(Buffer.from(log), { finishFlush: constants.Z_FULL_FLUSH });
    const data = Buffer.concat([good, Buffer.alloc(5000, 0xff)]);

    const result = await first({ name: 'a', raw: { data, size: 2 * log.length, checksum: 0 } });

    expect(result).toEqual({ text: log, damage: 'damaged' });
  });

  it('are never taken for the truth when the data still unpacks', async () => {
    const lines = Array.from(
      { length: 60_000 },
      (_, index) => `${index} ${(index * 7919) % 10_007}\n`,
    );
    const data = deflateRawSync(Buffer.from(lines.join('')));
    data.fill(0xff, data.length >> 1, (data.length >> 1) + 64);

    const result = await first({
      name: 'a',
      raw: { data, size: lines.join('').length, checksum: 0 },
    });

    expect(result.damage).toBeDefined();
    expect(result.text.startsWith(lines.slice(0, 25_000).join(''))).toBe(true);
  });

  it('says so when stored data ends early', async () => {
    const zip = buildZip([{ name: 'a', content: log, method: 0, lies: { compressedSize: 100 } }]);
    const { entries } = await list(zip);

    expect(await content(entries[0])).toMatchObject({
      text: log.slice(0, 100),
      damage: 'truncated',
    });
  });
});

describe('bombs', () => {
  it('are stopped by the ratio in little memory', async () => {
    const zip = buildZip([{ name: 'a', raw: bomb(2 ** 31) }]);
    const memory = process.memoryUsage().rss;

    const { entries } = await list(zip);
    const { text, damage } = await content(entries[0]);

    expect(damage).toBe('over-ratio');
    expect(text.length).toBeLessThan(64 * 2 ** 20);
    expect(process.memoryUsage().rss - memory).toBeLessThan(400 * 2 ** 20);
  });

  it('may not pass the total of all entries together', async () => {
    const zip = buildZip([
      { name: 'a', content: log },
      { name: 'b', content: log },
    ]);
    const { entries } = await list(zip, { ...limits, totalBytes: log.length + 100 });

    expect(await content(entries[0])).toEqual({ text: log, damage: undefined });
    expect(await content(entries[1])).toEqual({ text: log.slice(0, 100), damage: 'over-total' });
  });

  it('are no reason to refuse a small repetitive file', async () => {
    expect(await first({ name: 'a', raw: bomb(2 ** 23) })).toMatchObject({ damage: undefined });
  });
});
