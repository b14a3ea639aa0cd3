import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildCab } from '../../../support/cab.ts';
import { unpack } from '../../../support/containers.ts';
import { unpackElsewhere } from '../../../support/libarchive.ts';
import type { LzxOptions } from '../../../support/lzx.ts';
import { createRandom } from '../../../support/random.ts';

const log = Array.from(
  { length: 1200 },
  (_, index) =>
    `2026-02-08 10:24:${index % 60}, Info CBS Session: 30_${(index * 7919) % 10_007} initialized\r\n`,
).join('');
const random = createRandom(5);
/** Every byte, calls of programs among them, and stretches that come again from far away. */
const program = Buffer.from(
  Array.from({ length: 40_000 }, (_, index) =>
    index % 11 === 0 ? 0xe8 : index % 3 === 0 ? Math.floor(random() * 256) : index & 3,
  ),
);
const far = Buffer.concat([program, Buffer.from(log), program, randomBytes(3000), program]);

const cabinet = (content: string | Uint8Array, lzx: LzxOptions) =>
  buildCab([{ lzx, files: [{ name: 'a', content }] }]);

describe('a cabinet packed with LZX', () => {
  it.each<[string, string | Uint8Array, LzxOptions]>([
    ['of a log', log, {}],
    ['of one byte', 'x', {}],
    ['of one byte, over and over', 'x'.repeat(100_000), {}],
    ['in blocks over several frames', log, { blockSize: 100_000 }],
    ['in many small blocks', log, { blockSize: 4000 }],
    ['with aligned offsets', log, { kinds: ['aligned'], window: 21 }],
    ['not packed at all', program, { kinds: ['uncompressed'] }],
    ['not packed, in odd blocks', program, { kinds: ['uncompressed'], blockSize: 4001 }],
    [
      'of all kinds of blocks in turn',
      far,
      { kinds: ['verbatim', 'uncompressed', 'aligned'], blockSize: 22_345, window: 18 },
    ],
    ['with the largest window', far, { window: 21, blockSize: 1_000_000 }],
    ['with the smallest window', far, { window: 15 }],
  ])('is read: %s', async (_, content, lzx) => {
    const bytes = cabinet(content, lzx);

    const { files, flaws } = await unpack(bytes);

    expect(flaws).toEqual([]);
    expect(files).toEqual([['a', Buffer.from(content).toString(), 'whole']]);
  });

  it.each<[string, LzxOptions]>([
    ['verbatim', { translated: 200_000 }],
    ['aligned', { translated: 4_000_000, kinds: ['aligned', 'uncompressed'], window: 19 }],
  ])('has the addresses of calls put right as another reader does: %s', async (_, lzx) => {
    const bytes = cabinet(program, lzx);

    const { files } = await unpack(bytes);

    const [[data = Buffer.alloc(0), problem] = []] = await unpackElsewhere(bytes);
    expect(problem).toBe('');
    expect(data.equals(program)).toBe(false);
    expect(files).toEqual([['a', data.toString(), 'whole']]);
  });

  it.each([15, 16, 17, 18, 19, 20, 21])(
    'reads to another reader as to us, window %i',
    async (window) => {
      const kinds = ['aligned', 'verbatim', 'uncompressed'] as const;

      const elsewhere = await unpackElsewhere(cabinet(far, { window, kinds }));

      expect(elsewhere).toEqual([[far, '']]);
    },
  );

  it('hands out what stands before a bad spot', async () => {
    const change = (data: Buffer) => {
      data.fill(0xff, 600, 1200);
      return data;
    };
    const bytes = buildCab(
      [{ lzx: {}, files: [{ name: 'a', content: log }], block: { at: 1, change } }],
      { unchecked: true },
    );

    const { files } = await unpack(bytes);

    const [[, text = '', ending] = []] = files;
    expect(ending).toBe('damaged');
    expect(text.length).toBeGreaterThan(32_768);
    expect(text.slice(0, 33_000)).toBe(log.slice(0, 33_000));
  });

  it('is read up to where it was cut off', async () => {
    const bytes = cabinet(log, {});

    const { files, flaws } = await unpack(bytes.subarray(0, bytes.length / 2));

    const [[, text = '', ending] = []] = files;
    expect(flaws).toEqual([{ kind: 'cut' }]);
    expect(ending).toBe('truncated');
    expect(text.length).toBeGreaterThan(32_768);
    expect(log.startsWith(text)).toBe(true);
  });

  it.each([14, 22])('names a window that LZX does not have: %i', async (window) => {
    const folder = { method: 3 + window * 256, files: [{ name: 'a', content: log }] };

    const { files } = await unpack(buildCab([folder]));

    expect(files).toEqual([['a', '', 'damaged']]);
  });
});
