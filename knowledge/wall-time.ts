/** What the clock on the wall shows in a zone: `YYYY-MM-DDTHH:MM:SS`. `at` is in milliseconds since the epoch. */
export function wallTime(at: number, zone = 'Asia/Shanghai'): string {
  // The Swedish form is ISO 8601 but for the T.
  return formatOf(zone).format(at).replace(' ', 'T');
}

/** The day on the wall: `YYYY-MM-DD`. */
export function wallDay(at: number, zone?: string): string {
  return wallTime(at, zone).slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than using it a hundred times. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) {
    return known;
  }
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  formats.set(zone, made);
  return made;
}

const day = 24 * 60 * 60_000;

/** Whole days from one `YYYY-MM-DD` to another; negative when it lies before, 0 when one of them is no day. */
export function daysBetween(from: string, to: string): number {
  const days = Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / day);
  return Number.isNaN(days) ? 0 : days;
}

/** `YYYY-MM-DD` so many days later; earlier with a negative number. */
export function addDays(from: string, days: number): string {
  return new Date(Date.parse(from.slice(0, 10)) + days * day).toISOString().slice(0, 10);
}
