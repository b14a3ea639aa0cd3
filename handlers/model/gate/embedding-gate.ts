import type { Store } from '../../../knowledge/store/store.ts';
import { type Embedder, ModelFailure } from '../model.ts';
import { createBreaker } from './breaker.ts';
import { type CallReport, entryOf, settle } from './call.ts';
import { withPatience } from './patience.ts';
import { estimateTokens } from './tokens.ts';

export interface EmbeddingGateParts {
  embedder: Embedder;
  store: Pick<Store, 'startCall' | 'endCall'>;
  now(): number;
  report?(report: CallReport): void;
}

/** Milliseconds for one batch: nobody waits for it but a search, which has its own patience. */
const longestBatch = 60_000;
/** What is told of the text, not of the server. */
const aboutText: ReadonlySet<string> = new Set(['rejected', 'invalid', 'cancelled']);

/**
 * The only way to an embedding model: breaker, patience and audit. Its tokens, which cost a fiftieth of the others,
 * are in no budget. Throws `ModelFailure` as any embedder does.
 */
export function createEmbeddingGate(parts: EmbeddingGateParts): Embedder {
  const { embedder, store, now } = parts;
  const breaker = createBreaker(now, () => undefined);
  return {
    name: embedder.name,
    embed: async (texts, signal) => {
      if (!breaker.enter()) {
        throw new ModelFailure('busy');
      }
      const started = performance.now();
      const most = {
        sent: texts.reduce((sum, text) => sum + estimateTokens(text), 0),
        received: 0,
      };
      try {
        const id = await store.startCall(entryFor(texts, embedder.name, most, now()), []);
        const embed = (own: AbortSignal) => embedder.embed(texts, own);
        const { value, failure, tokens } = await settle(
          async () => ({ value: await withPatience(longestBatch, signal, embed), tokens: most }),
          most,
        );
        const seconds = (performance.now() - started) / 1000;
        const outcome = failure?.kind ?? 'answered';
        if (id !== undefined) {
          await store.endCall(id, { ...tokens, outcome, milliseconds: Math.round(seconds * 1000) });
        }
        parts.report?.({ purpose: 'embedding', outcome, seconds, tokens });
        if (value) {
          breaker.succeed();
          return value;
        }
        if (failure && !aboutText.has(failure.kind)) {
          breaker.fail(failure.retryAfter);
        }
        throw failure;
      } finally {
        breaker.leave();
      }
    },
  };
}

function entryFor(
  texts: readonly string[],
  model: string,
  most: { sent: number; received: number },
  at: number,
) {
  return entryOf({
    at,
    what: 'embedding',
    who: 'caselens/likeness',
    where: '',
    why: 'embedding',
    model,
    inquiry: '',
    sent: texts.join('\n'),
    keepText: false,
    end: { ...most, milliseconds: 0, outcome: 'begun' },
  });
}
