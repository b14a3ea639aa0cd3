import { expect, it } from 'vitest';
import { startKeepingUp } from '../../bot/keep-up.ts';
import { createLog } from '../../bot/log.ts';
import type { Clock } from '../../bot/schedule.ts';

/** Waits for nothing: the test says when. */
function clockOfTest() {
  const waiting: { milliseconds: number; run: () => void }[] = [];
  const clock: Clock = {
    now: () => 0,
    after: (milliseconds, run) => {
      const one = { milliseconds, run };
      waiting.push(one);
      return { stop: () => void waiting.splice(waiting.indexOf(one), 1) };
    },
  };
  return { clock, waiting };
}

async function turn(waiting: { milliseconds: number; run: () => void }[]): Promise<number> {
  const next = waiting.shift();
  next?.run();
  await expect.poll(() => waiting.length, { interval: 1 }).toBe(1);
  return waiting[0]?.milliseconds ?? 0;
}

it('goes on soon while vectors are left, and looks again later when none are', async () => {
  const { clock, waiting } = clockOfTest();
  const lefts = [3, 0, 0];
  const likeness = {
    find: async () => [],
    keepUp: async () => ({ made: 1, left: lefts.shift() ?? 0 }),
  };
  startKeepingUp({
    likeness,
    clock,
    log: createLog('silent'),
    signal: new AbortController().signal,
  });

  const [soon, later, still] = [await turn(waiting), await turn(waiting), await turn(waiting)];

  expect(soon).toBeLessThan(later);
  expect(still).toBe(later);
});

it('outlives a server that is down, and says so', async () => {
  const { clock, waiting } = clockOfTest();
  const logged: string[] = [];
  const keepUp = () => Promise.reject(new Error('down'));
  const log = createLog('info', { write: (line) => logged.push(line) });
  const likeness = { find: async () => [], keepUp };
  startKeepingUp({ likeness, clock, log, signal: new AbortController().signal });

  await turn(waiting);

  expect(logged.join('')).toContain('The vectors of the cases were not made');
});

it('ends with the process', () => {
  const { clock, waiting } = clockOfTest();
  const ending = new AbortController();
  const likeness = { find: async () => [], keepUp: async () => ({ made: 0, left: 0 }) };
  startKeepingUp({ likeness, clock, log: createLog('silent'), signal: ending.signal });

  ending.abort();

  expect(waiting).toEqual([]);
});
