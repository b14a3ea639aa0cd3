import type { Outcome } from './collector.ts';
import { compareHits, type Hit, machineOfHit } from './hit.ts';

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
  return machineOfHit(left) === machineOfHit(right);
}

/**
 * The record by which what the hits show did not fail for good: their run ended well after them, or the same
 * package was installed later. A run whose end is not in the logs counts as failed: `undefined`.
 */
export function withdrawnBy(
  hits: readonly Hit[],
  outcomes: readonly Outcome[],
  outlivesRun = false,
): Hit | undefined {
  const last = [...hits].sort(compareHits).at(-1);
  if (!last) {
    return undefined;
  }
  const later = outcomes.filter((outcome) => compareHits(outcome.hit, last) > 0);
  return (
    (outlivesRun ? undefined : endOfRun(last, later)) ?? laterInstall(hits, last, outcomes, later)
  );
}

function endOfRun(last: Hit, later: readonly Outcome[]): Hit | undefined {
  const own = later.filter(({ hit }) => sameRun(hit, last)).sort(byPlace);
  const final = own.at(-1);
  const ended = own.findLast(({ pattern }) => pattern.run);
  return final?.pattern.kind === 'success' && ended?.pattern.kind === 'success'
    ? ended.hit
    : undefined;
}

function laterInstall(
  hits: readonly Hit[],
  last: Hit,
  all: readonly Outcome[],
  later: readonly Outcome[],
): Hit | undefined {
  const own = hits.flatMap(({ variables }) => [variables.package, variables.kb, variables.what]);
  const named = own.filter((what) => what !== undefined);
  const failed = new Set((named.length > 0 ? named : failedIn(last, all)).map(identity));
  const made = later.filter(
    ({ pattern, hit }) =>
      pattern.kind === 'success' &&
      sameMachine(hit, last) &&
      hit.variables.what !== undefined &&
      failed.has(identity(hit.variables.what)),
  );
  return made.sort(byPlace).at(-1)?.hit;
}

/** What failed in the run of a record that names no package itself. */
function failedIn(last: Hit, outcomes: readonly Outcome[]): string[] {
  return outcomes
    .filter(({ pattern, hit }) => pattern.kind === 'failure' && sameRun(hit, last))
    .flatMap(({ hit }) => hit.variables.what ?? []);
}

/** The last failure that nothing later makes good. */
export function lastFailure(outcomes: readonly Outcome[]): Outcome | undefined {
  const failures = outcomes
    .filter(({ pattern }) => pattern.kind === 'failure')
    .sort(byPlace)
    .slice(-50);
  return failures.findLast(({ hit }) => !withdrawnBy([hit], outcomes));
}

function byPlace(left: Outcome, right: Outcome): number {
  return compareHits(left.hit, right.hit);
}
