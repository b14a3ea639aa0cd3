import { isDeepStrictEqual } from 'node:util';
import type { Case } from './case.ts';
import { mergeFeatures } from './features.ts';
import { knowsMore, mergeTimelines } from './merge-mails.ts';
import { mergeProse } from './merge-prose.ts';
import { mergeStatuses } from './statuses.ts';

export interface Merged {
  case: Case;
  /** False when the reading brought nothing new: importing twice changes nothing. */
  changed: boolean;
  /** Chinese sentences about what the two say differently; what is stored was kept. */
  conflicts: string[];
}

const MOST_LOGS = 120;
const IDENTITY = ['customer', 'branch', 'severity', 'owner'] as const;
const fieldNames: Record<(typeof IDENTITY)[number], string> = {
  customer: '客户',
  branch: '分行',
  severity: '严重级别',
  owner: '负责人',
};

/** What a new reading of a case makes of the stored one. Neither argument is changed. */
export function mergeCase(stored: Case | undefined, read: Case): Merged {
  if (!stored) {
    return { case: read, changed: true, conflicts: [] };
  }
  const merged = isPartial(read) ? mergePartial(stored, read) : mergeFull(stored, read);
  return {
    case: merged,
    changed: !isDeepStrictEqual(merged, stored),
    conflicts: findConflicts(stored, read),
  };
}

/** Known only from somebody else's comparison table: no mail of its own. */
function isPartial(one: Case): boolean {
  return one.timeline.length === 0 && (one.source === 'thread' || one.source === 'builtin');
}

/** A partial description fills gaps; it moves status and dates only of a case that is partial itself. */
function mergePartial(stored: Case, read: Case): Case {
  const filled = fillGaps(stored, read);
  if (stored.source === 'builtin') {
    return takeStanding(filled, read);
  }
  return isPartial(stored) ? mergeStanding(filled, stored, read) : filled;
}

function fillGaps(stored: Case, read: Case): Case {
  return {
    ...stored,
    title: stored.title || read.title,
    severity: stored.severity ?? read.severity,
    customer: isNamed(stored.customer) ? stored.customer : read.customer,
    branch: stored.branch ?? read.branch,
    owner: stored.owner ?? read.owner,
    machines: stored.machines ?? read.machines,
    symptom: stored.symptom || read.symptom,
    findings: stored.findings.length > 0 ? stored.findings : read.findings,
    progress: stored.progress || read.progress,
    resolution: stored.resolution || read.resolution,
    verified: stored.verified || (stored.resolution === '' && read.verified),
    features: mergeFeatures(stored.features, read.features),
    wording: union(stored.wording, read.wording),
    logs: union(stored.logs, read.logs).slice(0, MOST_LOGS),
    signatures: union(stored.signatures, read.signatures),
    formerly: union(stored.formerly, read.formerly),
  };
}

function mergeFull(stored: Case, read: Case): Case {
  const filled = {
    ...fillGaps(stored, read),
    ...mergeProse(stored, read),
    timeline: mergeTimelines(stored, read),
    opened: isPartial(stored) || read.opened < stored.opened ? read.opened : stored.opened,
    // A case that the desk works on again counts, even when we shipped it.
    source: isPartial(stored) || stored.source === 'builtin' ? read.source : stored.source,
  };
  return stored.source === 'builtin' || isPartial(stored)
    ? takeStanding(filled, read)
    : mergeStanding(filled, stored, read);
}

/** The status of what was taken in counts, not that of what we shipped or of somebody else's table. */
function takeStanding(filled: Case, read: Case): Case {
  const { status, statuses, waitingFor, owner, progress, updated, closed, source } = read;
  return {
    ...filled,
    status,
    statuses,
    waitingFor,
    owner: owner ?? filled.owner,
    progress: progress || filled.progress,
    updated,
    closed,
    source,
  };
}

function mergeStanding(filled: Case, stored: Case, read: Case): Case {
  const statuses = mergeStatuses(stored, read);
  const status = statuses?.at(-1)?.status ?? stored.status;
  const since = statuses?.at(-1)?.since ?? null;
  const [, updated = ''] = [stored.updated, read.updated].sort();
  return {
    ...filled,
    status,
    statuses: statuses ?? stored.statuses,
    waitingFor: mergeWaitingFor(status, stored, read),
    updated,
    closed: status !== 'archived' ? null : statuses ? since : stored.closed,
  };
}

function mergeWaitingFor(status: Case['status'], stored: Case, read: Case): string | null {
  const readings = knowsMore(read, stored) ? [read, stored] : [stored, read];
  return readings.find((one) => one.status === status && one.waitingFor)?.waitingFor ?? null;
}

function union<Value>(stored: readonly Value[], read: readonly Value[]): Value[] {
  return [...new Set([...stored, ...read])];
}

function isNamed(customer: string): boolean {
  return customer !== '' && customer !== '未说明';
}

function findConflicts(stored: Case, read: Case): string[] {
  return IDENTITY.flatMap((field) => {
    const ours = stored[field];
    const theirs = read[field];
    const both = ours && theirs && (field !== 'customer' || (isNamed(ours) && isNamed(theirs)));
    return both && ours !== theirs
      ? [`${stored.case} 的${fieldNames[field]}：已存“${ours}”，新读到“${theirs}”，保留已存的。`]
      : [];
  });
}
