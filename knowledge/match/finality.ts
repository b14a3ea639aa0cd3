import type { Outcome } from './collector.ts';
import { compareHits, type Hit, machineOf } from './hit.ts';

const kb = /KB\d{6,7}/iu;

/** One and the same update, however a log names it: its KB number, else the whole package identity. */
function identity(text: string): string {
  return (kb.exec(text)?.[0] ?? text.trim()).toLowerCase();
}

/** Scans and downloads are tried again in new sessions: there, a later success is the same story. */
function sameRun(left: Hit, right: Hit): boolean {
  return (
    left.record.input === right.record.input &&
    left.record.format === right.record.format &&
    (left.session === right.session || left.record.format === 'windowsupdate')
  );
}

function sameMachine(left: Hit, right: Hit): boolean {
  return machineOf(left.record.input) === machineOf(right.record.input);
}

/**
 * True when what the hits show did not fail for good: their run ended well after them, or the same
 * package was installed later. A run whose end is not in the logs counts as failed.
 */
export function isWithdrawn(hits: readonly Hit[], outcomes: readonly Outcome[]): boolean {
  const last = [...hits].sort(compareHits).at(-1);
  if (!last) {
    return false;
  }
  const later = outcomes.filter((outcome) => compareHits(outcome.hit, last) > 0);
  return endedWell(last, later) || installedLater(hits, last, outcomes, later);
}

function endedWell(last: Hit, later: readonly Outcome[]): boolean {
  const own = later.filter(({ hit }) => sameRun(hit, last)).sort(byPlace);
  const final = own.at(-1)?.pattern;
  const ended = own.findLast(({ pattern }) => pattern.run);
  return final?.kind === 'success' && ended?.pattern.kind === 'success';
}

function installedLater(
  hits: readonly Hit[],
  last: Hit,
  all: readonly Outcome[],
  later: readonly Outcome[],
): boolean {
  const failed = new Set(
    [
      ...hits.flatMap(({ variables }) => [variables.package, variables.kb]),
      ...all
        .filter(({ pattern, hit }) => pattern.kind === 'failure' && sameRun(hit, last))
        .map(({ hit }) => hit.variables.what),
    ]
      .filter((what) => what !== undefined)
      .map(identity),
  );
  return later.some(
    ({ pattern, hit }) =>
      pattern.kind === 'success' &&
      sameMachine(hit, last) &&
      hit.variables.what !== undefined &&
      failed.has(identity(hit.variables.what)),
  );
}

/** The last failure that nothing later makes good. */
export function lastFailure(outcomes: readonly Outcome[]): Outcome | undefined {
  const failures = outcomes
    .filter(({ pattern }) => pattern.kind === 'failure')
    .sort(byPlace)
    .slice(-50);
  return failures.findLast(({ hit }) => !isWithdrawn([hit], outcomes));
}

function byPlace(left: Outcome, right: Outcome): number {
  return compareHits(left.hit, right.hit);
}
