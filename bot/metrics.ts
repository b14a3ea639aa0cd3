import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Block, Reply } from '../handlers/reply.ts';
import type { Verdict } from '../knowledge/diagnosis.ts';
import type { Answer } from './face.ts';
import { createModelMetrics, type ModelMetrics } from './model-metrics.ts';

/** `none`: the answer was not a diagnosis, but a list, a case, help. */
export type CountedVerdict = Verdict | 'none';

export interface Metrics {
  countInquiry(face: string, verdict: CountedVerdict): void;
  observeAnswer(face: string, seconds: number): void;
  countInput(face: string, bytes: number): void;
  countError(face: string): void;
  /** Made when it is first called: without a model there is nothing to tell of one. */
  model(): ModelMetrics;
  /** The text a Prometheus server scrapes. */
  render(): Promise<{ contentType: string; body: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const inquiries = new Counter({
    name: 'caselens_inquiries_total',
    help: 'Inquiries answered, by face and verdict of the first cause.',
    labelNames: ['face', 'verdict'] as const,
    registers,
  });
  const seconds = new Histogram({
    name: 'caselens_answer_seconds',
    help: 'Time from the inquiry to its answer.',
    labelNames: ['face'] as const,
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    registers,
  });
  const bytes = new Counter({
    name: 'caselens_input_bytes_total',
    help: 'Bytes that people sent.',
    labelNames: ['face'] as const,
    registers,
  });
  const errors = new Counter({
    name: 'caselens_errors_total',
    help: 'Inquiries and requests that failed for a reason of ours.',
    labelNames: ['face'] as const,
    registers,
  });
  let model: ModelMetrics | undefined;
  return {
    model: () => {
      model ??= createModelMetrics(registry);
      return model;
    },
    countInquiry: (face, verdict) => inquiries.inc({ face, verdict }),
    observeAnswer: (face, value) => seconds.observe({ face }, value),
    countInput: (face, value) => bytes.inc({ face }, value),
    countError: (face) => errors.inc({ face }),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

/** Counts every inquiry once, whatever face it came from. Errors pass through. */
export function withMetrics(answer: Answer, metrics: Metrics): Answer {
  return async (inquiry, tell, signal) => {
    const { face } = inquiry.asker;
    const started = performance.now();
    try {
      const answered = await answer(inquiry, tell, signal);
      metrics.countInquiry(face, verdictOf(answered.reply));
      return answered;
    } catch (error) {
      metrics.countError(face);
      throw error;
    } finally {
      metrics.observeAnswer(face, (performance.now() - started) / 1000);
    }
  };
}

export function verdictOf(reply: Reply): CountedVerdict {
  return reply.blocks.find(isVerdict)?.certainty ?? 'none';
}

function isVerdict(block: Block): block is Extract<Block, { kind: 'verdict' }> {
  return block.kind === 'verdict';
}
