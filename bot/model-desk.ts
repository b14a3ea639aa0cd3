import type { ModelDesk } from '../handlers/model/desk.ts';
import { createEmbeddingGate } from '../handlers/model/gate/embedding-gate.ts';
import { createGate } from '../handlers/model/gate.ts';
import { createLikeness, type KeptLikeness } from '../handlers/model/likeness.ts';
import { type Embedder, type LanguageModel, purposes } from '../handlers/model/model.ts';
import { loadPrompts } from '../knowledge/prompts.ts';
import type { CaseLibrary } from '../knowledge/search/cases.ts';
import type { Store } from '../knowledge/store/store.ts';
import type { Config, OpenaiConfig } from './config.ts';
import type { Log } from './log.ts';
import type { ModelMetrics } from './model-metrics.ts';
import { createEmbedder } from './openai/embedder.ts';
import { createLanguageModel, createSdk } from './openai.ts';

export interface ModelDeskParts {
  store: Store;
  library: CaseLibrary;
  now(): number;
  log?: Log | undefined;
  /** Made when a model is opened: without one there is nothing to tell of it. */
  metrics?: (() => ModelMetrics) | undefined;
}

/** What a language model adds, and what the edge does with it. */
export interface OpenedDesk extends ModelDesk {
  likeness?: KeptLikeness;
  /** Does at a quiet time what the first question would else wait for. */
  warmUp(): Promise<void>;
}

export async function openModelDesk(
  openai: OpenaiConfig,
  config: Config,
  parts: ModelDeskParts,
): Promise<OpenedDesk> {
  const metrics = parts.metrics?.();
  const sdk = createSdk(openai);
  const model = createLanguageModel(openai.model, sdk);
  // A vector is made of words.
  const mayEmbed = config.model.send === 'redacted';
  const embedder =
    mayEmbed && openai.embeddingModel ? createEmbedder(openai.embeddingModel, sdk) : undefined;
  return {
    gate: openGate(config, model, parts, metrics),
    prompts: await loadPrompts(purposes),
    send: config.model.send === 'features' ? 'features' : 'redacted',
    count: (purpose, kept, dropped) => metrics?.countSentences(purpose, kept, dropped),
    ...(embedder && { likeness: openLikeness(config, embedder, parts, metrics) }),
    warmUp: async () => {
      await sdk();
    },
  };
}

/** Failures of ours are told as such; those of a server that is down would else fill the log. */
const loud: ReadonlySet<string> = new Set(['broken', 'rejected']);

function openGate(
  { model: settings }: Config,
  model: LanguageModel,
  { store, now, log }: ModelDeskParts,
  metrics: ModelMetrics | undefined,
) {
  /** Said once that it failed, not yet of what. */
  let owesReason = false;
  return createGate({
    model,
    store,
    settings,
    now,
    report: (told) => {
      metrics?.countCall(told);
      const { purpose, outcome, error } = told;
      const isReason = owesReason && error !== undefined;
      const level = isReason || loud.has(outcome) ? 'warn' : 'debug';
      const seconds = Math.round(told.seconds * 1000) / 1000;
      const fields = { purpose, outcome, seconds, ...(error !== undefined && { err: error }) };
      log?.[level](fields, 'The language model was asked');
      owesReason &&= !isReason;
    },
    rests: (resting) => {
      metrics?.setResting(resting);
      owesReason = resting;
      if (resting) {
        log?.warn('The language model failed and is left alone for a while');
      }
    },
  });
}

function openLikeness(
  { people, customers }: Config,
  embedder: Embedder,
  { store, library, now }: ModelDeskParts,
  metrics: ModelMetrics | undefined,
): KeptLikeness {
  const staff = Object.values(people).flatMap(({ name }) => name ?? []);
  const unsaid = [...staff, ...customers.flatMap(({ name, aliases }) => [name, ...aliases])];
  const report = metrics && { report: metrics.countCall };
  return createLikeness({
    embedder: createEmbeddingGate({ embedder, store, now, ...report }),
    store,
    library,
    unsaid,
  });
}
