import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { createOCREngine, type OCREngine } from 'tesseract-wasm';
import { decode, startDecoder } from './decode.ts';
import { flatten, type Pixels } from './flatten.ts';
import type { Model, Reading, Said, Step } from './picture.ts';

/** Runs in a thread of its own: decoders and recognisers can blow up on what strangers send. */
const require = createRequire(import.meta.url);

const files: Readonly<Record<Model, string>> = {
  zh: require.resolve('@tesseract.js-data/chi_sim/4.0.0_best_int/chi_sim.traineddata.gz'),
  en: require.resolve('@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz'),
};

/** What the libraries print is for nobody; an own output of the thread would keep the process alive. */
const silent = () => undefined;
Object.assign(console, { log: silent, warn: silent, error: silent });

const engines = new Map<Model, Promise<OCREngine>>();
let decoder: Promise<void> | undefined;

parentPort?.on('message', async (step: Step) => {
  const said = await work(step).catch((): Said => ({ kind: 'failed' }));
  parentPort?.postMessage(said);
});

async function work(step: Step): Promise<Said> {
  if (step.kind === 'read') {
    return { kind: 'reading', reading: await recognise(step.model, step.pixels) };
  }
  decoder ??= startDecoder();
  await decoder;
  const pixels = decode(step.job);
  flatten(pixels);
  return { kind: 'pixels', pixels };
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
