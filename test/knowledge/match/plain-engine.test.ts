import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../knowledge/input/record.ts';
import { loadKnowledge } from '../../../knowledge/knowledge.ts';
import { Collector } from '../../../knowledge/match/collector.ts';
import { plainEngine, sieveOf } from '../../../knowledge/match/plain-engine.ts';

const { engine } = await loadKnowledge();
const plain = plainEngine(engine);
const sieve = sieveOf(plain);
const examples = engine.signatures.flatMap(({ examples: { identified = [], ignores = [] } }) =>
  [...identified, ...ignores].flatMap((one) => (typeof one === 'string' ? one.split('\n') : [])),
);

function recordOf(text: string, format: string): LogRecord {
  return {
    ...{ input: 'a.log', format, time: undefined, component: '', text, variant: undefined },
    parts: [{ line: 1, raw: text, start: 0 }],
  };
}

function patternsOf(filter: typeof sieve.filter, text: string): number[] {
  const found: number[] = [];
  filter.match(text, found);
  return found;
}

describe('an engine as plain data', () => {
  it('finds the same literals in every line of the examples, and keeps the same', () => {
    let kept = 0;
    for (const [at, text] of examples.entries()) {
      const record = recordOf(text, ['cbs', 'setupact', 'text', 'console'][at % 4] ?? 'cbs');
      const patterns = patternsOf(engine.filter, text);
      const keeps = new Collector(engine).take(record, patterns);
      kept += keeps ? 1 : 0;

      expect(patternsOf(sieve.filter, text)).toEqual(patterns);
      expect(sieve.keeps(record, patterns)).toBe(keeps);
    }
    expect(kept).toBeGreaterThan(examples.length / 10);
  });

  it('looks for the same among bytes', () => {
    const [own, shared] = [engine.filter, sieve.filter].map(({ bytes }) => bytes?.tables);

    expect(shared?.bitmap.buffer).toBe(plain.tables?.bitmap.buffer);
    expect(shared?.first).toBe(own?.first);
    for (const part of ['bitmap', 'grams', 'literals'] as const) {
      expect(Buffer.from(shared?.[part] ?? []).equals(Buffer.from(own?.[part] ?? []))).toBe(true);
    }
  });
});
