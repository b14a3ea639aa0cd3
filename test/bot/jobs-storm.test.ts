import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/answering.ts';
import { runStorm } from '../support/storm.ts';

const folder = temporaryFolder();

/** The large one is bench/crash.ts. */
describe('a bot that is killed again and again while questions come in', () => {
  it('answers every question once, as if nothing had happened', async () => {
    const report = await runStorm({ folder, questions: 15, kills: 12, seed: 7, canFind: true });

    expect(report).toMatchObject({
      questions: 15,
      messages: 15,
      placeholdersLeft: 0,
      lost: [],
      twice: [],
      givenUp: [],
      wrong: [],
    });
  });
});
