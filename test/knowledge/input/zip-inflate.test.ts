import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { chunkSize, giveBack, lendChunk, takeChunk } from '../../../knowledge/input/chunks.ts';
import { Unpacker } from '../../../knowledge/input/unpacker.ts';
import { bufferBytes } from '../../../knowledge/input/zip-bytes.ts';
import { inflateRange } from '../../../knowledge/input/zip-inflate.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

interface Inflated {
  data: Buffer;
  consumed: number;
  isBroken: boolean;
}

/** `doneWith`: told of every chunk behind its copy. */
async function inflated(
  packed: Buffer,
  doneWith: (chunk: Uint8Array) => void = () => undefined,
): Promise<Inflated> {
  const progress = { consumed: 0 };
  const copies: Buffer[] = [];
  let isBroken = false;
  try {
    for await (const chunk of inflateRange(bufferBytes(packed), 0, packed.length, progress)) {
      copies.push(Buffer.from(chunk));
      doneWith(chunk);
    }
  } catch {
    isBroken = true;
  }
  return { data: Buffer.concat(copies), consumed: progress.consumed, isBroken };
}

/** Not all alike, and larger than a chunk. */
const long = Buffer.from(
  Array.from({ length: 120_000 }, (_, line) => `${line * 7919} some words in a line\n`).join(''),
);

describe('inflateRange', () => {
  it('gives what a stream of node:zlib gives, however the data ends', async () => {
    const samples = fc.record({
      data: fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fc.nat(long.length).map((length) => long.subarray(0, length)),
      ),
      cut: fc.nat(40),
      tail: fc.uint8Array({ maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(samples, async ({ data, cut, tail }) => {
        const packed = deflateRawSync(data, { level: 1 });
        const sent =
          cut > 20 ? packed.subarray(0, packed.length + 20 - cut) : Buffer.concat([packed, tail]);

        const fast = await inflated(sent, giveBack);
        const spy = vi.spyOn(Unpacker, 'create').mockReturnValue(undefined);
        const plain = await inflated(sent);
        spy.mockRestore();

        expect(fast.data.equals(plain.data)).toBe(true);
        expect([fast.consumed, fast.isBroken]).toEqual([plain.consumed, plain.isBroken]);
      }),
      { seed: 20_260_121, numRuns: 60 },
    );
  });

  it('gives all up to a bad spot, and then says so', async () => {
    const whole = deflateRawSync(long, { finishFlush: constants.Z_SYNC_FLUSH });
    // No block is of the type that follows.
    const packed = Buffer.concat([whole, Buffer.alloc(5000, 0xff)]);

    const { data, isBroken } = await inflated(packed, giveBack);

    expect(isBroken).toBe(true);
    expect(data.length).toBeGreaterThan(long.length - 1000);
    expect(long.subarray(0, data.length).equals(data)).toBe(true);
  });

  it('leaves chunks alone that nobody gave back', async () => {
    const kept: Uint8Array[] = [];

    await inflated(deflateRawSync(long), (chunk) => kept.push(chunk));
    await inflated(deflateRawSync(Buffer.alloc(long.length)));

    expect(Buffer.concat(kept).equals(long)).toBe(true);
  });

  it('works for a reader that stops early, and for the next', async () => {
    const packed = deflateRawSync(long);
    for await (const chunk of inflateRange(bufferBytes(packed), 0, packed.length, {
      consumed: 0,
    })) {
      expect(long.subarray(0, chunk.length).equals(chunk)).toBe(true);
      break;
    }

    expect((await inflated(packed, giveBack)).data.equals(long)).toBe(true);
  });
});

describe('a chunk', () => {
  it('is used again when all of it was given back', () => {
    const chunk = takeChunk();
    giveBack(lendChunk(chunk, 1000));

    expect(takeChunk().buffer).toBe(chunk.buffer);
  });

  it('is not used again while somebody may still read it', () => {
    const chunk = takeChunk();
    const bytes = lendChunk(chunk, chunkSize);
    giveBack(bytes.subarray(0, 500));
    giveBack(bytes.subarray(500));

    expect(takeChunk().buffer).not.toBe(chunk.buffer);
  });

  it('is given back once', () => {
    const bytes = lendChunk(takeChunk(), 1000);
    giveBack(bytes);
    giveBack(bytes);

    expect(takeChunk().buffer).not.toBe(takeChunk().buffer);
  });
});
