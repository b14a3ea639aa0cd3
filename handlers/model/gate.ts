import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../../knowledge/store/store.ts';
import type { Asker } from '../inquiry.ts';
import { type AnswerCache, createAnswerCache } from './gate/answer-cache.ts';
import { type Breaker, createBreaker } from './gate/breaker.ts';
import { budgetsOf, type GateSettings } from './gate/budget.ts';
import { type CallReport, entryOf, settle } from './gate/call.ts';
import { withPatience } from './gate/patience.ts';
import { estimateTokens } from './gate/tokens.ts';
import type { LanguageModel, ModelFailure, Purpose } from './model.ts';
import type { Prompt } from './prompts.ts';

/** One question to the model, by whom and what for. */
export interface Asking<Value> {
  prompt: Prompt;
  /** Fenced data, redacted already. */
  data: string;
  schema: z.ZodType<Value>;
  mostTokens: number;
  asker: Pick<Asker, 'face' | 'id'>;
  /** Opaque. */
  conversation: string;
  /** The inquiry, whose tokens are counted together. */
  inquiry: string;
  /** The case that all of the data is about: with it goes what the audit keeps of it. */
  case?: string;
}

/**
 * The only way to a model: cache, budgets, circuit breaker, patience and audit in one place.
 */
export interface ModelGate {
  /** Of the model. */
  readonly name: string;
  /**
   * Undefined when there is no answer, whatever the reason: no budget, a breaker that is open, a failure, a timeout.
   * The deterministic answer then stands alone. Rejects only with the reason of `signal`.
   */
  ask<Value>(asking: Asking<Value>, signal?: AbortSignal): Promise<Value | undefined>;
}

export interface GateParts {
  model: LanguageModel;
  store: Pick<Store, 'audit' | 'startCall' | 'endCall'>;
  settings: GateSettings;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Told of everything that was asked, once it has ended. */
  report?(report: CallReport): void;
  /** Told whenever it begins or ends to leave the server alone. */
  rests?(resting: boolean): void;
}

const callsAtOnce = 4;

interface Gate extends GateParts {
  cache: AnswerCache;
  breaker: Breaker;
  calls: number;
}

export function createGate(parts: GateParts): ModelGate {
  const gate: Gate = {
    ...parts,
    cache: createAnswerCache(parts.now),
    breaker: createBreaker(parts.now, (resting) => parts.rests?.(resting)),
    calls: 0,
  };
  return {
    name: parts.model.name,
    ask: async (asking, signal) => {
      signal?.throwIfAborted();
      const started = performance.now();
      const report = (told: Pick<CallReport, 'outcome'> & Partial<CallReport>) =>
        parts.report?.({
          purpose: asking.prompt.purpose,
          seconds: (performance.now() - started) / 1000,
          tokens: { sent: 0, received: 0 },
          ...told,
        });
      try {
        return await askCached(asking, gate, signal, report);
      } catch (error) {
        signal?.throwIfAborted();
        report({ outcome: 'broken', error });
        return undefined;
      }
    },
  };
}

type Report = (told: Pick<CallReport, 'outcome'> & Partial<CallReport>) => void;

async function askCached<Value>(
  asking: Asking<Value>,
  gate: Gate,
  signal: AbortSignal | undefined,
  report: Report,
): Promise<Value | undefined> {
  const shape = JSON.stringify(z.toJSONSchema(asking.schema));
  const { purpose, version, text } = asking.prompt;
  const key = hashOf([gate.model.name, purpose, version, text, asking.data, shape]);
  const cached = asking.schema.safeParse(gate.cache.find(key));
  if (cached.success) {
    const call = { sent: 0, received: 0, milliseconds: 0, outcome: 'cached' };
    await gate.store.audit(entryFor(asking, gate, call));
    report({ outcome: 'cached' });
    return cached.data;
  }
  if (gate.calls >= callsAtOnce) {
    report({ outcome: 'crowded' });
    return undefined;
  }
  if (!gate.breaker.enter()) {
    report({ outcome: 'resting' });
    return undefined;
  }
  gate.calls += 1;
  try {
    const cost = estimateTokens(text) + estimateTokens(asking.data) + estimateTokens(shape);
    const value = await askBudgeted(asking, cost, gate, signal, report);
    if (value !== undefined) {
      gate.cache.keep(key, value);
    }
    return value;
  } finally {
    gate.calls -= 1;
    gate.breaker.leave();
  }
}

/** What it may cost is noted before it is asked, so that two at once do not share one rest of a budget. */
async function askBudgeted<Value>(
  asking: Asking<Value>,
  sent: number,
  gate: Gate,
  signal: AbortSignal | undefined,
  report: Report,
): Promise<Value | undefined> {
  const most = { sent, received: asking.mostTokens };
  const entry = entryFor(asking, gate, { ...most, milliseconds: 0, outcome: 'begun' });
  const { inquiry } = asking;
  const id = await gate.store.startCall(entry, budgetsOf(entry.who, inquiry, gate));
  if (id === undefined) {
    report({ outcome: 'budget' });
    return undefined;
  }
  const started = performance.now();
  const { value, failure, tokens } = await settle(() => askModel(asking, gate, signal), most);
  learn(failure, gate.breaker);
  const outcome = failure?.kind ?? 'answered';
  const milliseconds = Math.round(performance.now() - started);
  await gate.store.endCall(id, { ...tokens, milliseconds, outcome });
  report({ outcome, tokens, ...(failure && { error: failure }) });
  signal?.throwIfAborted();
  return value;
}

function askModel<Value>(asking: Asking<Value>, gate: Gate, signal: AbortSignal | undefined) {
  const { prompt, data, schema, mostTokens } = asking;
  const schemaName = prompt.purpose.replaceAll('-', '_');
  const request = { system: prompt.text, data, schema, schemaName, mostTokens };
  return withPatience(gate.settings.seconds * 1000, signal, (own) => gate.model.ask(request, own));
}

/** A model that refuses or says too much works; whoever went away tells nothing of it. */
function learn(failure: ModelFailure | undefined, breaker: Breaker): void {
  if (failure === undefined || failure.kind === 'refused' || failure.kind === 'cut') {
    breaker.succeed();
  } else if (failure.kind !== 'cancelled') {
    breaker.fail(failure.retryAfter);
  }
}

function entryFor(
  { prompt, data, asker, conversation, inquiry, case: about = '' }: Asking<unknown>,
  { model, settings, now }: Gate,
  end: Parameters<typeof entryOf>[0]['end'],
) {
  return entryOf({
    at: now(),
    what: 'model',
    who: `${asker.face}/${asker.id}`,
    where: `${asker.face}/${conversation}`,
    why: `${prompt.purpose satisfies Purpose}@${prompt.version}`,
    model: model.name,
    inquiry,
    case: about,
    sent: `${prompt.text}\n${data}`,
    keepText: settings.keepText,
    end,
  });
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
