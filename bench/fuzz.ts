import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { findMisreading, mutate } from '../test/support/fuzz.ts';
import { fuzzSamples } from '../test/support/fuzz-samples.ts';

/**
 * `node_modules/.bin/node bench/fuzz.ts COUNT [SEED]`: reads so many damaged inputs with all that the program knows,
 * and tells those that broke it, that took a second, and what memory it came to. What went wrong is kept as a file.
 */
const mostMilliseconds = 1000;
const mebibyte = 1 << 20;
const toldEvery = 5000;

const [count = 10_000, seed = 1] = process.argv.slice(2).map(Number);
const { engine } = await loadKnowledge();
const samples = fuzzSamples();
const all = samples.map(({ bytes }) => bytes);
const folder = await mkdtemp(path.join(tmpdir(), 'caselens-fuzz-'));
const spoolFolder = path.join(folder, 'spool');
const slowest = { milliseconds: 0, name: '' };
let bad = 0;
let peak = 0;
let base = 0;

/** Which input is being read, for a thread that sees when one never ends. */
const current = new Int32Array(new SharedArrayBuffer(4));
const watch = `
  const { workerData: current } = require('node:worker_threads');
  let before = -1;
  setInterval(() => {
    if (current[0] === before) {
      require('node:fs').writeSync(1, 'input ' + before + ' does not end\\n');
      process.kill(process.pid, 'SIGKILL');
    }
    before = current[0];
  }, 30000);
`;
new Worker(watch, { eval: true, workerData: current }).unref();

for (let index = 0; index < count; index += 1) {
  const sample = samples[index % samples.length];
  if (!sample) {
    break;
  }
  current[0] = index;
  const input = mutate(sample.bytes, all, seed * 1_000_003 + index);
  const started = performance.now();
  const wrong = await findMisreading(input, engine, spoolFolder);
  const milliseconds = performance.now() - started;
  const tooSlow = milliseconds > mostMilliseconds && `took ${milliseconds.toFixed(0)} ms`;
  if (wrong || tooSlow) {
    bad += 1;
    const file = path.join(folder, `${index}-${sample.name.replaceAll(' ', '-')}`);
    await writeFile(file, input);
    process.stdout.write(`${index} ${sample.name} ${wrong ?? tooSlow}\n  ${file}\n`);
  }
  if (milliseconds > slowest.milliseconds) {
    Object.assign(slowest, { milliseconds, name: `${index} ${sample.name}` });
  }
  peak = Math.max(peak, process.memoryUsage.rss());
  // What is compiled and cached on the way is there by now.
  base = index === toldEvery ? peak : base;
  if (index % toldEvery === 0) {
    tell(index);
  }
}
tell(count);
await rm(bad === 0 ? folder : spoolFolder, { recursive: true, force: true });
process.exitCode = bad === 0 ? 0 : 1;

function tell(done: number): void {
  const { heapUsed } = process.memoryUsage();
  process.stdout.write(
    `${done} inputs of ${samples.length} samples: ${bad} bad; slowest ${slowest.milliseconds.toFixed(0)} ms (${slowest.name}); peak RSS ${mb(peak)} MB, ${mb(Math.max(0, peak - base))} above that after ${toldEvery}; heap ${mb(heapUsed)} MB\n`,
  );
}

function mb(bytes: number): string {
  return (bytes / mebibyte).toFixed(0);
}
