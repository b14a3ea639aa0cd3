import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Upload } from '../../../../knowledge/input/upload.ts';
import { uploadOfBytes } from '../../../support/answering.ts';
import { buildZip, gbk, type ZipSpec } from '../../../support/zip.ts';
import { createReader, eagerReaders, large, lines, mebibyte, other, without } from './both.ts';

const { spoolFolder, file, read } = createReader();
const readers = eagerReaders();

const wide = Buffer.from(`\ufeff${other.toString('latin1').slice(0, mebibyte)}`, 'utf16le');
const random = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000)));

const bomb = Buffer.alloc(18 * mebibyte, `${lines.calm(1)}\r\n`);
bomb.set(other);

function damaged(content: Buffer): NonNullable<ZipSpec['raw']> {
  const data = deflateRawSync(content);
  data.fill(0xff, data.length >> 1, (data.length >> 1) + 40);
  return { data, size: content.length, checksum: crc32(content) };
}

const archives: readonly [string, readonly ZipSpec[], Parameters<typeof read>[2]][] = [
  [
    'logs, packed and stored',
    [
      { name: 'a/CBS.log', content: large },
      { name: 'b/CBS.log', content: other, method: 0 },
      { name: 'b/CBS.log', content: other },
      { name: gbk('日志.log'), content: gbk(`${lines.denied()}\r\n`.repeat(2000)) },
      { name: 'wide.log', content: wide },
    ],
    {},
  ],
  [
    'what is no log',
    [
      { name: 'empty.log', content: '' },
      { name: 'random.bin', content: random },
      { name: 'inner.zip', content: buildZip([{ name: 'CBS.log', content: large }]) },
      { name: 'CBS.log', content: other },
      { name: 'a.log', content: other, encrypted: true },
    ],
    {},
  ],
  [
    'entries with damage',
    [
      { name: 'a.log', raw: damaged(large) },
      { name: 'b.log', content: other, lies: { checksum: 1 } },
      { name: 'c.log', content: other, lies: { size: other.length + 5000 } },
      { name: 'd.log', content: other, lies: { size: other.length - 5000 } },
      { name: 'e.log', content: other, lies: { size: 5000 } },
      { name: 'f.log', content: large },
    ],
    {},
  ],
  [
    'a bomb that claims to be one, and one that does not',
    [
      { name: 'a.log', content: bomb },
      {
        name: 'b.log',
        content: bomb,
        lies: { size: 100_000 },
      },
      { name: 'c.log', content: other },
    ],
    { archiveRatio: 2 },
  ],
  [
    'more than may be read',
    [
      { name: 'a.log', content: other },
      { name: 'b.log', content: large },
      { name: 'd.zip', content: buildZip([{ name: 'd.log', content: other }]) },
      { name: 'c.log', content: other },
    ],
    { uploadMiB: 4 },
  ],
];

describe('reading by several threads', () => {
  it.each(archives)('tells the same of %s', async (_, specs, more) => {
    const uploads = [file('a.zip', buildZip(specs)), file('after.log', other)];

    const alone = await read(uploads, undefined, more);
    const together = await read(uploads, readers, more);

    expect(without(together)).toEqual(without(alone));
  });

  it('tells the same of a zip that was not sent to its end, and of one that comes as a stream', async () => {
    const whole = buildZip([
      { name: 'CBS.log', content: large, method: 0 },
      { name: 'b.log', content: other, method: 0 },
      { name: 'c.log', content: large, method: 0 },
    ]);
    const uploads = [
      file('a.zip', whole.subarray(0, whole.length >> 1)),
      uploadOfBytes('b.zip', whole),
      file('c.zip', buildZip([{ name: 'in.zip', content: whole, method: 0 }])),
    ];

    const alone = await read(uploads, undefined);
    const together = await read(uploads, readers);

    expect(without(together)).toEqual(without(alone));
    expect(together.looked).toBeLessThan(alone.looked);
    expect(existsSync(spoolFolder) ? readdirSync(spoolFolder) : []).toEqual([]);
  });

  it('leaves nothing of large logs to the main thread', async () => {
    const uploads = [
      file('a.zip', buildZip([1, 2, 3, 4, 5].map((at) => ({ name: `${at}`, content: large })))),
      file('b.log', large),
      file('c.log', other),
    ];

    const { looked, records } = await read(uploads, readers);

    expect(looked).toBe(0);
    expect(new Set(records.map(({ input }) => input)).size).toBe(7);
  });

  it('tells the same of logs of any lines', { timeout: 60_000 }, async () => {
    const line = fc.oneof(
      { weight: 6, arbitrary: fc.nat(90).map(lines.calm) },
      fc.nat(90).map(lines.abort),
      fc.nat(90).map(lines.noise),
      fc.nat(90).map(lines.session),
      fc.constantFrom(lines.denied(), '', 'continued', '\0\0', 'x'.repeat(70_000)),
    );
    const content = fc
      .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom(1, 30, 800))
      .map(([some, times]) => Buffer.from(`${some.join('\n')}\n`.repeat(times)))
      .filter(({ length }) => length < 3 * mebibyte);
    const entry = fc.record({
      name: fc.constantFrom('CBS.log', 'b.log', 'c/d.log'),
      content,
      method: fc.constantFrom(0, 8),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { minLength: 1, maxLength: 4 }),
        content,
        async (specs, loose) => {
          const uploads = [file('a.zip', buildZip(specs)), file('b.log', loose)];

          const alone = await read(uploads, undefined);
          const together = await read(uploads, readers);

          expect(without(together)).toEqual(without(alone));
        },
      ),
      { seed: 20_261_121, numRuns: 12 },
    );
  });

  it('keeps the order when a later input is found to be full first', async () => {
    async function* late() {
      yield large.subarray(0, mebibyte + 5);
      await sleep(300);
      yield large.subarray(mebibyte + 5);
    }
    const full = Buffer.from(Array.from({ length: 5000 }, (_, at) => lines.abort(at)).join('\n'));
    const uploads: Upload[] = [
      { name: 'a.log', open: late },
      file('b.log', full),
      file('c.log', full),
    ];

    const alone = await read(uploads, undefined);
    const together = await read(uploads, readers);

    expect(without(together)).toEqual(without(alone));
  });
});
