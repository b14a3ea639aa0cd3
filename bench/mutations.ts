import { loadKnowledge } from '../knowledge/knowledge.ts';
import { type Trial, trialsOf, tryOut } from '../test/support/mutated.ts';

/**
 * `node_modules/.bin/node bench/mutations.ts [SEED]`: every example and near miss of every trusted signature, told as
 * another PC, another build or another way of sending it would; how many are still named, or still are not.
 */
const seed = Number(process.argv[2] ?? 1);
const { engine } = await loadKnowledge();

interface Tally {
  told: number;
  named: number;
  misses: number;
  silent: number;
}

const tallies = new Map<string, Tally>();
const failures: string[] = [];

for (const trial of trialsOf(engine.signatures)) {
  const wrong = await tryOut(trial, engine, seed);
  count(trial, wrong);
  if (wrong !== undefined) {
    const { signature, promise, number, mutation } = trial;
    failures.push(`${signature.id}\t${promise} ${number + 1}\t${mutation}\t${wrong}`);
  }
}

for (const [mutation, { told, named, misses, silent }] of tallies) {
  process.stdout.write(`${mutation}\tnamed ${named}/${told}\tsilent ${silent}/${misses}\n`);
}
process.stdout.write(`${failures.sort().join('\n')}\n`);

function count({ mutation, promise }: Trial, wrong: string | undefined): void {
  const tally = tallies.get(mutation) ?? { told: 0, named: 0, misses: 0, silent: 0 };
  tallies.set(mutation, tally);
  const right = wrong === undefined ? 1 : 0;
  if (promise === 'ignores') {
    tally.misses += 1;
    tally.silent += right;
  } else {
    tally.told += 1;
    tally.named += right;
  }
}
