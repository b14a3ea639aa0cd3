import type { Condition } from '../signatures/signature.ts';
import { compareHits, type Hit } from './hit.ts';

/** The hits of one run, by condition name, each list in order. */
export type Run = ReadonlyMap<string, readonly Hit[]>;

export interface Related {
  /** One hit for each name that made the condition true, in the order of the log. */
  hits: Hit[];
}

/** One key of a condition that was looked at, for `--explain`. */
export interface Verdictlet {
  key: string;
  holds: boolean;
}

/** `undefined` when the condition does not hold; `trace` is told each key that was looked at. */
export function relate(
  condition: Condition,
  run: Run,
  trace?: (verdictlet: Verdictlet) => void,
): Related | undefined {
  const say = (key: string, holds: boolean) => {
    trace?.({ key, holds });
    return holds;
  };
  const names = [
    ...(condition.all ?? []),
    ...(condition.any ?? []).filter((name) => has(run, name)),
  ];
  const checks: [string, () => boolean][] = [
    [
      `all: ${condition.all?.join(', ')}`,
      () => (condition.all ?? []).every((name) => has(run, name)),
    ],
    [
      `any: ${condition.any?.join(', ')}`,
      () => !condition.any || condition.any.some((name) => has(run, name)),
    ],
    [
      `none: ${condition.none?.join(', ')}`,
      () => !(condition.none ?? []).some((name) => has(run, name)),
    ],
    ['count', () => holdsCount(condition, run)],
    ['order', () => !condition.order || inOrder(condition.order, run) !== undefined],
    ['within', () => holdsWithin(condition, run)],
  ];
  const used = checks.filter(([key]) => uses(condition, key.split(':')[0] ?? ''));
  if (!used.every(([key, holds]) => say(key, holds()))) {
    return undefined;
  }
  if (!condition.same) {
    return { hits: pick(names, run, condition) };
  }
  const narrowed = narrow(names, run, condition.same);
  return say(`same: ${condition.same.join(', ')}`, narrowed !== undefined) && narrowed
    ? { hits: pick(names, narrowed, condition) }
    : undefined;
}

function uses(condition: Condition, key: string): boolean {
  return condition[key as keyof Condition] !== undefined;
}

function has(run: Run, name: string): boolean {
  return (run.get(name)?.length ?? 0) > 0;
}

function holdsCount(condition: Condition, run: Run): boolean {
  return Object.entries(condition.count ?? {}).every(
    ([name, least]) => (run.get(name)?.length ?? 0) >= least,
  );
}

/** The first of each name that comes after the one before. */
function inOrder(names: readonly string[], run: Run): Hit[] | undefined {
  const found: Hit[] = [];
  for (const name of names) {
    const last = found.at(-1);
    const next = run.get(name)?.find((hit) => !last || compareHits(last, hit) < 0);
    if (!next) {
      return undefined;
    }
    found.push(next);
  }
  return found;
}

function holdsWithin(condition: Condition, run: Run): boolean {
  const { within } = condition;
  if (!within) {
    return true;
  }
  const from = anchor(within.from, run);
  const to = anchor(within.to, run);
  if (!from || !to) {
    return false;
  }
  return inMinutes(within.minutes, from, to) && inLines(within.lines, from, to);
}

function inMinutes(range: readonly [number, number] | undefined, from: Hit, to: Hit): boolean {
  if (!range) {
    return true;
  }
  if (from.at === undefined || to.at === undefined) {
    return false;
  }
  const minutes = (to.at - from.at) / 60_000;
  return minutes >= range[0] && minutes <= range[1];
}

function inLines(range: readonly [number, number] | undefined, from: Hit, to: Hit): boolean {
  if (!range) {
    return true;
  }
  const lines = lineOf(to) - lineOf(from);
  return from.record.input === to.record.input && lines >= range[0] && lines <= range[1];
}

export function lineOf(hit: Hit): number {
  return hit.record.parts[0]?.line ?? 1;
}

function anchor(text: string, run: Run): Hit | undefined {
  const [which, name] = text.includes(' ') ? text.split(' ') : ['first', text];
  const hits = run.get(name ?? '') ?? [];
  return which === 'last' ? hits.at(-1) : hits[0];
}

/** Keeps only hits that agree on each variable; false if nothing that matched defines one of them. */
function narrow(names: readonly string[], run: Run, variables: readonly string[]): Run | undefined {
  const [variable, ...others] = variables;
  if (variable === undefined) {
    return run;
  }
  const defining = names.filter((name) => run.get(name)?.some((hit) => variable in hit.variables));
  const first = defining[0];
  if (!first) {
    return undefined;
  }
  const values = new Set(run.get(first)?.map((hit) => fold(hit.variables[variable])));
  for (const value of values) {
    const kept = new Map(run);
    for (const name of defining) {
      kept.set(
        name,
        (run.get(name) ?? []).filter((hit) => fold(hit.variables[variable]) === value),
      );
    }
    const whole = defining.every((name) => has(kept, name));
    const narrowed = whole ? narrow(names, kept, others) : undefined;
    if (narrowed) {
      return narrowed;
    }
  }
  return undefined;
}

export function fold(value: string | undefined): string | undefined {
  return value?.toLowerCase();
}

function pick(names: readonly string[], run: Run, condition: Condition): Hit[] {
  const ordered = condition.order ? (inOrder(condition.order, run) ?? []) : [];
  const rest = names
    .filter((name) => !condition.order?.includes(name))
    .flatMap((name) => run.get(name)?.slice(0, 1) ?? []);
  return [...ordered, ...rest].sort(compareHits);
}
