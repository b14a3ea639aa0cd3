import type { Case, CaseStatus } from '../../knowledge/cases/case.ts';
import { statusesOf } from '../../knowledge/cases/change.ts';
import { addDays, daysBetween, wallTime } from '../../knowledge/wall-time.ts';

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** True for `2026-03-03`, false for `2026-02-30`. */
export function isDay(text: string): boolean {
  return (
    dayPattern.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(Date.parse(text)).toISOString().slice(0, 10) === text
  );
}

/** `2026-03-03 周二`. */
export function dayWords(day: string): string {
  return `${day} ${weekdays[new Date(Date.parse(day)).getUTCDay()]}`;
}

/** Whole days up to a day; nothing happened in the future, and what is no date tells nothing. */
export function daysUpTo(from: string, day: string): number {
  const days = isDay(from) ? daysBetween(from, day) : 0;
  return Math.max(0, days);
}

/** When a day begins in a zone, milliseconds since the epoch. */
export function startOf(day: string, zone: string): number {
  const utc = Date.parse(day);
  const first = utc - offsetAt(utc, zone);
  // Where the clocks are changed in between, the first guess is an hour off.
  return utc - offsetAt(first, zone);
}

function offsetAt(at: number, zone: string): number {
  return Date.parse(`${wallTime(at, zone)}Z`) - at;
}

/** From `count - 1` days before a day to that day. */
export function daysUntil(day: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => addDays(day, index + 1 - count));
}

/** How a case stood in the evening of a day; undefined before it was opened. */
export function statusAt(one: Case, day: string): CaseStatus | undefined {
  if (day < one.opened) {
    return undefined;
  }
  const entry = statusesOf(one).findLast(({ since }) => since <= day);
  if (entry) {
    return entry.status;
  }
  return one.closed !== null && one.closed <= day ? 'archived' : 'open';
}

export function isOpen(status: CaseStatus | undefined): boolean {
  return status !== undefined && status !== 'archived';
}
