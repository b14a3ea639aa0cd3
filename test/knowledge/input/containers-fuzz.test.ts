import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findContainer } from '../../../knowledge/input/containers.ts';
import { buildCab, cabOf } from '../../support/cab.ts';
import { unpack } from '../../support/containers.ts';
import { buildEml } from '../../support/eml.ts';
import { buildGzip } from '../../support/gzip.ts';
import { buildMsg } from '../../support/msg.ts';
import { packed } from '../../support/packed-samples.ts';
import { buildTar } from '../../support/tar.ts';
import { buildZip } from '../../support/zip.ts';

const runs = 400;
const bytes = 2 ** 24;
const content = Array.from(
  { length: 900 },
  (_, index) => `${(index * 7919) % 10_007} CBS log\n`,
).join('');
const files = ['a', 'b', 'c'].map((name) => ({ name, content: name + content }));

const samples: readonly [string, Uint8Array][] = [
  ['zip', buildZip([...files, { name: 'd', content, descriptor: 'signed', zip64: true }])],
  ['cab', buildCab([{ files }, { method: 0, files }])],
  [
    'cab of a set',
    buildCab([{ files }], {
      previous: 'a.cab',
      next: 'c.cab',
      unchecked: true,
      reserve: { header: 9, folder: 2, block: 3 },
    }),
  ],
  ['rotated log', cabOf('CbsPersist.log', content.repeat(8))],
  ['gzip', buildGzip({ content, name: 'a', comment: 'b', extra: Buffer.alloc(9) }, { content })],
  ['bzip2', packed.bzip2],
  ['xz', packed.xzDelta],
  ['zstd', Buffer.concat([zstdCompressSync(content), zstdCompressSync(content)])],
  [
    'tar',
    buildTar([
      ...files,
      { name: 'x'.repeat(150), content, long: 'gnu' },
      { name: 'y'.repeat(150), content, long: 'pax' },
    ]),
  ],
  ['eml', buildEml({ subject: 'x', from: 'x@example.com', text: content, attachments: files })],
  [
    'msg',
    buildMsg({
      subject: 'x',
      sender: 'x',
      body: content,
      attachments: files.map(({ name }) => ({ name, content: Buffer.from(content) })),
    }),
  ],
];

/** Bytes changed anywhere, mostly in the head, where it hurts most; and perhaps an end that is missing. */
const damage = fc.record({
  edits: fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.boolean()), { minLength: 1, maxLength: 12 }),
  length: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
});

describe.each(samples)('a damaged %s', (_, sample) => {
  it('gives what it gives, in bounds, and never breaks', async () => {
    const property = fc.asyncProperty(damage, async ({ edits, length }) => {
      const copy = Buffer.from(sample.subarray(0, Math.ceil(sample.length * length)));
      for (const [at, value, isHead] of edits) {
        copy[at % (isHead ? Math.min(200, copy.length) : copy.length)] = value;
      }
      if (!findContainer(copy)) {
        return;
      }
      const { files: read } = await unpack(copy, { bytes, step: 3000 });
      const size = read.reduce((sum, file) => sum + file[1].length, 0);
      expect(size).toBeLessThan(2 * bytes + 32 * 2 ** 20);
    });

    await fc.assert(property, { numRuns: runs, seed: 6 });
  });
});
