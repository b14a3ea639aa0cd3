import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { CallReport } from '../handlers/model/gate/call.ts';
import type { DropReason } from '../handlers/model/ground.ts';
import type { Purpose } from '../handlers/model/model.ts';

export interface ModelMetrics {
  countCall(report: CallReport): void;
  countSentences(purpose: Purpose, kept: number, dropped: readonly DropReason[]): void;
  /** While the server is left alone because it failed. */
  setResting(resting: boolean): void;
}

export function createModelMetrics(registry: Registry): ModelMetrics {
  const registers = [registry];
  const calls = new Counter({
    name: 'caselens_model_calls_total',
    help: 'Questions to the language model, by purpose and how they ended.',
    labelNames: ['purpose', 'outcome'] as const,
    registers,
  });
  const seconds = new Histogram({
    name: 'caselens_model_seconds',
    help: 'Time that the language model took, of calls that were made.',
    labelNames: ['purpose'] as const,
    buckets: [0.5, 1, 2.5, 5, 10, 20, 40],
    registers,
  });
  const tokens = new Counter({
    name: 'caselens_model_tokens_total',
    help: 'Tokens sent to the language model and received from it.',
    labelNames: ['purpose', 'direction'] as const,
    registers,
  });
  const sentences = new Counter({
    name: 'caselens_model_sentences_total',
    help: 'Sentences of the language model that were shown, or dropped and why.',
    labelNames: ['purpose', 'result'] as const,
    registers,
  });
  const resting = new Gauge({
    name: 'caselens_model_resting',
    help: '1 while the language model is left alone because it failed.',
    registers,
  });
  return {
    countCall: ({ purpose, outcome, seconds: spent, tokens: { sent, received } }) => {
      calls.inc({ purpose, outcome });
      if (!unmade.has(outcome)) {
        seconds.observe({ purpose }, spent);
      }
      tokens.inc({ purpose, direction: 'sent' }, sent);
      tokens.inc({ purpose, direction: 'received' }, received);
    },
    countSentences: (purpose, kept, dropped) => {
      sentences.inc({ purpose, result: 'kept' }, kept);
      for (const result of dropped) {
        sentences.inc({ purpose, result });
      }
    },
    setResting: (value) => resting.set(value ? 1 : 0),
  };
}

const unmade: ReadonlySet<CallReport['outcome']> = new Set([
  'cached',
  'budget',
  'resting',
  'crowded',
  'broken',
]);
