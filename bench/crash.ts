import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runStorm } from '../test/support/storm.ts';

/**
 * `node_modules/.bin/node bench/crash.ts [seed]`: 100 questions come in while the bot is killed (SIGKILL) 200
 * times at random points; once on a platform that finds a message again, once on one that does not. Every
 * question must end with one answer, the same as without kills. Takes some minutes; exit status 1 when one is
 * lost, answered twice, given up or answered otherwise.
 */
const seed = Number(process.argv[2] ?? 1);
const questions = 100;
const kills = 200;

for (const canFind of [true, false]) {
  const folder = await mkdtemp(path.join(tmpdir(), 'caselens-crash-'));
  try {
    const report = await runStorm({ folder, questions, kills, seed, canFind });
    const { lost, twice, givenUp, wrong, placeholdersLeft } = report;
    process.stdout.write(`${JSON.stringify({ seed, canFind, ...report })}\n`);
    const bad = lost.length + twice.length + givenUp.length + wrong.length;
    if (bad > 0 || (canFind && placeholdersLeft > 0)) {
      process.exitCode = 1;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
