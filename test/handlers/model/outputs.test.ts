import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  boundDraftedSignature,
  boundExplanation,
  boundFollowUp,
  boundHypotheses,
  boundThreadReading,
  boundUnderstood,
  DraftedSignature,
  Explanation,
  FollowUp,
  Hypotheses,
  ThreadReading,
  Understood,
} from '../../../handlers/model/outputs.ts';

const long = '长'.repeat(10_000);
const many = (value: string) => Array<string>(1000).fill(value);
const sentences = Array(1000).fill({ text: long, lines: many('L1'), steps: many('S1') });

describe.each([
  ['Explanation', Explanation],
  ['Hypotheses', Hypotheses],
  ['FollowUp', FollowUp],
  ['Understood', Understood],
  ['ThreadReading', ThreadReading],
  ['DraftedSignature', DraftedSignature],
])('the schema %s', (_, schema) => {
  it('requires every property, as servers with strict schemas do', () => {
    const objects: { properties: object; required?: string[] }[] = [];
    z.toJSONSchema(schema, {
      override: ({ jsonSchema }) => {
        if (jsonSchema.type === 'object') {
          objects.push(jsonSchema as { properties: object; required?: string[] });
        }
      },
    });

    expect(objects.length).toBeGreaterThan(0);
    for (const { properties, required } of objects) {
      expect(required).toEqual(Object.keys(properties));
    }
  });
});

describe('an endless answer', () => {
  it.each([
    ['explanation', () => boundExplanation({ sentences })],
    ['follow-up', () => boundFollowUp({ answered: true, sentences })],
    [
      'guess',
      () =>
        boundHypotheses({
          hypotheses: Array(99).fill({
            cause: long,
            because: sentences,
            lines: many('L1'),
            check: long,
          }),
        }),
    ],
    [
      'understanding',
      () =>
        boundUnderstood({
          codes: many(long),
          kbs: many(long),
          words: many(long),
          products: many(long),
          phase: null,
          meaning: long,
        }),
    ],
    [
      'reading',
      () =>
        boundThreadReading({
          findings: Array(99).fill({ text: long, quote: long }),
          status: { value: 'open', quote: long },
        }),
    ],
    [
      'draft',
      () =>
        boundDraftedSignature({
          title: long,
          explanation: long,
          patterns: Array(99).fill({ name: long, text: long }),
          examples: many(long),
          nearMisses: many(long),
        }),
    ],
  ])('is cut where it is a %s', (_, bound) => {
    expect(JSON.stringify(bound()).length).toBeLessThan(60_000);
  });

  it('keeps three guesses of eight sentences', () => {
    const { hypotheses } = boundHypotheses({
      hypotheses: Array(9).fill({ cause: '甲', because: sentences, lines: ['L1'], check: 'T1' }),
    });

    expect(hypotheses.map(({ because }) => because.length)).toEqual([8, 8, 8]);
  });

  it('stays null where it says nothing', () => {
    const nothing = { codes: [], kbs: [], words: [], products: [], phase: null, meaning: null };

    expect(boundUnderstood(nothing)).toEqual(nothing);
    expect(boundThreadReading({ findings: [], status: null }).status).toBeNull();
  });
});
