import { describe, expect, it } from 'vitest';
import { engineOf, noiseOf, signatureOf } from '../../support/engine.ts';

type Parts = Parameters<typeof signatureOf>[0];

const good: Parts = {
  id: 'good',
  find: { abort: 'Client aborted the install' },
  when: { likely: [{ all: ['abort'] }] },
};
const compile = (parts: Partial<Parts>) =>
  engineOf([signatureOf({ ...good, id: 'bad', ...parts })]);

describe('compileEngine', () => {
  it.each<[string, Partial<Parts>, string[]]>([
    [
      'a bad regular expression',
      { find: { abort: 'Client (aborted' } },
      ['bad.yaml find.abort', '正则表达式有误'],
    ],
    [
      'a pattern without fixed text',
      { find: { abort: '[a-z]{1,9} 0x\\d' } },
      ['bad.yaml find.abort', '8 个字节', '请写入'],
    ],
    [
      'an unknown format',
      { formats: ['cbss'] },
      ['bad.yaml find.abort', '没有名为 cbss 的日志格式', 'setupact'],
    ],
    [
      'an unknown format of one pattern',
      { find: { abort: { pattern: 'Client aborted', formats: ['evtx'] } } },
      ['bad.yaml find.abort', '没有名为 evtx 的日志格式'],
    ],
    [
      'an unknown name in all',
      { when: { likely: [{ all: ['abrt'] }] } },
      ['bad.yaml when.likely', '条件 abrt'],
    ],
    [
      'an unknown name in any',
      { when: { clue: [{ any: ['abrt'] }] } },
      ['bad.yaml when.clue', '条件 abrt'],
    ],
    [
      'an unknown name in none',
      { when: { likely: [{ all: ['abort'], none: ['hung'] }] } },
      ['when.likely', '条件 hung'],
    ],
    [
      'an unknown name in order',
      { when: { likely: [{ all: ['abort'], order: ['hung'] }] } },
      ['when.likely', '条件 hung'],
    ],
    [
      'an unknown name in count',
      { when: { likely: [{ all: ['abort'], count: { hung: 2 } }] } },
      ['when.likely', '条件 hung'],
    ],
    [
      'an unknown anchor',
      {
        when: {
          identified: [
            { all: ['abort'], within: { from: 'last hung', to: 'abort', minutes: [0, 1] } },
          ],
        },
      },
      ['when.identified', '条件 hung'],
    ],
    [
      'an unknown signature',
      { explains: ['nobody'] },
      ['bad.yaml explains', '没有名为 nobody 的特征', '请改正或删去'],
    ],
    [
      'a bad regular expression for a fact',
      { find: { abort: 'Client aborted', guard: { fact: 'products', matches: 'Guard(' } } },
      ['bad.yaml find.guard', '正则表达式有误'],
    ],
  ])('refuses %s and names file, field and remedy', (_, parts, words) => {
    const message = messageOf(() => compile(parts));

    expect(words.filter((word) => !message.includes(word))).toEqual([]);
  });

  it('refuses a noise pattern as strictly and names it', () => {
    expect(() => engineOf([], [noiseOf('(')])).toThrow(/noise\.yaml noise：正则表达式有误/u);
  });

  it('names everything that is wrong at once', () => {
    const bad = (id: string) => signatureOf({ ...good, id, find: { abort: '(' } });

    const message = messageOf(() => engineOf([bad('first'), bad('second')]));

    expect(message.split('\n').filter((line) => line.includes('正则'))).toHaveLength(2);
  });

  it('lets a reference to a retired signature stand', () => {
    const retired = signatureOf({ ...good, id: 'retired', status: 'retired' });

    const engine = engineOf([retired, signatureOf({ ...good, explains: ['retired'] })]);

    expect(engine.signatures.map(({ id }) => id)).toEqual(['good']);
    expect(engine.byId.has('retired')).toBe(true);
  });
});

describe('a signature file', () => {
  it.each<[string, Record<string, unknown>]>([
    ['no way to hold', { when: {} }],
    ['a condition that wants nothing', { when: { likely: [{ none: ['abort'] }] } }],
    [
      'a distance without a measure',
      { when: { likely: [{ all: ['abort'], within: { from: 'abort', to: 'abort' } }] } },
    ],
    ['a count of one', { when: { likely: [{ all: ['abort'], count: { abort: 1 } }] } }],
    ['a misspelt key', { explain: [] }],
    ['no example that it ignores', { examples: { ignores: [] } }],
    ['an id with capitals', { id: 'BadId' }],
  ])('is refused with %s', (_, parts) => {
    expect(() => signatureOf({ ...good, ...parts } as Parts)).toThrow();
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  return '';
}
