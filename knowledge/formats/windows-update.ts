import type { Format, Grammar, Head } from '../format.ts';

/** Get-WindowsUpdateLog; the date follows the PC's region. */
const exported =
  /^(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}) (\d{1,2}:\d\d:\d\d)\.\d{3,7}\s+(\d{1,6})\s+(\d{1,6})\s+([A-Za-z][\w-]{1,30})\s+(.*)$/u;

/** Windows 7 and 8.1: milliseconds behind a colon, the thread in hexadecimal. */
const classic =
  /^(\d{4}-\d\d-\d\d)\s+(\d\d:\d\d:\d\d):\d{3}\s+(\d{1,6})\s+([0-9a-f]{1,6})\s+([A-Za-z]\w{1,30})\s+(.*)$/iu;

/** tracefmt without the format step: `<time> AM 1092 10968 file_cpp123 [Component] text`. */
const traced =
  /^\S{1,28} (?:AM|PM|tt)\s+(\d{1,6})\s+(\d{1,6})\s+[a-z0-9]{1,60}_cpp\d{1,6}\s+\[(\w{1,30})\]\s?(.*)$/iu;

const parts = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$/u;

const grammar: Grammar = {
  name: 'windowsupdate',
  read(line) {
    return readTimed(exported, line) ?? readTimed(classic, line) ?? readTraced(line);
  },
};

function readTimed(pattern: RegExp, line: string): Head | undefined {
  const found = pattern.exec(line);
  if (!found) {
    return undefined;
  }
  const [, day = '', clock = '', , , component = '', text = ''] = found;
  return { time: readTime(day, clock), level: '', component, text };
}

function readTraced(line: string): Head | undefined {
  const found = traced.exec(line);
  return found
    ? { time: undefined, level: '', component: found[3] ?? '', text: found[4] ?? '' }
    : undefined;
}

/** Year first or last; with the year last the month comes first unless it cannot be one. */
function readTime(day: string, clock: string): string | undefined {
  const [, first = '', second = '', third = ''] = parts.exec(day) ?? [];
  const [year, month, date] =
    first.length === 4
      ? [first, second, third]
      : Number(first) > 12
        ? [third, second, first]
        : [third, first, second];
  return year?.length === 4
    ? `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}T${clock.padStart(8, '0')}`
    : undefined;
}

/** WindowsUpdate.log in its three styles. */
export const windowsUpdate: Format = {
  name: 'windowsupdate',
  grammar,
  samples: [
    {
      line: '2026/01/05 10:00:01.1234567 3696  8172  Agent           *FAILED* [80240013] Something',
      reads: {
        time: '2026-01-05T10:00:01',
        level: '',
        component: 'Agent',
        text: '*FAILED* [80240013] Something',
      },
    },
    {
      line: '1/5/2026 9:00:01.1234567 3696  8172  Agent           Started',
      reads: { time: '2026-01-05T09:00:01', level: '', component: 'Agent', text: 'Started' },
    },
    {
      line: '2014-01-05 18:52:06:747 808 aac Misc WARNING: Something failed. error 0x8024402c',
      reads: {
        time: '2014-01-05T18:52:06',
        level: '',
        component: 'Misc',
        text: 'WARNING: Something failed. error 0x8024402c',
      },
    },
    {
      line: '10:00:01.12345 PM 1092 10968 handler_cpp907 [Handler] Preparing update',
      reads: { time: undefined, level: '', component: 'Handler', text: 'Preparing update' },
    },
  ],
};
