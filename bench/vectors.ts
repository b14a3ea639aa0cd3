import { VectorIndex } from '../knowledge/search/vectors.ts';

/**
 * `node_modules/.bin/node bench/vectors.ts [CASES] [DIMENSION]`: ranks all cases by their likeness to a question,
 * default 10,000 of 1,024 numbers, beside the same over plain arrays. The median of five counts.
 */
const rounds = 5;

function median(milliseconds: number[]): string {
  return `${(milliseconds.sort((a, b) => a - b)[rounds >> 1] ?? 0).toFixed(1)} ms`;
}

function time(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

function rankNaively(rows: readonly (readonly number[])[], asked: readonly number[]) {
  const length = (row: readonly number[]) =>
    Math.sqrt(row.reduce((sum, one) => sum + one * one, 0));
  const own = length(asked);
  return rows
    .map((row, key) => ({
      key,
      score: row.reduce((sum, one, at) => sum + one * (asked[at] ?? 0), 0) / own / length(row),
    }))
    .sort((left, right) => right.score - left.score);
}

const [cases = 10_000, dimension = 1024] = process.argv.slice(2).map(Number);
const vector = () => Array.from({ length: dimension }, () => Math.random() - 0.5);
const rows = Array.from({ length: cases }, vector);
const index = new VectorIndex();
const filling = time(() => {
  rows.forEach((row, key) => {
    index.put(String(key), Float32Array.from(row));
  });
});
const ours: number[] = [];
const naive: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const asked = vector();
  ours.push(time(() => index.rank(Float32Array.from(asked))));
  naive.push(time(() => rankNaively(rows, asked)));
}
process.stdout.write(
  `${cases} cases of ${dimension}: ranked in ${median(ours)}, naively in ${median(naive)}; filled in ${filling.toFixed(0)} ms\n`,
);
