import { z } from 'zod';
import type { Store } from '../../knowledge/store/store.ts';
import { type AnswerCache, createAnswerCache } from './gate/answer-cache.ts';
import { type Asking, entryFor, keyOf, whoAsks } from './gate/asking.ts';
import { type Breaker, createBreaker } from './gate/breaker.ts';
import { budgetsOf, type GateSettings } from './gate/budget.ts';
import { type CallReport, settle } from './gate/call.ts';
import { withPatience } from './gate/patience.ts';
import { createSlots, type Slots } from './gate/slots.ts';
import { estimateTokens } from './gate/tokens.ts';
import type { LanguageModel, ModelFailure, TokenUse } from './model.ts';

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
/** Of the patience with a call: for that long it may wait for its turn. */
const waitingShare = 0.5;
/** Whoever waited no longer, as a share of the same, had as much time as anybody. */
const shortWait = 0.1;

interface Gate extends GateParts {
  cache: AnswerCache;
  breaker: Breaker;
  slots: Slots;
}

export function createGate(parts: GateParts): ModelGate {
  const gate: Gate = {
    ...parts,
    cache: createAnswerCache(parts.now),
    breaker: createBreaker(parts.now, (resting) => parts.rests?.(resting)),
    slots: createSlots(callsAtOnce),
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
  const key = keyOf(asking, gate.model.name, shape);
  const cached = asking.schema.safeParse(gate.cache.find(key));
  if (cached.success) {
    const call = { sent: 0, received: 0, milliseconds: 0, outcome: 'cached' };
    await gate.store.audit(entryFor(asking, gate, call));
    report({ outcome: 'cached' });
    return cached.data;
  }
  const patience = gate.settings.seconds * 1000;
  const begun = performance.now();
  const leave = await gate.slots.take(whoAsks(asking), patience * waitingShare, signal);
  if (!leave) {
    report({ outcome: 'crowded' });
    return undefined;
  }
  try {
    const waited = performance.now() - begun;
    const value = await askAwake(asking, shape, patience - waited, gate, signal, report);
    if (value !== undefined) {
      gate.cache.keep(key, value);
    }
    return value;
  } finally {
    leave();
  }
}

/** Unless the server is left alone. */
async function askAwake<Value>(
  asking: Asking<Value>,
  shape: string,
  patience: number,
  gate: Gate,
  signal: AbortSignal | undefined,
  report: Report,
): Promise<Value | undefined> {
  if (!gate.breaker.enter()) {
    report({ outcome: 'resting' });
    return undefined;
  }
  try {
    const { prompt, data, mostTokens } = asking;
    const told = [prompt.text, data, shape].map(estimateTokens);
    const sent = told.reduce((sum, one) => sum + one, 0);
    const most = { sent, received: mostTokens };
    return await askBudgeted(asking, { most, patience }, gate, signal, report);
  } finally {
    gate.breaker.leave();
  }
}

/** What it may cost is noted before it is asked, so that two at once do not share one rest of a budget. */
async function askBudgeted<Value>(
  asking: Asking<Value>,
  { most, patience }: { most: TokenUse; patience: number },
  gate: Gate,
  signal: AbortSignal | undefined,
  report: Report,
): Promise<Value | undefined> {
  const entry = entryFor(asking, gate, { ...most, milliseconds: 0, outcome: 'begun' });
  const { inquiry } = asking;
  const id = await gate.store.startCall(entry, budgetsOf(entry.who, inquiry, gate));
  if (id === undefined) {
    report({ outcome: 'budget' });
    return undefined;
  }
  const started = performance.now();
  const { value, failure, tokens } = await settle(
    () => askModel(asking, patience, gate, signal),
    most,
  );
  const isHurried = patience < gate.settings.seconds * 1000 * (1 - shortWait);
  learn(failure, isHurried, gate.breaker);
  const outcome = failure?.kind ?? 'answered';
  const milliseconds = Math.round(performance.now() - started);
  await gate.store.endCall(id, { ...tokens, milliseconds, outcome });
  report({ outcome, tokens, ...(failure && { error: failure }) });
  signal?.throwIfAborted();
  return value;
}

function askModel<Value>(
  asking: Asking<Value>,
  patience: number,
  gate: Gate,
  signal: AbortSignal | undefined,
) {
  const { prompt, data, schema, mostTokens } = asking;
  const schemaName = prompt.purpose.replaceAll('-', '_');
  const request = { system: prompt.text, data, schema, schemaName, mostTokens };
  return withPatience(patience, signal, (own) => gate.model.ask(request, own));
}

/**
 * A model that refuses or says too much works. Whoever went away tells nothing of it, nor does a question that is odd,
 * or that had little time left when its turn came.
 */
function learn(failure: ModelFailure | undefined, isHurried: boolean, breaker: Breaker): void {
  if (failure === undefined || failure.kind === 'refused' || failure.kind === 'cut') {
    breaker.succeed();
    return;
  }
  const { kind, ofQuestion, retryAfter } = failure;
  if (kind !== 'cancelled' && !ofQuestion && !(kind === 'late' && isHurried)) {
    breaker.fail(retryAfter);
  }
}
