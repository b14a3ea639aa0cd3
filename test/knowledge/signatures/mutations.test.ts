import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../../knowledge/knowledge.ts';
import { trialsOf, tryOut } from '../../support/mutated.ts';
import { mutations } from '../../support/mutations.ts';

const { engine } = await loadKnowledge();
const trials = trialsOf(engine.signatures);

/** What these are about is what the mutation changes. */
const excepted: Readonly<Record<string, readonly string[]>> = {
  'other KBs': ['event-winre-update-failed', 'winre-partition-too-small'],
  'behind another failure': ['disk-space-insufficient'],
};

describe.each(Object.keys(mutations))('told with %s', (mutation) => {
  it('every example of a trusted signature is still named, and no near miss is', async () => {
    const wrong = [];
    for (const trial of trials) {
      const isExcepted = excepted[mutation]?.includes(trial.signature.id) ?? false;
      if (trial.mutation === mutation && !isExcepted) {
        const named = await tryOut(trial, engine, 1);
        if (named !== undefined) {
          wrong.push(`${trial.signature.id} ${trial.promise} ${trial.number + 1}: ${named}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
