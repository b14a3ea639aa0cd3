import { describe, expect, it, vi } from 'vitest';
import { loadKnowledge } from '../../../knowledge/knowledge.ts';
import { trialsOf, tryOut } from '../../support/mutated.ts';
import { mutations } from '../../support/mutations.ts';

vi.setConfig({ testTimeout: 240_000 });

const { engine } = await loadKnowledge();
const trials = trialsOf(engine.signatures);

/** Takes long: here one example of each kind, in bench/mutations.ts all. */
const sampled = 'among 10,000 healthy lines';

/** What these are about is what the mutation changes. */
const excepted: Readonly<Record<string, readonly string[]>> = {
  'other KBs': ['event-winre-update-failed', 'winre-partition-too-small'],
  'behind another failure': ['disk-space-insufficient'],
  // what it is about is that the log ends there
  'among 10,000 healthy lines': ['appraiser-hang'],
};

describe.each(Object.keys(mutations))('told with %s', (mutation) => {
  it('every example of a trusted signature is still named, and no near miss is', async () => {
    const wrong = [];
    for (const trial of trials) {
      const isExcepted = excepted[mutation]?.includes(trial.signature.id) ?? false;
      const isSkipped = mutation === sampled && trial.number > 0;
      if (trial.mutation === mutation && !isExcepted && !isSkipped) {
        const named = await tryOut(trial, engine, 1);
        if (named !== undefined) {
          wrong.push(`${trial.signature.id} ${trial.promise} ${trial.number + 1}: ${named}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
