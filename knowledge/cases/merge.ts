import { isDeepStrictEqual } from 'node:util';
import type { Case, Finding, TimelineEntry } from './case.ts';
import { mergeFeatures } from './features.ts';

export interface Merged {
  case: Case;
  /** False when the reading brought nothing new: importing twice changes nothing. */
  changed: boolean;
  /** Chinese sentences about what the two say differently; what is stored was kept. */
  conflicts: string[];
}

const MOST_LOGS = 120;
/** Prose that a person writes better than rules read it. */
const TOLD = ['symptom', 'findings', 'resolution'] as const;
const IDENTITY = ['customer', 'branch', 'severity'] as const;
const fieldNames: Record<(typeof IDENTITY)[number], string> = {
  customer: '客户',
  branch: '分行',
  severity: '严重级别',
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
  const newer = isPartial(stored) && read.updated > stored.updated && stored.source !== 'builtin';
  return newer
    ? { ...filled, status: read.status, updated: read.updated, closed: read.closed }
    : filled;
}

function fillGaps(stored: Case, read: Case): Case {
  return {
    ...stored,
    title: stored.title || read.title,
    severity: stored.severity ?? read.severity,
    branch: stored.branch ?? read.branch,
    symptom: stored.symptom || read.symptom,
    findings: stored.findings.length > 0 ? stored.findings : read.findings,
    resolution: stored.resolution || read.resolution,
    verified: stored.verified || (stored.resolution === '' && read.verified),
    features: mergeFeatures(stored.features, read.features),
    logs: mergeLogs(stored.logs, read.logs),
  };
}

function mergeFull(stored: Case, read: Case): Case {
  const filled = fillGaps(stored, read);
  const timeline = mergeTimelines(stored.timeline, read.timeline);
  const opened = isPartial(stored) || read.opened < stored.opened ? read.opened : stored.opened;
  if (read.updated < stored.updated && !isPartial(stored)) {
    return { ...filled, opened, timeline };
  }
  const byHand = handFields(stored);
  // A row of the CRM knows status and dates best, but its prose is poorer than the mails'.
  const poorer = read.timeline.length === 0 && stored.timeline.length > 0;
  const kept = new Set<string>(poorer ? TOLD : byHand);
  return {
    ...filled,
    status: read.status,
    opened,
    updated: read.updated,
    closed: read.closed,
    symptom: kept.has('symptom') ? filled.symptom : read.symptom || filled.symptom,
    findings: kept.has('findings') ? filled.findings : richer(filled.findings, read.findings),
    resolution: kept.has('resolution') ? filled.resolution : read.resolution || filled.resolution,
    verified: stored.verified || read.verified,
    timeline,
    // A case that the desk works on again counts, even when we shipped it.
    source: stored.source === 'builtin' ? read.source : stored.source,
    byHand,
  };
}

/** In a built-in case a person wrote all the prose. */
function handFields(stored: Case): string[] {
  const written = stored.source === 'builtin' ? TOLD : [];
  return [...new Set([...stored.byHand, ...written])];
}

function richer(stored: Finding[], read: Finding[]): Finding[] {
  return read.length >= stored.length ? read : stored;
}

/** By time: the same mail read twice is one entry, and what is stored about it stays. */
function mergeTimelines(stored: TimelineEntry[], read: TimelineEntry[]): TimelineEntry[] {
  const known = new Set(stored.map((entry) => `${entry.at} ${entry.by}`));
  const added = read.filter((entry) => !known.has(`${entry.at} ${entry.by}`));
  return [...stored, ...added].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function mergeLogs(stored: string[], read: string[]): string[] {
  return [...new Set([...stored, ...read])].slice(0, MOST_LOGS);
}

function findConflicts(stored: Case, read: Case): string[] {
  return IDENTITY.flatMap((field) => {
    const ours = stored[field];
    const theirs = read[field];
    return ours && theirs && ours !== theirs
      ? [`${stored.case} 的${fieldNames[field]}：已存“${ours}”，新读到“${theirs}”，保留已存的。`]
      : [];
  });
}
