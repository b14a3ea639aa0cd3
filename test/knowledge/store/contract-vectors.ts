import { describe, expect, it } from 'vitest';
import type { CaseVector } from '../../../knowledge/store/store.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';
import type { Database } from './database.ts';

function vectorOf(index: number, parts: Partial<CaseVector> = {}): CaseVector {
  const vector = Float32Array.from([index, 0.25, -1]);
  return { case: caseNumber(index), model: 'm', hash: `hash-${index}`, vector, ...parts };
}

export function describeVectors(name: string, create: () => Promise<Database>): void {
  describe(`${name}: vectors`, () => {
    it('come back as they were saved, page by page, each once', async () => {
      const store = await (await create()).open();
      await store.saveVectors([1, 2, 3].map((index) => vectorOf(index)));

      const first = await store.listVectors('m', 0, 2);
      const second = await store.listVectors('m', first.sequence, 2);
      const third = await store.listVectors('m', second.sequence, 2);

      expect(first.vectors).toEqual([vectorOf(1), vectorOf(2)]);
      expect(second.vectors).toEqual([vectorOf(3)]);
      expect(third).toEqual({ sequence: second.sequence, vectors: [] });
    });

    it('replace the one of the same case and model, and another connection learns of it', async () => {
      const database = await create();
      const [one, other] = [await database.open(), await database.open()];
      await one.saveVectors([vectorOf(1), vectorOf(1, { model: 'other' })]);
      const { sequence } = await other.listVectors('m', 0, 9);

      await one.saveVectors([vectorOf(1, { hash: 'new', vector: Float32Array.from([4, 5]) })]);

      const { vectors } = await other.listVectors('m', sequence, 9);
      expect(vectors).toEqual([vectorOf(1, { hash: 'new', vector: Float32Array.from([4, 5]) })]);
      expect((await one.listVectors('m', 0, 9)).vectors).toHaveLength(1);
    });

    it('that are part of a larger memory are saved without the rest of it', async () => {
      const store = await (await create()).open();
      const memory = Float32Array.from([9, 1, 2, 9]);

      await store.saveVectors([vectorOf(1, { vector: memory.subarray(1, 3) })]);

      const { vectors } = await store.listVectors('m', 0, 9);
      expect(vectors[0]?.vector).toEqual(Float32Array.from([1, 2]));
    });

    it('of other models go when one is to be kept', async () => {
      const store = await (await create()).open();
      await store.saveVectors([vectorOf(1), vectorOf(1, { model: 'old' }), vectorOf(2)]);

      expect(await store.keepVectorsOf('m')).toBe(1);

      expect((await store.listVectors('old', 0, 9)).vectors).toEqual([]);
      expect((await store.listVectors('m', 0, 9)).vectors).toHaveLength(2);
    });

    it('go with their case, of all models, and do not come back when one was just being made', async () => {
      const store = await (await create()).open();
      await store.importCase(caseOf({ case: caseNumber(1) }));
      await store.importCase(caseOf({ case: caseNumber(2) }));
      await store.saveVectors(
        [1, 2].flatMap((one) => [vectorOf(one), vectorOf(one, { model: 'n' })]),
      );

      await store.forgetCase(caseNumber(1));
      const late = await store.saveVectors([vectorOf(1), vectorOf(2)]);

      expect(late).toBe(1);
      const left = [await store.listVectors('m', 0, 9), await store.listVectors('n', 0, 9)];
      expect(left.flatMap(({ vectors }) => vectors.map((one) => one.case))).toEqual([
        caseNumber(2),
        caseNumber(2),
      ]);
    });

    it('of a case that got another number go, also those under the old one', async () => {
      const store = await (await create()).open();
      const old = 'TMP-20260302-X0X0';
      await store.openCase(caseOf({ case: old }));
      await store.saveVectors([vectorOf(1, { case: old })]);

      await store.linkCase(old, caseNumber(1), '2026-03-02T10:00:00');

      expect((await store.listVectors('m', 0, 9)).vectors).toEqual([]);
    });
  });

  describe(`${name}: second readings`, () => {
    it('are the last that was kept, and go with their case', async () => {
      const database = await create();
      const [store, other] = [await database.open(), await database.open()];
      await store.importCase(caseOf({ case: caseNumber(1) }));

      await store.saveReading(caseNumber(1), 'first');
      await store.saveReading(caseNumber(1), 'second');
      const kept = await other.findReading(caseNumber(1));
      await store.forgetCase(caseNumber(1));
      await other.saveReading(caseNumber(1), 'too late');

      expect(kept).toBe('second');
      expect(await store.findReading(caseNumber(1))).toBeUndefined();
      expect(await store.findReading(caseNumber(2))).toBeUndefined();
    });
  });
}
