import type { Case, TimelineEntry } from './case.ts';

/** Whether the first of two readings goes further, or holds more mails up to the same one. */
export function knowsMore(one: Case, other: Case): boolean {
  const [last, otherLast] = [lastMoment(one), lastMoment(other)];
  return last === otherLast ? one.timeline.length > other.timeline.length : last > otherLast;
}

/** A mail of a day comes after what an export says of that day without a time. */
function lastMoment({ timeline, updated }: Case): string {
  const last = timeline.at(-1)?.at ?? '';
  return last > updated ? last : updated;
}

/** By time: the same mail read twice is one entry, told as the fuller of the two readings has it. */
export function mergeTimelines(stored: Case, read: Case): TimelineEntry[] {
  const fuller = read.timeline.length > stored.timeline.length;
  const merged = [...stored.timeline];
  const waiting = byMinute(merged);
  for (const entry of read.timeline) {
    const minute = entry.at.slice(0, 16);
    const candidates = waiting.get(minute) ?? [];
    const found = candidates.find((at) => isSameMail(merged[at], entry));
    if (found === undefined) {
      merged.push(entry);
    } else {
      candidates.splice(candidates.indexOf(found), 1);
      const known = merged[found] ?? entry;
      merged[found] = fuller ? exacter(entry, known) : exacter(known, entry);
    }
  }
  return merged.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Mails of `read` that `stored` does not hold. */
export function bringsMails(read: Case, stored: Case): boolean {
  return mergeTimelines(stored, read).length > stored.timeline.length;
}

function byMinute(entries: readonly TimelineEntry[]): Map<string, number[]> {
  const minutes = new Map<string, number[]>();
  entries.forEach(({ at }, index) => {
    const minute = at.slice(0, 16);
    minutes.set(minute, [...(minutes.get(minute) ?? []), index]);
  });
  return minutes;
}

const NO_SECONDS = /:00$/;

/** Within a minute; a quoted mail has lost its seconds, and a mail read alone may be taken for the other side's. */
function isSameMail(one: TimelineEntry | undefined, other: TimelineEntry): boolean {
  return (
    one !== undefined &&
    (one.at === other.at ||
      one.by === other.by ||
      NO_SECONDS.test(one.at) ||
      NO_SECONDS.test(other.at))
  );
}

/** The first, with the seconds that only the other may have kept. */
function exacter(told: TimelineEntry, other: TimelineEntry): TimelineEntry {
  return NO_SECONDS.test(told.at) ? { ...told, at: other.at } : told;
}
