import type { Store } from '../../knowledge/store/store.ts';
import type { Asking } from '../model/gate/asking.ts';
import { entryOf, settle } from '../model/gate/call.ts';
import { withPatience } from '../model/gate/patience.ts';
import { estimateTokens } from '../model/gate/tokens.ts';
import type { ModelGate } from '../model/gate.ts';
import type { FailureKind, LanguageModel, Purpose, TokenUse } from '../model/model.ts';

export interface RecordedCall {
  purpose: Purpose;
  outcome: 'answered' | FailureKind;
  milliseconds: number;
  tokens: TokenUse;
  /** As the model said it; undefined where it failed. */
  said: unknown;
}

export interface RecordingGate extends ModelGate {
  readonly calls: readonly RecordedCall[];
  /** True once a question was not asked because its tokens might have been too many. */
  readonly isSpent: boolean;
}

export interface RecordingParts {
  model: LanguageModel;
  store: Pick<Store, 'startCall' | 'endCall'>;
  /** Of one call. */
  seconds: number;
  /** Of all calls together. */
  mostTokens: number;
  now(): number;
}

/** For measuring a model: asks it every time, keeps to no budget of the day, and remembers how each question went. */
export function createRecordingGate(parts: RecordingParts): RecordingGate {
  const calls: RecordedCall[] = [];
  let isSpent = false;
  return {
    name: parts.model.name,
    calls,
    get isSpent() {
      return isSpent;
    },
    async ask(asking, signal) {
      const { prompt, data, mostTokens } = asking;
      const sent = estimateTokens(prompt.text) + estimateTokens(data);
      const most = { sent, received: mostTokens };
      isSpent ||= tokensOf(calls) + most.sent + most.received > parts.mostTokens;
      if (isSpent) {
        return undefined;
      }
      const { value, call } = await askOnce(asking, most, parts, signal);
      signal?.throwIfAborted();
      calls.push(call);
      return value;
    },
  };
}

export function tokensOf(calls: readonly RecordedCall[]): number {
  return calls.reduce((sum, { tokens }) => sum + tokens.sent + tokens.received, 0);
}

async function askOnce<Value>(
  asking: Asking<Value>,
  most: TokenUse,
  { model, store, seconds, now }: RecordingParts,
  signal: AbortSignal | undefined,
): Promise<{ value: Value | undefined; call: RecordedCall }> {
  const { prompt, data, schema, mostTokens, asker, conversation, inquiry } = asking;
  const { purpose, version, text } = prompt;
  const entry = entryOf({
    at: now(),
    what: 'evaluation',
    who: `${asker.face}/${asker.id}`,
    where: `${asker.face}/${conversation}`,
    why: `${purpose}@${version}`,
    model: model.name,
    inquiry,
    sent: `${text}\n${data}`,
    keepText: false,
    end: { ...most, milliseconds: 0, outcome: 'begun' },
  });
  const id = await store.startCall(entry, []);
  const schemaName = purpose.replaceAll('-', '_');
  const request = { system: text, data, schema, schemaName, mostTokens };
  const started = performance.now();
  const { value, failure, tokens } = await settle(
    () => withPatience(seconds * 1000, signal, (own) => model.ask(request, own)),
    most,
  );
  const milliseconds = Math.round(performance.now() - started);
  const outcome = failure?.kind ?? 'answered';
  if (id !== undefined) {
    await store.endCall(id, { ...tokens, outcome, milliseconds });
  }
  return { value, call: { purpose, outcome, milliseconds, tokens, said: value } };
}
