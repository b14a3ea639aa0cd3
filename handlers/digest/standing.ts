import type { Case, CaseStatus } from '../../knowledge/cases/case.ts';
import { statusesOf } from '../../knowledge/cases/change.ts';
import { daysUpTo, isDay, isOpen, statusAt } from './days.ts';

/** An open case as it stood on the day of the summary. */
export interface Standing {
  case: Case;
  status: Exclude<CaseStatus, 'archived'>;
  waitingFor: string | null;
  /** For how long it has stood so. */
  days: number;
  /** For how long nothing was heard of it. */
  idleDays: number;
  owner: string | null;
}

/** Undefined when the case was not open in the evening of the day. */
export function standingOn(
  one: Case,
  day: string,
  staff: ReadonlySet<string>,
): Standing | undefined {
  const status = statusAt(one, day);
  if (status === undefined || status === 'archived' || !isOpen(status)) {
    return undefined;
  }
  const entries = statusesOf(one);
  const index = entries.findLastIndex(({ since }) => since <= day);
  const since = entries[index]?.since ?? one.opened;
  // What was waited for before is not remembered.
  const isLatest = index === entries.length - 1;
  return {
    case: one,
    status,
    waitingFor: isLatest ? one.waitingFor : null,
    days: daysUpTo(since, day),
    idleDays: daysUpTo(lastActivity(one, day), day),
    owner: one.owner !== null && staff.has(one.owner) ? one.owner : null,
  };
}

/** The newest day up to `day` of which the case tells that something happened. */
function lastActivity({ opened, updated, statuses, timeline }: Case, day: string): string {
  if (updated <= day) {
    return updated;
  }
  return [
    opened,
    ...statuses.map(({ since }) => since),
    ...timeline.map(({ at }) => at.slice(0, 10)),
  ]
    .filter((one) => isDay(one) && one <= day)
    .sort()
    .reduce((_, newest) => newest, opened);
}
