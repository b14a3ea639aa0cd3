import type { Case } from '../../knowledge/cases/case.ts';
import { statusesOf } from '../../knowledge/cases/change.ts';
import { daysUntil, isOpen, statusAt } from './days.ts';
import type { DigestInput } from './facts.ts';

export interface Series {
  /** The last 30 days, oldest first, each as it stood in the evening. */
  days: readonly { date: string; open: number; opened: number; archived: number }[];
  /** Causes of the cases that were open on any of these days, most frequent first. */
  causes: readonly { name: string; cases: number }[];
}

export const seriesDays = 30;
export const unknownCause = '尚未确定原因';

export function countSeries(cases: readonly Case[], { date, causeOf }: DigestInput): Series {
  const dates = daysUntil(date, seriesDays + 1);
  const [before = ''] = dates;
  const days = dates.map((day) => ({ date: day, open: 0, opened: 0, archived: 0 }));
  const causes = new Map<string, number>();
  for (const one of cases) {
    if (endedBy(one, before)) {
      continue;
    }
    const statuses = dates.map((day) => statusAt(one, day));
    if (statuses.slice(1).some(isOpen)) {
      const name = causeOf(one) ?? unknownCause;
      causes.set(name, (causes.get(name) ?? 0) + 1);
    }
    days.forEach((day, index) => {
      const [last, now] = [statuses[index - 1], statuses[index]];
      day.open += isOpen(now) ? 1 : 0;
      day.opened += last === undefined && now !== undefined ? 1 : 0;
      day.archived += last !== 'archived' && now === 'archived' ? 1 : 0;
    });
  }
  return { days: days.slice(1), causes: [...causes].map(toCause).sort(byCount) };
}

/** Most cases of a desk ended long ago. */
function endedBy(one: Case, day: string): boolean {
  const last = statusesOf(one).at(-1);
  return last?.status === 'archived' && (one.closed ?? last.since) <= day && last.since <= day;
}

function toCause([name, cases]: [string, number]) {
  return { name, cases };
}

/** What is not known yet stands last, however much it is. */
function byCount(a: { name: string; cases: number }, b: { name: string; cases: number }): number {
  const [left, right] = [
    a.name === unknownCause ? -1 : a.cases,
    b.name === unknownCause ? -1 : b.cases,
  ];
  return right - left || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}
