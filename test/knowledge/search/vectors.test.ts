import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VectorIndex } from '../../../knowledge/search/vectors.ts';

const vector = (...values: number[]) => Float32Array.from(values);

function cosine(left: Float32Array, right: Float32Array): number {
  let product = 0;
  left.forEach((value, at) => {
    product += value * (right[at] ?? 0);
  });
  return product / (Math.hypot(...left) * Math.hypot(...right));
}

describe('vectors', () => {
  it('are ranked by their direction, not by their length', () => {
    const index = new VectorIndex();
    index.put('far', vector(0, 9));
    index.put('near', vector(0.2, 0.01));
    index.put('opposite', vector(-5, 0));

    const ranked = index.rank(vector(7, 0));

    expect(ranked.map(({ key }) => key)).toEqual(['near', 'far', 'opposite']);
    expect(ranked[2]?.score).toBeCloseTo(-1);
  });

  it.each([
    ['of another dimension', vector(1, 2, 3)],
    ['with a number that is none', vector(Number.NaN, 1)],
    ['with a number without end', vector(Number.POSITIVE_INFINITY, 1)],
    ['of nothing but zeros', vector(0, 0)],
    ['without numbers', vector()],
  ])('%s are not taken, and what stood there before is gone', (_, strange) => {
    const index = new VectorIndex();
    index.put('other', vector(0, 1));
    index.put('key', vector(1, 0));

    expect(index.put('key', strange)).toBe(false);

    expect(index.rank(vector(1, 0)).map(({ key }) => key)).toEqual(['other']);
    expect(index.rank(strange)).toEqual([]);
  });

  it('of a new dimension are taken once the old ones are gone', () => {
    const index = new VectorIndex();
    index.put('old', vector(1, 0));
    index.remove('old');

    expect(index.put('new', vector(1, 0, 0))).toBe(true);

    expect(index.dimension).toBe(3);
    expect(index.rank(vector(1, 0, 0))).toEqual([{ key: 'new', score: 1 }]);
  });

  it('are found as a naive search finds them, whatever was put, replaced and removed', () => {
    const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 });
    const edits = fc.array(
      fc.record({ key: fc.integer({ min: 0, max: 90 }).map(String), values: fc.option(numbers) }),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(edits, numbers, (all, asked) => {
        const index = new VectorIndex();
        const naive = new Map<string, Float32Array>();
        for (const { key, values } of all) {
          if (values?.some((value) => value !== 0)) {
            index.put(key, vector(...values));
            naive.set(key, vector(...values));
          } else {
            index.remove(key);
            naive.delete(key);
          }
        }
        const query = vector(...asked.slice(0, 3), 10);

        const ranked = index.rank(query);

        expect(ranked.map(({ key }) => key).sort()).toEqual([...naive.keys()].sort());
        for (const { key, score } of ranked) {
          expect(score).toBeCloseTo(cosine(query, naive.get(key) ?? vector()), 5);
        }
        const scores = ranked.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((left, right) => right - left));
      }),
      { numRuns: 200 },
    );
  });
});
