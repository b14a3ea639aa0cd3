import { textFormat } from '../format.ts';
import { questionName } from '../input/names.ts';
import type { Signature } from '../signatures/signature.ts';
import type { Collected } from './collector.ts';
import { compareHits, compareText, type Hit, machineOfHit } from './hit.ts';
import type { Run } from './relate.ts';

/** Records without a session of their own belong together when they lie this close, in milliseconds. */
export const longestGap = 60 * 60_000;

/** The hits of one signature that may be related to each other. */
export interface MachineRuns {
  machine: string;
  /** Each within one input and one session; latest first. */
  runs: Run[];
  /** Across the inputs of the machine, for what one log begins and another ends. */
  joint: Run[];
  /** Everything of the machine: what excludes a cause may stand in another log. */
  hits: readonly Hit[];
}

/** Splits those hits of a signature that count by machine, then by session or by time. */
export function runsOf(
  signature: Signature,
  collected: Collected,
  counts: (hit: Hit) => boolean,
): MachineRuns[] {
  const hits = [...(collected.hits.get(signature.id)?.values() ?? [])]
    .flatMap((inputs) => [...inputs.values()])
    .flatMap((list) => list.hits)
    .filter(counts);
  const machines = groupBy(hits, machineOfHit);
  return [...machines]
    .sort(([left], [right]) => compareText(left, right))
    .map(([machine, own]) => ({ machine, ...split(signature, own) }))
    .map((runs) => withFacts(runs, factHits(signature, collected, runs.machine)));
}

/** Facts hold for the whole machine: they join every run of it. */
function factHits(signature: Signature, collected: Collected, machine: string): Hit[] {
  return Object.entries(signature.find).flatMap(([name, find]) => {
    if (typeof find === 'string' || !('fact' in find)) {
      return [];
    }
    const wanted = new RegExp(find.matches, 'iu');
    return collected.facts[find.fact]
      .filter((fact) => fact.machine === machine && wanted.test(fact.value))
      .map(({ value, hit }) => ({ ...hit, name, variables: { [name]: value } }));
  });
}

function withFacts(runs: MachineRuns, facts: readonly Hit[]): MachineRuns {
  if (facts.length === 0) {
    return runs;
  }
  const add = (run: Run): Run => new Map([...run, ...groupBy(facts, (hit) => hit.name)]);
  return { ...runs, runs: runs.runs.map(add), joint: runs.joint.map(add) };
}

function split(signature: Signature, hits: readonly Hit[]): Omit<MachineRuns, 'machine'> {
  const sorted = [...hits].sort(compareHits);
  const inputs = groupBy(sorted, (hit) => hit.record.input);
  if (signature.scope === 'inputs') {
    return { runs: [], joint: [byName(sorted)], hits: sorted };
  }
  const runs = [...inputs.values()].flatMap(splitBySession);
  const joint = inputs.size > 1 ? splitByTime(sorted) : [];
  return {
    runs: runs.sort(latestFirst).map(byName),
    joint: joint.sort(latestFirst).map(byName),
    hits: sorted,
  };
}

function splitBySession(hits: readonly Hit[]): Hit[][] {
  const sessions = groupBy(hits, (hit) => hit.session);
  return [...sessions].flatMap(([session, own]) => (session > 0 ? [own] : splitByTime(own)));
}

function splitByTime(hits: readonly Hit[]): Hit[][] {
  const groups: Hit[][] = [];
  let last: Hit | undefined;
  for (const hit of hits) {
    const near =
      last?.at === undefined || hit.at === undefined || Math.abs(hit.at - last.at) <= longestGap;
    const group = groups.at(-1);
    if (group && near) {
      group.push(hit);
    } else {
      groups.push([hit]);
    }
    last = hit;
  }
  return groups;
}

function latestFirst(left: readonly Hit[], right: readonly Hit[]): number {
  const [a, b] = [left.at(-1), right.at(-1)];
  if (!a || !b) {
    return 0;
  }
  const byTime = (b.at ?? 0) - (a.at ?? 0);
  return byTime !== 0 ? byTime : compareHits(b, a);
}

/** The asker's own words, not a log line that is quoted among them. */
export function isAside(hit: Hit): boolean {
  return hit.record.input === questionName && hit.record.format === textFormat;
}

function byName(hits: readonly Hit[]): Run {
  return groupBy(hits, (hit) => hit.name);
}

export function groupBy<Key, Value>(
  values: readonly Value[],
  keyOf: (value: Value) => Key,
): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) {
      group.push(value);
    } else {
      groups.set(keyOf(value), [value]);
    }
  }
  return groups;
}
