import type { Certainty, Evidence } from '../diagnosis.ts';
import type { Engine } from './compile.ts';
import { compareHits, compareText } from './hit.ts';
import type { Matched } from './match.ts';

const weight: Record<Certainty, number> = { identified: 3, likely: 2, clue: 1 };

/** More would not be read; what is left out is explained or a clue. */
const mostCauses = 5;

/**
 * Most likely first. What a more specific cause of the same machine explains is told by it and not shown;
 * repeats add nothing; among equals the one of the later day comes first, then the one proved in more ways, then the later one.
 */
export function rankCauses(matched: readonly Matched[], engine: Engine): Matched[] {
  const kept = matched.filter(
    (one) => !matched.some((other) => explains(engine, other, one) || tellsMore(other, one)),
  );
  const ranked = bestPerSignature(kept).map((one) =>
    withExplained(
      one,
      matched.filter((other) => explains(engine, one, other)),
    ),
  );
  return ranked.sort(compare).slice(0, mostCauses);
}

const mostEvidence = 5;
/** What follows a cause follows soon, in milliseconds. */
const soon = 10 * 60_000;

/** The records of what it explains are its consequences: they stand behind its own as proof. */
function withExplained(one: Matched, explained: readonly Matched[]): Matched {
  const consequences = explained
    .flatMap(({ cause }) => cause.evidence)
    .filter((evidence) => one.cause.evidence.some((own) => isNear(own, evidence)));
  const room = mostEvidence - one.cause.evidence.length;
  const evidence = [
    ...one.cause.evidence,
    ...unlike(consequences, one.cause.evidence).slice(0, room),
  ];
  return {
    ...one,
    cause: {
      ...one.cause,
      evidence: evidence.sort(compareEvidence),
      explains: explained.map(idOf).sort(compareText),
    },
  };
}

function isNear(own: Evidence, other: Evidence): boolean {
  if (own.input !== other.input) {
    return false;
  }
  return (
    own.time === null ||
    other.time === null ||
    Math.abs(Date.parse(own.time) - Date.parse(other.time)) <= soon
  );
}

function unlike(others: readonly Evidence[], own: readonly Evidence[]): Evidence[] {
  const seen = new Set(own.map(({ line }) => line));
  return [...others].sort(compareEvidence).filter(({ line }) => !seen.has(line) && seen.add(line));
}

/** By time, then by place. */
function compareEvidence(left: Evidence, right: Evidence): number {
  return (
    compareText(left.time ?? '', right.time ?? '') ||
    compareText(left.input, right.input) ||
    left.line - right.line
  );
}

function idOf(matched: Matched): string {
  return matched.signature.id;
}

function explains(engine: Engine, left: Matched, right: Matched): boolean {
  return (
    left.machine === right.machine &&
    weight[left.cause.certainty] >= weight[right.cause.certainty] &&
    (engine.explained.get(left.signature.id)?.has(right.signature.id) ?? false)
  );
}

/** A clue without a class whose every line is proof of a cause that has one adds nothing. */
function tellsMore(left: Matched, right: Matched): boolean {
  return (
    right.cause.certainty === 'clue' &&
    right.cause.causeClass === null &&
    left.cause.causeClass !== null &&
    left.machine === right.machine &&
    right.cause.evidence.every((evidence) =>
      left.cause.evidence.some(
        ({ input, line }) => input === evidence.input && line === evidence.line,
      ),
    )
  );
}

/** One cause on several machines is shown once, by the machine that proves it best. */
function bestPerSignature(matched: readonly Matched[]): Matched[] {
  const best = new Map<string, Matched>();
  for (const one of matched) {
    const other = best.get(one.signature.id);
    if (!other || compare(one, other) < 0) {
      best.set(one.signature.id, one);
    }
  }
  return [...best.values()].map((one) => {
    const alsoOn = matched
      .filter(
        (other) =>
          other !== one &&
          other.signature.id === one.signature.id &&
          other.cause.certainty === one.cause.certainty,
      )
      .map(({ machine }) => machine);
    return { ...one, alsoOn: [...new Set(alsoOn)].sort(compareText) };
  });
}

const day = 24 * 60 * 60_000;

/** Yesterday's failure is over, however well it is proved; records without a time count as old. */
function dayOf({ last }: Matched): number {
  return last.at === undefined ? 0 : Math.floor(last.at / day);
}

/** Among clues, one that names a class says more than one that only names a failure. */
function classed({ cause }: Matched): number {
  return cause.certainty === 'clue' && cause.causeClass !== null ? 1 : 0;
}

function compare(left: Matched, right: Matched): number {
  return (
    weight[right.cause.certainty] - weight[left.cause.certainty] ||
    classed(right) - classed(left) ||
    dayOf(right) - dayOf(left) ||
    right.kinds - left.kinds ||
    compareHits(right.last, left.last) ||
    compareText(left.signature.id, right.signature.id)
  );
}
