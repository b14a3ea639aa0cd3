import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { chunkSize, giveBack } from '../../../knowledge/input/chunks.ts';
import { Unpacker } from '../../../knowledge/input/unpacker.ts';
import { bufferBytes } from '../../../knowledge/input/zip-bytes.ts';
import { inflateChecked } from '../../../knowledge/input/zip-checksum.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

async function checked(packed: Buffer, expected: number | undefined) {
  const progress = { consumed: 0 };
  const check = { expected, isRight: true };
  const copies: Buffer[] = [];
  let isBroken = false;
  try {
    const range = { bytes: bufferBytes(packed), start: 0, end: packed.length };
    for await (const chunk of inflateChecked(range, progress, check)) {
      copies.push(Buffer.from(chunk));
      giveBack(chunk);
    }
  } catch {
    isBroken = true;
  }
  const { isRight } = check;
  return {
    data: Buffer.concat(copies),
    told: isBroken ? { isBroken } : { isRight, consumed: progress.consumed },
  };
}

async function asStream(packed: Buffer, expected: number | undefined) {
  const spy = vi.spyOn(Unpacker, 'create').mockReturnValue(undefined);
  const plain = await checked(packed, expected);
  spy.mockRestore();
  return plain;
}

/** Not all alike, and larger than a chunk. */
const long = Buffer.from(
  Array.from({ length: 120_000 }, (_, line) => `${line * 7919} some words in a line\n`).join(''),
);

describe('inflateChecked', () => {
  it('judges as a stream that is added up, however the data ends and whatever it should be', async () => {
    const samples = fc.record({
      data: fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fc.nat(long.length).map((length) => long.subarray(0, length)),
        fc.constant(long.subarray(0, chunkSize)),
      ),
      level: fc.constantFrom(0, 1, 9),
      cut: fc.nat(40),
      tail: fc.oneof(
        fc.uint8Array({ maxLength: 20 }),
        fc.integer({ min: 1, max: 20 }).map((length) => new Uint8Array(length)),
      ),
      flaw: fc.option(fc.record({ at: fc.nat(), bit: fc.nat(7) }), { freq: 3 }),
      wrong: fc.constantFrom(0, 0, 0, 1, 0x80000000),
    });
    await fc.assert(
      fc.asyncProperty(samples, async ({ data, level, cut, tail, flaw, wrong }) => {
        const packed = deflateRawSync(data, { level });
        const sent = Buffer.concat(
          cut > 20
            ? [packed.subarray(0, packed.length + 20 - cut)]
            : cut > 10
              ? [packed, tail]
              : [packed],
        );
        if (flaw && sent.length > 0) {
          const at = flaw.at % sent.length;
          sent[at] = (sent[at] ?? 0) ^ (1 << flaw.bit);
        }
        const expected = (crc32(data) ^ wrong) >>> 0;

        const fast = await checked(sent, expected);
        const plain = await asStream(sent, expected);

        expect(fast.data.equals(plain.data)).toBe(true);
        expect(fast.told).toEqual(plain.told);
      }),
      { seed: 20_260_121, numRuns: 100 },
    );
  });

  it('takes nothing that stands in the place of the checksum for it', async () => {
    // The data goes on where a gzip file would have its checksum.
    const packed = deflateRawSync(long.subarray(0, 100), { level: 0 });
    const sent = packed.subarray(0, 20);

    const { data, told } = await checked(sent, crc32(long.subarray(0, 15)));

    expect(data.equals(long.subarray(0, 15))).toBe(true);
    expect(told).toEqual({ isRight: true, consumed: 20 });
  });

  it('lets zlib add up what is whole, and reads it once', async () => {
    const packed = deflateRawSync(long);
    const making = vi.spyOn(Unpacker, 'create');

    const right = await checked(packed, crc32(long));
    const wrong = await checked(packed, (crc32(long) ^ 1) >>> 0);

    expect([right.told.isRight, wrong.told.isRight]).toEqual([true, false]);
    expect(right.data.equals(long) && wrong.data.equals(long)).toBe(true);
    // What is wrong is added up once more.
    expect(making).toHaveBeenCalledTimes(3);
  });

  it('compares nothing when nothing is known', async () => {
    const { told } = await checked(deflateRawSync(long), undefined);

    expect(told.isRight).toBe(true);
  });
});
