import type { Case, StatusEntry } from './case.ts';
import { statusesOf } from './change.ts';

/** One entry a day, the last one of it, and none that only repeats the one before. */
export function collapseStatuses(entries: readonly StatusEntry[]): StatusEntry[] {
  const days = new Map<string, StatusEntry>();
  for (const entry of entries) {
    days.set(entry.since, entry);
  }
  const sorted = [...days.values()].sort((a, b) => compare(a.since, b.since));
  return sorted.filter((entry, at) => entry.status !== sorted[at - 1]?.status);
}

interface DayStatus extends StatusEntry {
  /** How well the day's last word is known: the moment of its last mail. */
  rank: string;
}

/**
 * Every change of status that two readings know of. On a day that both know, the later mail decides; what an export
 * says of its newest day is the state after all mails. `undefined` when `read` tells nothing new.
 */
export function mergeStatuses(stored: Case, read: Case): StatusEntry[] | undefined {
  const fuller = read.timeline.length > stored.timeline.length;
  const known = daysOf(stored);
  const days = new Map(known);
  for (const [day, entry] of daysOf(read)) {
    const other = days.get(day);
    if (!other || entry.rank > other.rank || (entry.rank === other.rank && fuller)) {
      days.set(day, entry);
    }
  }
  const before = collapse(known);
  const after = collapse(days);
  return isSame(before, after) ? undefined : after;
}

const AFTER_ALL_MAILS = '~';

/** How the case stood on each day that a reading tells of: mails that changed nothing count too. */
function daysOf(one: Case): Map<string, DayStatus> {
  const entries = collapseStatuses(statusesOf(one));
  const first = entries[0]?.since ?? one.updated;
  const mails = new Map(one.timeline.map(({ at }) => [at.slice(0, 10), at]));
  const days = new Set([
    ...entries.map(({ since }) => since),
    ...[...mails.keys(), one.updated].filter((day) => day >= first),
  ]);
  const told = new Map<string, DayStatus>();
  for (const day of days) {
    const before = entries.findLast(({ since }) => since <= day)?.status ?? one.status;
    const status = day >= one.updated ? one.status : before;
    const rank = mails.get(day) ?? (day === one.updated ? AFTER_ALL_MAILS : '');
    told.set(day, { status, since: day, rank });
  }
  return told;
}

function collapse(days: ReadonlyMap<string, DayStatus>): StatusEntry[] {
  return collapseStatuses([...days.values()].map(({ status, since }) => ({ status, since })));
}

function isSame(one: readonly StatusEntry[], other: readonly StatusEntry[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
