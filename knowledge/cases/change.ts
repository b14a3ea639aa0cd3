import { isDeepStrictEqual } from 'node:util';
import type { Evidence } from '../diagnosis.ts';
import type { Case, CaseStatus, StatusEntry } from './case.ts';
import { mergeFeatures } from './features.ts';

/** What people may set by a command; everything else comes from mails, exports and logs. */
export type Settable = Pick<
  Case,
  | 'title'
  | 'severity'
  | 'branch'
  | 'status'
  | 'waitingFor'
  | 'owner'
  | 'machines'
  | 'symptom'
  | 'progress'
  | 'resolution'
  | 'verified'
>;

/** One thing somebody did to a case in a chat or on the command line. Its text is redacted already. */
export interface CaseChange {
  case: string;
  /** Shanghai wall time, `YYYY-MM-DDTHH:MM:SS`. */
  at: string;
  by: 'desk' | 'customer';
  set: Partial<Settable>;
  /** What the writer had before his eyes; a field that is different by now is a conflict. */
  seen?: Partial<Settable>;
  /** A line of the timeline; empty for none. */
  note: string;
  /** What a person takes in, of a second reading of the mails. */
  findings?: readonly Case['findings'][number][];
  /** What a diagnosis adds to the case it is filed under. */
  found?: { signatures: string[]; features: Case['features']; evidence: readonly Evidence[] };
}

export type Changed =
  | { kind: 'changed' | 'unchanged'; case: Case }
  /** Nothing was changed: somebody else has changed these fields meanwhile. */
  | { kind: 'conflict'; case: Case; fields: (keyof Settable)[] };

const mostLogs = 120;

/** Pure, so that every store does the same within its own transaction. */
export function applyChange(stored: Case, change: CaseChange): Changed {
  const fields = findConflicts(stored, change);
  if (fields.length > 0) {
    return { kind: 'conflict', case: stored, fields };
  }
  const changed = addFindings(addFound(applySet(stored, change), change.found), change.findings);
  const noted = change.note !== '' && !isNoted(stored, change);
  if (!noted && isDeepStrictEqual(changed, stored)) {
    return { kind: 'unchanged', case: stored };
  }
  const day = change.at.slice(0, 10);
  const entry = { at: change.at, by: change.by, what: change.note };
  return {
    kind: 'changed',
    case: {
      ...changed,
      updated: latest(day, stored.updated),
      timeline: noted ? sortTimeline([...stored.timeline, entry]) : stored.timeline,
    },
  };
}

function isNoted({ timeline }: Case, { at, by, note }: CaseChange): boolean {
  return timeline.some((entry) => entry.at === at && entry.by === by && entry.what === note);
}

function sortTimeline(timeline: Case['timeline']): Case['timeline'] {
  return timeline.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function applySet(stored: Case, { set, at }: CaseChange): Case {
  const changed = { ...stored, ...set };
  if (set.status === undefined || set.status === stored.status) {
    return changed;
  }
  const day = at.slice(0, 10);
  return {
    ...changed,
    statuses: addStatus(statusesOf(stored), set.status, day),
    waitingFor: set.status.startsWith('waiting') ? (set.waitingFor ?? null) : null,
    closed: set.status === 'archived' ? day : null,
  };
}

/** A case of which only today's status is known has stood so since it was updated. */
export function statusesOf({ statuses, status, updated }: Case): StatusEntry[] {
  return statuses.length > 0 ? statuses : [{ status, since: updated }];
}

function addStatus(known: readonly StatusEntry[], status: CaseStatus, since: string) {
  return [...known, { status, since }];
}

function addFound(one: Case, found: CaseChange['found']): Case {
  return found
    ? {
        ...one,
        signatures: [...new Set([...one.signatures, ...found.signatures])],
        features: mergeFeatures(one.features, found.features),
        logs: [...new Set([...one.logs, ...found.evidence.map(({ text }) => text)])].slice(
          0,
          mostLogs,
        ),
      }
    : one;
}

function addFindings(one: Case, findings: CaseChange['findings'] = []): Case {
  const known = new Set(one.findings.map(({ seen }) => seen));
  const added = findings.filter(({ seen }) => !known.has(seen));
  return added.length > 0 ? { ...one, findings: [...one.findings, ...added] } : one;
}

function findConflicts(stored: Case, { seen = {}, set }: CaseChange): (keyof Settable)[] {
  const fields = Object.keys(seen) as (keyof Settable)[];
  return fields
    .filter((field) => field in set)
    .filter((field) => !isDeepStrictEqual(stored[field], seen[field]))
    .filter((field) => !isDeepStrictEqual(stored[field], set[field]));
}

/** Of two days. */
function latest(one: string, other: string): string {
  return [one, other].sort()[1] ?? one;
}
