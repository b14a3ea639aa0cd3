import { dayOf } from '../coverage/days.ts';
import type { Gap } from '../coverage/gaps.ts';
import type { Cause, Certainty } from '../diagnosis.ts';
import type { Condition, Signature } from '../signatures/signature.ts';
import type { Collected } from './collector.ts';
import type { Engine } from './compile.ts';
import { quote } from './evidence.ts';
import { withdrawnBy } from './finality.ts';
import { compareHits, type Hit } from './hit.ts';
import { type Held, inferenceOf, raise } from './raise.ts';
import { type Run, relate } from './relate.ts';
import { isAside, longestGap, type MachineRuns, runsOf } from './runs.ts';
import { fillTemplate } from './template.ts';
import { isFromPicture, type Surroundings, weigh } from './weight.ts';

/** A cause with what ranking needs to know of it. */
export interface Matched {
  signature: Signature;
  machine: string;
  cause: Cause;
  /** The last record that proves it. */
  last: Hit;
  /** Other machines on which the same signature is as certain. */
  alsoOn?: string[];
  /** How many different conditions were proved. */
  kinds: number;
}

/** What `--explain` prints: which condition held and which did not. */
export interface Explanation {
  signature: string;
  machine: string;
  certainty: Certainty;
  condition: number;
  checks: { key: string; holds: boolean }[];
  /** Why a condition that held made no cause. */
  rejected?: 'withdrawn' | 'excluded';
}

export interface MatchContext extends Surroundings {
  collected: Collected;
  /** Machines of which some input was read only in part. */
  partial: ReadonlySet<string>;
  /** Failures that the logs do not reach. */
  gaps?: readonly Gap[];
  explain?: (explanation: Explanation) => void;
}

/** The class of generic signatures, which say that something failed and not why. */
const unclassified = 'unclassified';

const levels = ['identified', 'likely', 'clue'] as const;

/** What is asked where what comes before it names nothing: logs, the asker's words, pictures. */
const sources: readonly ((hit: Hit) => boolean)[] = [
  (hit) => !isAside(hit) && !isFromPicture(hit),
  isAside,
  isFromPicture,
];

/** Every signature that holds on some machine, unranked. */
export function matchSignatures(engine: Engine, context: MatchContext): Matched[] {
  return engine.signatures.flatMap((signature) => {
    const proved: Matched[] = [];
    for (const counts of sources) {
      proved.push(...matchAll(signature, context, counts));
      if (proved.some(({ cause }) => cause.certainty !== 'clue')) {
        break;
      }
    }
    return proved;
  });
}

function matchAll(
  signature: Signature,
  context: MatchContext,
  counts: (hit: Hit) => boolean,
): Matched[] {
  return runsOf(signature, context.collected, counts).flatMap(
    (runs) => matchMachine(signature, runs, context) ?? [],
  );
}

/** The strongest that is left after doubts: a weaker condition can have the better proof. */
function matchMachine(
  signature: Signature,
  runs: MachineRuns,
  context: MatchContext,
): Matched | undefined {
  let best: Held | undefined;
  for (const level of levels) {
    for (const [index, condition] of (signature.when[level] ?? []).entries()) {
      const held = firstHeld(signature, runs, context, level, index, condition);
      const sure = held && cap(signature, held, condition, runs.machine, context);
      if (sure && (!best || rankOf(sure.certainty) < rankOf(best.certainty))) {
        best = sure;
      }
    }
    if (best && rankOf(best.certainty) <= rankOf(level)) {
      break;
    }
  }
  const matched = best && createMatched(signature, runs.machine, best);
  return matched && forAskedDay(matched, context.gaps ?? []);
}

/**
 * What is proved of one day says only what is likely of another one: the failure that is asked about may have another
 * cause, and what came between may have mended this one.
 */
function forAskedDay(matched: Matched, gaps: readonly Gap[]): Matched {
  const { machine, cause, last } = matched;
  const time = last.record.time ?? cause.evidence.at(-1)?.time;
  const isOther = gaps.some(
    (gap) =>
      gap.machine === machine && time !== undefined && time !== null && dayOf(time) !== gap.day,
  );
  return isOther && cause.certainty === 'identified'
    ? { ...matched, cause: { ...cause, certainty: 'likely' } }
    : matched;
}

function rankOf(certainty: Certainty): number {
  return levels.indexOf(certainty);
}

/** Latest run first: the last failure is the one that is asked about. */
function firstHeld(
  signature: Signature,
  runs: MachineRuns,
  context: MatchContext,
  certainty: Certainty,
  condition: number,
  wanted: Condition,
): Held | undefined {
  for (const run of [...runs.runs, ...runs.joint]) {
    const checks: Explanation['checks'] = [];
    const related = relate(wanted, run, (check) => checks.push(check));
    const excluded = related && isExcluded(wanted, related.hits, runs);
    const lasting =
      related && !excluded ? lastingPart(signature, wanted, run, related.hits, context) : undefined;
    context.explain?.({
      signature: signature.id,
      machine: runs.machine,
      certainty,
      condition,
      checks,
      ...(excluded && { rejected: 'excluded' }),
      ...(related && !excluded && !lasting && { rejected: 'withdrawn' }),
    });
    if (lasting) {
      return { certainty, ...lasting };
    }
  }
  return undefined;
}

/** What is left of a run when everything that was made good later is taken out of it. */
function lastingPart(
  signature: Signature,
  wanted: Condition,
  run: Run,
  hits: Hit[],
  context: Pick<MatchContext, 'collected'>,
): { hits: Hit[]; run: Run } | undefined {
  const good = withdrawnBy(hits, context.collected.outcomes, signature.outlivesRun);
  if (!good) {
    return { hits, run };
  }
  const later: Run = new Map(
    [...run].map(([name, own]) => [name, own.filter((hit) => compareHits(hit, good) > 0)]),
  );
  const again = relate(wanted, later);
  return again && lastingPart(signature, wanted, later, again.hits, context);
}

/** What must not be there may stand in another log of the machine, at about the same time. */
function isExcluded(wanted: Condition, hits: readonly Hit[], { hits: all }: MachineRuns): boolean {
  const none = new Set(wanted.none ?? []);
  return all.some(
    (other) =>
      none.has(other.name) &&
      hits.some((hit) => hit.record.input !== other.record.input && isNear(hit, other)),
  );
}

function isNear(left: Hit, right: Hit): boolean {
  return (
    left.at === undefined || right.at === undefined || Math.abs(left.at - right.at) <= longestGap
  );
}

/** A draft is only ever a clue; absence proves little where something was not read. */
function cap(
  signature: Signature,
  held: Held,
  condition: Condition,
  machine: string,
  context: MatchContext,
): Held {
  if (signature.status === 'draft') {
    return { ...held, certainty: 'clue' };
  }
  const certainty = weigh(held.certainty, held.hits, context, signature.everydayWords);
  // What excludes a cause may stand in the part that was not read, or in the days that the logs do not cover.
  const lacks =
    context.partial.has(machine) || context.gaps?.some((gap) => gap.machine === machine) === true;
  const doubtful = condition.none && lacks && certainty === 'identified';
  return { ...held, certainty: doubtful ? 'likely' : certainty };
}

function createMatched(signature: Signature, machine: string, held: Held): Matched | undefined {
  const raised = raise(signature, held);
  const hits = raised?.hits ?? held.hits;
  const last = [...hits].sort(compareHits).at(-1);
  if (!last) {
    return undefined;
  }
  const variables = mergeVariables(hits);
  const { rule } = raised ?? {};
  const cause: Cause = {
    signature: signature.id,
    causeClass: signature.causeClass === unclassified ? null : signature.causeClass,
    title: fillTemplate(rule?.title ?? signature.title, variables),
    explanation: fillTemplate(rule?.explanation ?? signature.explanation, variables),
    certainty: rule?.to ?? held.certainty,
    inference: hits.some(isFromPicture) ? null : inferenceOf(signature, rule, variables),
    variables,
    evidence: quote(hits, held.run),
    explains: [],
    cases: signature.cases,
    seen: null,
  };
  return { signature, machine, cause, last, kinds: new Set(hits.map((hit) => hit.name)).size };
}

/** The first hit that captures a name gives its value. */
function mergeVariables(hits: readonly Hit[]): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const hit of hits) {
    for (const [name, value] of Object.entries(hit.variables)) {
      merged[name] ??= value;
    }
  }
  return merged;
}
