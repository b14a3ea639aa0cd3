import { describe, expect, it } from 'vitest';
import type { Hit } from '../../../knowledge/match/hit.ts';
import { type Run, relate } from '../../../knowledge/match/relate.ts';

function hit(
  name: string,
  order: number,
  variables: Record<string, string> = {},
  at = order * 60_000,
): Hit {
  const parts = [{ line: order, raw: name, start: 0 }];
  const record = {
    input: 'CBS.log',
    format: 'cbs',
    time: undefined,
    component: 'CBS',
    text: name,
    variant: undefined,
    parts,
  };
  return { name, record, order, session: 0, at, variables, start: 0, end: name.length };
}

function run(...hits: Hit[]): Run {
  return Map.groupBy(hits, ({ name }) => name);
}

const names = (found: ReturnType<typeof relate>) =>
  found?.hits.map(({ name, order }) => `${name}${order}`);

describe('relate', () => {
  it('wants all, any and none', () => {
    const hits = run(hit('a', 1), hit('b', 2));

    expect(names(relate({ all: ['a', 'b'] }, hits))).toEqual(['a1', 'b2']);
    expect(names(relate({ any: ['b', 'c'] }, hits))).toEqual(['b2']);
    expect(relate({ all: ['a', 'c'] }, hits)).toBeUndefined();
    expect(relate({ all: ['a'], none: ['b'] }, hits)).toBeUndefined();
  });

  it('wants order', () => {
    const hits = run(hit('a', 1), hit('b', 2), hit('a', 3), hit('c', 4));

    expect(names(relate({ all: ['a', 'c'], order: ['b', 'a', 'c'] }, hits))).toEqual([
      'b2',
      'a3',
      'c4',
    ]);
    expect(relate({ all: ['a', 'c'], order: ['c', 'a'] }, hits)).toBeUndefined();
  });

  it('measures minutes between the anchors that are written', () => {
    const hits = run(hit('start', 1), hit('start', 20), hit('abort', 31));
    const within = (from: string) => ({
      all: ['abort'],
      within: { from, to: 'abort', minutes: [29, 32] as [number, number] },
    });

    expect(relate(within('first start'), hits)).toBeDefined();
    expect(relate(within('last start'), hits)).toBeUndefined();
  });

  it('has no distance where a record has no time', () => {
    const timeless = { ...hit('start', 1), at: undefined };

    expect(
      relate(
        { all: ['abort'], within: { from: 'start', to: 'abort', minutes: [0, 99] } },
        run(timeless, hit('abort', 2)),
      ),
    ).toBeUndefined();
  });

  it('measures lines within one input', () => {
    const hits = run(hit('a', 1), hit('b', 9));

    expect(
      relate({ all: ['a', 'b'], within: { from: 'a', to: 'b', lines: [1, 8] } }, hits),
    ).toBeDefined();
    expect(
      relate({ all: ['a', 'b'], within: { from: 'a', to: 'b', lines: [1, 7] } }, hits),
    ).toBeUndefined();
  });

  it('keeps only hits that agree on a variable, whatever the case', () => {
    const hits = run(
      hit('a', 1, { file: 'x.dll' }),
      hit('a', 2, { file: 'Y.dll' }),
      hit('b', 3, { file: 'y.DLL' }),
    );

    expect(names(relate({ all: ['a', 'b'], same: ['file'] }, hits))).toEqual(['a2', 'b3']);
    expect(
      relate(
        { all: ['a', 'b'], same: ['file'] },
        run(hit('a', 1, { file: 'x' }), hit('b', 2, { file: 'y' })),
      ),
    ).toBeUndefined();
  });

  it('does not hold when nothing that matched defines the variable', () => {
    expect(relate({ all: ['a'], same: ['file'] }, run(hit('a', 1)))).toBeUndefined();
  });

  it('counts', () => {
    const hits = run(hit('a', 1), hit('a', 2));

    expect(relate({ all: ['a'], count: { a: 2 } }, hits)).toBeDefined();
    expect(relate({ all: ['a'], count: { a: 3 } }, hits)).toBeUndefined();
  });

  it('tells which key held', () => {
    const told: string[] = [];

    relate({ all: ['a'], none: ['b'] }, run(hit('a', 1), hit('b', 2)), ({ key, holds }) =>
      told.push(`${holds} ${key}`),
    );

    expect(told).toEqual(['true all: a', 'false none: b']);
  });
});
