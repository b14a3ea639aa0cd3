import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContainerDamage } from '../../../knowledge/input/damage.ts';
import { readZip } from '../../../knowledge/input/zip.ts';
import { bufferBytes } from '../../../knowledge/input/zip-bytes.ts';
import { bomb, buildZip, gbk, type ZipSpec } from '../../support/zip.ts';

const limits = { entries: 100, ratio: 200, totalBytes: 2 ** 28 };
const noise = randomBytes(3000).toString('hex');

const beginningOfC = /^c[0-9a-f]{1000}/;

/** Everything that can be got out of an archive: name, text and how its reading ended. */
async function readAll(zip: Uint8Array) {
  const reading = await readZip(bufferBytes(zip), limits);
  if (reading.kind === 'unreadable') {
    return reading;
  }
  const files: [string, string, string][] = [];
  for (const entry of reading.entries) {
    if (entry.problem !== undefined) {
      files.push([entry.name, '', entry.problem]);
      continue;
    }
    const chunks: Uint8Array[] = [];
    let ending = 'whole';
    try {
      for await (const chunk of entry.open()) {
        chunks.push(chunk);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(ContainerDamage);
      ending = error instanceof ContainerDamage ? error.kind : '';
    }
    files.push([entry.name, Buffer.concat(chunks).toString(), ending]);
  }
  return { salvaged: reading.salvaged, files };
}

describe('an archive that has lost its end', () => {
  it.each<[string, Partial<ZipSpec>]>([
    ['deflated', {}],
    ['stored', { method: 0 }],
    ['deflated with descriptors', { descriptor: 'signed' }],
    ['deflated with bare descriptors', { descriptor: 'bare' }],
    ['stored with descriptors', { descriptor: 'signed', method: 0 }],
    ['in Zip64 form', { zip64: true }],
    ['in Zip64 form with descriptors', { zip64: true, descriptor: 'signed' }],
  ])('gives back its whole entries and the beginning of the last: %s', async (_, form) => {
    const specs = ['a', 'b', 'c'].map((name) => ({ ...form, name, content: name + noise }));
    const zip = buildZip(specs);
    const cut = zip.subarray(0, zip.lastIndexOf('PK\u0001\u0002') >> 1);
    const cutInC = zip.subarray(0, Math.floor(zip.indexOf('PK\u0001\u0002') * 0.9));

    expect(await readAll(cutInC)).toEqual({
      salvaged: true,
      files: [
        ['a', `a${noise}`, 'whole'],
        ['b', `b${noise}`, 'whole'],
        ['c', expect.stringMatching(beginningOfC), 'truncated'],
      ],
    });
    expect(await readAll(cut)).toMatchObject({
      salvaged: true,
      files: [['a', `a${noise}`, 'whole'], {}],
    });
  });

  it('is found when only the end record is gone, with names in GBK', async () => {
    const zip = buildZip([{ name: gbk('日志.log'), content: noise }]);

    expect(await readAll(zip.subarray(0, -22))).toEqual({
      salvaged: true,
      files: [['日志.log', noise, 'whole']],
    });
  });

  it('skips rubbish between entries', async () => {
    const one = buildZip([{ name: 'a', content: noise }]);
    const a = one.subarray(0, one.indexOf('PK\u0001\u0002'));

    const result = await readAll(Buffer.concat([a, randomBytes(100_000), a]));

    expect(result).toMatchObject({
      files: [
        ['a', noise, 'whole'],
        ['a', noise, 'whole'],
      ],
    });
  });

  it('is salvaged when the directory is overwritten', async () => {
    const zip = buildZip([
      { name: 'a', content: noise },
      { name: 'b', content: noise },
    ]);
    zip.fill(0, zip.lastIndexOf('PK\u0001\u0002'), zip.lastIndexOf('PK\u0001\u0002') + 20);

    expect(await readAll(zip)).toMatchObject({
      salvaged: true,
      files: [
        ['a', noise, 'whole'],
        ['b', noise, 'whole'],
      ],
    });
  });

  it('does not let a bomb hide behind it', async () => {
    const zip = buildZip([{ name: 'a', raw: bomb(2 ** 30), descriptor: 'signed' }]);

    const result = await readAll(zip.subarray(0, -22));

    expect(result).toMatchObject({ files: [['a', {}, 'over-ratio']] });
  });

  it('says that nothing is left', async () => {
    expect(await readZip(bufferBytes(Buffer.from('PK\u0005\u0006')), limits)).toEqual({
      kind: 'unreadable',
      reason: 'damaged',
    });
  });

  it('is not read again and again when it is made of headers', async () => {
    const header = buildZip([{ name: 'a', descriptor: 'signed' }]).subarray(0, 31);
    const many = Buffer.concat(Array(5000).fill(header));

    const read = await readZip(bufferBytes(many), { ...limits, entries: 10_000 });

    expect(read.kind).toBeDefined();
  });
});

describe('fuzzing', () => {
  const specs: ZipSpec[] = [
    { name: 'a.log', content: noise },
    { name: gbk('日志.log'), content: 'x', method: 0 },
    { name: 'c', content: noise, descriptor: 'signed', zip64: true },
    { name: 'd/', content: '' },
  ];
  const zips = [
    buildZip(specs),
    buildZip(specs, { zip64: true }),
    buildZip(specs).subarray(0, -22),
  ];
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 30 });

  it('survives random bytes', async () => {
    const start = fc.constantFrom('', 'PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0001\u0002');
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), async (magic, rest) => {
        await readAll(Buffer.concat([Buffer.from(magic), rest]));
      }),
      { numRuns: 500 },
    );
  });

  it('survives archives with changed bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...zips),
        edits,
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        async (zip, changes, length) => {
          const copy = Buffer.from(zip.subarray(0, Math.ceil(zip.length * length)));
          for (const [at, value] of changes) {
            copy[at % copy.length] = value;
          }
          await readAll(copy);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('survives changed headers, where it hurts most', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...zips), edits, async (zip, changes) => {
        const copy = Buffer.from(zip);
        const directory = copy.indexOf('PK\u0001\u0002');
        for (const [at, value] of changes) {
          copy[at % 2 ? directory + (at % (copy.length - directory)) : at % 60] = value;
        }
        await readAll(copy);
      }),
      { numRuns: 500 },
    );
  });
});
