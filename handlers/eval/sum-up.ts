import type { DropReason } from '../model/ground.ts';
import type { Purpose } from '../model/model.ts';
import type { Judged } from './judged.ts';
import type { RecordedCall } from './recording-gate.ts';
import { share } from './score.ts';

/** Of a million tokens, in whatever currency. */
export interface Prices {
  in: number;
  out: number;
}

/** Shares are 0 to 1, `null` of nothing. */
export interface Figures {
  calls: number;
  /** Inputs of which the model is not asked in real use either. */
  uncalled: number;
  answered: number;
  /** Failures by their kind. */
  failed: Partial<Record<RecordedCall['outcome'], number>>;
  /** Of the calls: something of the answer was fit to be shown. */
  shown: number | null;
  kept: number;
  dropped: Partial<Record<DropReason, number>>;
  /** Sentences kept, of all. */
  grounding: number | null;
  /** Of how many it can be told whether they agree with the label. */
  told: number;
  agreement: number | null;
  /** The class of the label or one of its group; of guesses alone. */
  near: number | null;
  /** Of inputs with nothing wrong, those of which something was shown all the same. */
  onHealthy: number | null;
  /** Of the sentences of the model. */
  chinese: number | null;
  medianMilliseconds: number | null;
  p95Milliseconds: number | null;
  sent: number;
  received: number;
  cost: number | null;
}

export function sumUp(judged: readonly Judged[], prices: Prices | undefined): Figures {
  const calls = judged.flatMap(({ call }) => call ?? []);
  const failures = calls.filter(({ outcome }) => outcome !== 'answered');
  const kept = sum(judged.map((one) => one.kept));
  const dropped = judged.flatMap((one) => one.dropped);
  const told = judged.filter(({ agrees }) => agrees !== undefined);
  const guesses = told.filter(({ near }) => near !== undefined);
  const healthy = judged.filter(({ isHealthy }) => isHealthy);
  const sentences = calls.flatMap(({ said }) => sentencesOf(said));
  const waits = calls.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const sent = sum(calls.map(({ tokens }) => tokens.sent));
  const received = sum(calls.map(({ tokens }) => tokens.received));
  return {
    calls: calls.length,
    uncalled: judged.length - calls.length,
    answered: calls.length - failures.length,
    failed: countBy(failures.map(({ outcome }) => outcome)),
    shown: share(judged.filter((one) => one.shown).length, calls.length),
    kept,
    dropped: countBy(dropped),
    grounding: share(kept, kept + dropped.length),
    told: told.length,
    agreement: share(told.filter(({ agrees }) => agrees).length, told.length),
    near: share(guesses.filter(({ near }) => near).length, guesses.length),
    onHealthy: share(healthy.filter((one) => one.shown).length, healthy.length),
    chinese: share(sentences.filter(isChinese).length, sentences.length),
    medianMilliseconds: quantile(waits, 0.5),
    p95Milliseconds: quantile(waits, 0.95),
    sent,
    received,
    cost: prices ? (sent * prices.in + received * prices.out) / 1_000_000 : null,
  };
}

export function byPurpose(judged: readonly Judged[]): Map<Purpose, Judged[]> {
  return Map.groupBy(judged, ({ purpose }) => purpose);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function countBy<Key extends string>(keys: readonly Key[]): Partial<Record<Key, number>> {
  const counted: Partial<Record<Key, number>> = {};
  for (const key of keys) {
    counted[key] = (counted[key] ?? 0) + 1;
  }
  return counted;
}

/** Nearest rank. */
function quantile(sorted: readonly number[], part: number): number | null {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null;
}

/** What is meant to be read, by the names that the schemas give it. */
const readable = new Set(['text', 'cause', 'meaning']);

function sentencesOf(said: unknown, key = ''): string[] {
  if (typeof said === 'string') {
    return readable.has(key) && said.trim() !== '' ? [said] : [];
  }
  if (Array.isArray(said)) {
    return said.flatMap((one) => sentencesOf(one, key));
  }
  return typeof said === 'object' && said !== null
    ? Object.entries(said).flatMap(([name, value]) => sentencesOf(value, name))
    : [];
}

const han = /\p{Script=Han}/gu;
const latinWords = /[A-Za-z]{2,40}/gu;

/** Names of files, codes and products are Latin in the best Chinese. */
function isChinese(text: string): boolean {
  return (text.match(han) ?? []).length > (text.match(latinWords) ?? []).length;
}
