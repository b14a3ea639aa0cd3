import type { Head } from '../format.ts';

export const opening = '<![LOG[';
const closing = ']LOG]!>';

const attributes =
  /^<time="(\d{1,2}:\d\d:\d\d)(?:\.\d{1,9})?[^"]{0,8}"\s{1,3}date="(\d{1,2})-(\d{1,2})-(\d{4})"\s{1,3}component="([^"]{0,80})"(?:\s{1,3}context="[^"]{0,200}")?(?:\s{1,3}type="(\d)")?/u;

const levels: Readonly<Record<string, string>> = { '1': 'Info', '2': 'Warning', '3': 'Error' };

/** A whole entry; its message may hold line feeds. `undefined` where the closing mark is missing. */
export function readEntry(entry: string): Head | undefined {
  const end = entry.indexOf(closing);
  if (end < 0) {
    return undefined;
  }
  const found = attributes.exec(entry.slice(end + closing.length));
  if (!found) {
    return undefined;
  }
  const [, clock = '', month = '', day = '', year, component = '', type = ''] = found;
  return {
    time: formatTime(year, month, day, clock),
    level: levels[type] ?? '',
    component,
    text: entry.slice(opening.length, end),
  };
}

const marker = '$$<';
/** The older form of servers and task sequences: message, component, date and zone, thread. */
const classic =
  /^<([^<>]{1,80})><(\d\d)-(\d\d)-(\d{4}) (\d\d:\d\d:\d\d)(?:\.\d{1,3})?[+-]?\d{0,4}>(?:<thread=[^<>]{1,40}>)?/u;

export function readClassic(line: string): Head | undefined {
  const at = line.indexOf(marker);
  const found = at < 0 ? undefined : classic.exec(line.slice(at + 2));
  if (!found) {
    return undefined;
  }
  const [, component = '', month = '', day = '', year, clock = ''] = found;
  return {
    time: formatTime(year, month, day, clock),
    level: '',
    component,
    text: line.slice(0, at).trim(),
  };
}

/** CMTrace writes the month first, whatever the region. */
function formatTime(year: string | undefined, month: string, day: string, clock: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${clock.padStart(8, '0')}`;
}

/** True when a line holds the end of a message. */
export function endsEntry(line: string): boolean {
  return line.includes(closing);
}
