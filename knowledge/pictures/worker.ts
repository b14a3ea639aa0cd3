import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { createOCREngine, type OCREngine } from 'tesseract-wasm';
import { decode, startDecoder } from './decode.ts';
import { flatten, type Pixels } from './flatten.ts';
import type { Job, Model, Reading, Said } from './picture.ts';

/** Runs in a thread of its own: decoders and recognisers can blow up on what strangers send. */
const require = createRequire(import.meta.url);

const files: Readonly<Record<Model, string>> = {
  zh: require.resolve('@tesseract.js-data/chi_sim/4.0.0_best_int/chi_sim.traineddata.gz'),
  en: require.resolve('@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz'),
};
const models: readonly Model[] = ['zh', 'en'];

/** What the libraries print is for nobody; an own output of the thread would keep the process alive. */
const silent = () => undefined;
Object.assign(console, { log: silent, warn: silent, error: silent });

const engines = new Map<Model, Promise<OCREngine>>();
const decoder = startDecoder();

parentPort?.on('message', (job: Job) => {
  work(job).catch(() => say({ kind: 'failed' }));
});

async function work(job: Job): Promise<void> {
  await decoder;
  const pixels = decode(job);
  flatten(pixels);
  for (const model of models) {
    say({ kind: 'reading', reading: await recognise(model, pixels) });
  }
  say({ kind: 'done' });
}

function say(said: Said): void {
  parentPort?.postMessage(said);
}

async function recognise(model: Model, pixels: Pixels): Promise<Reading> {
  const started = engines.get(model) ?? startEngine(model);
  engines.set(model, started);
  const engine = await started;
  engine.loadImage(pixels);
  const lines = engine
    .getTextBoxes('line')
    .map(({ rect, text }) => ({ ...rect, text: text.trim() }))
    .filter(({ text }) => text !== '');
  engine.clearImage();
  return { model, lines };
}

async function startEngine(model: Model): Promise<OCREngine> {
  const [wasmBinary, packed] = await Promise.all([
    readFile(path.join(path.dirname(require.resolve('tesseract-wasm')), 'tesseract-core.wasm')),
    readFile(files[model]),
  ]);
  const engine = await createOCREngine({ wasmBinary });
  engine.loadModel(gunzipSync(packed));
  return engine;
}
