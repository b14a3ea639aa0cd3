import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/answering.ts';
import { engineOf, signatureOf } from '../../support/engine.ts';
import { findMisreading, mutate } from '../../support/fuzz.ts';
import { fuzzSamples, withoutSample } from '../../support/fuzz-samples.ts';

/** Of all samples together; `bench/fuzz.ts` reads as many as one likes. */
const inputs = 20_000;
const seed = 6;
const engine = engineOf([
  signatureOf({
    id: 'failed',
    find: { failed: 'HRESULT = (?<code>0x8[0-9a-f]{7})' },
    when: { likely: [{ all: ['failed'] }] },
  }),
]);
const spoolFolder = temporaryFolder();
const samples = fuzzSamples();
const all = samples.map(({ bytes }) => bytes);

it('has a sample of everything that is recognised by its bytes', () => {
  expect(withoutSample()).toEqual([]);
});

describe.each(samples)('a damaged $name', ({ bytes }) => {
  it('is read as far as it goes and told, whatever is wrong with it', async () => {
    const property = fc.asyncProperty(fc.integer(), async (mutation) => {
      const input = mutate(bytes, all, mutation);

      expect(await findMisreading(input, engine, spoolFolder)).toBeUndefined();
    });

    await fc.assert(property, { numRuns: Math.ceil(inputs / samples.length), seed });
  }, 60_000);
});
