import type { Format, Grammar, Head } from '../format.ts';
import { readDay, readHour } from './local-time.ts';

/**
 * Get-WindowsUpdateLog and, with a colon before the milliseconds, Windows 7 and 8.1. How the date looks follows the
 * PC's region; the thread is decimal in the first and hexadecimal in the second.
 */
const listed =
  /^(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})\s{1,3}(?:(上午|下午) ?)?(\d{1,2}:\d\d:\d\d)[.:]\d{3,7}(?: (AM|PM|上午|下午))?\s+\d{1,6}\s+[0-9a-f]{1,6}\s+(?:([A-Za-z][\w-]{1,30})\s+)?(\S.*)?$/iu;

/** tracefmt without the format step: `<time> AM 1092 10968 file_cpp123 [Component] text`. */
const traced =
  /^(?:(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}) )?(?:(上午|下午) ?)?(\d{1,2}:\d\d:\d\d)(?:[.:]\d{1,9})? (AM|PM|tt|上午|下午)?\s*\d{1,6}\s+\d{1,6}\s+[a-z0-9]{1,60}_cpp\d{1,6}\s+\[(\w{1,30})\]\s?(.*)$/iu;

/** tracefmt's own prefix: processor, process and thread in hexadecimal, the date always in US order. */
const prefixed =
  /^\[\d{1,3}\][0-9A-F]{1,8}\.[0-9A-F]{1,8}::(\d\d\/\d\d\/\d{4})-(\d\d:\d\d:\d\d)(?:\.\d{1,9})? ?\[([\w ]{1,30})\] ?(.*)$/iu;

/** What is left of a record when its format was not to be had. */
const unformatted = /^Unknown\( {0,3}\d{1,5}\): GUID=[0-9a-f-]{36}.*$/iu;

const grammar: Grammar = {
  name: 'windowsupdate',
  starts: '0123456789[U上下',
  read(line) {
    const first = line.charCodeAt(0);
    if (first >= 48 && first <= 57) {
      return line.includes('_cpp') ? (readTraced(line) ?? readListed(line)) : readListed(line);
    }
    if (first === 91) {
      return readPrefixed(line);
    }
    if (first === 85) {
      return unformatted.test(line) ? head(undefined, '', line) : undefined;
    }
    return readTraced(line);
  },
};

function readListed(line: string): Head | undefined {
  const found = listed.exec(line);
  if (!found) {
    return undefined;
  }
  const [, day = '', before, clock = '', after, component, text = ''] = found;
  // `Unknown( 10): GUID=…` stands in the place of component and text, under a time of the year 1601.
  if (!component && !unformatted.test(text)) {
    return undefined;
  }
  return {
    ...head(undefined, component ?? '', text),
    ...readTime(day, clock, before ?? after),
  };
}

function readTraced(line: string): Head | undefined {
  const found = traced.exec(line);
  if (!found) {
    return undefined;
  }
  const [, day, before, clock = '', after, component = '', text = ''] = found;
  return {
    ...head(undefined, component, text),
    ...(day !== undefined && readTime(day, clock, before ?? after)),
  };
}

function readPrefixed(line: string): Head | undefined {
  const found = prefixed.exec(line);
  if (!found) {
    return undefined;
  }
  const [, day = '', clock = '', component = '', text = ''] = found;
  return head(readTime(day, clock, undefined).time, component, text);
}

function head(time: string | undefined, component: string, text: string): Head {
  return { time, level: '', component, text };
}

function readTime(
  day: string,
  clock: string,
  half: string | undefined,
): Pick<Head, 'time' | 'otherTime'> {
  const hour = readHour(clock, half);
  const read = readDay(day);
  return {
    time: read.day && `${read.day}T${hour}`,
    ...(read.otherDay !== undefined && { otherTime: `${read.otherDay}T${hour}` }),
  };
}

/** WindowsUpdate.log in its three styles. */
export const windowsUpdate: Format = {
  name: 'windowsupdate',
  grammar,
  samples: [
    {
      line: '2026/01/05 10:00:01.1234567 3696  8172  Agent           *FAILED* [80240013] Something',
      reads: { ...head('2026-01-05T10:00:01', 'Agent', '*FAILED* [80240013] Something') },
    },
    {
      line: '2026-01-05 10:00:01.1234567 3696  8172  DownloadManager Bytes left: 0',
      reads: head('2026-01-05T10:00:01', 'DownloadManager', 'Bytes left: 0'),
    },
    {
      line: '2026.01.05 10:00:01.1234567 3696  8172  Agent           Started',
      reads: head('2026-01-05T10:00:01', 'Agent', 'Started'),
    },
    {
      line: '1/5/2026 9:00:01.1234567 3696  8172  Agent           Started',
      reads: {
        ...head('2026-01-05T09:00:01', 'Agent', 'Started'),
        otherTime: '2026-05-01T09:00:01',
      },
    },
    {
      line: '01/25/2026 9:00:01.1234567 PM 3696  8172  Agent           Started',
      reads: head('2026-01-25T21:00:01', 'Agent', 'Started'),
    },
    {
      line: '25.01.2026 21:00:01.1234567 3696  8172  Agent           Started',
      reads: head('2026-01-25T21:00:01', 'Agent', 'Started'),
    },
    {
      line: '2026/1/5 下午 12:30:01.1234567 3696  8172  Agent           Started',
      reads: head('2026-01-05T12:30:01', 'Agent', 'Started'),
    },
    {
      line: '2026/1/5 12:30:01.1234567 上午 3696  8172  Agent           Started',
      reads: head('2026-01-05T00:30:01', 'Agent', 'Started'),
    },
    {
      line: '1601/01/01 08:00:00.0000000 992  4228                  Unknown( 10): GUID=11111111-2222-3333-4444-555555555555 (No Format Information found).',
      reads: head(
        undefined,
        '',
        'Unknown( 10): GUID=11111111-2222-3333-4444-555555555555 (No Format Information found).',
      ),
    },
    {
      line: 'Unknown( 20): GUID=11111111-2222-3333-4444-555555555555 (No Format Information found).',
      reads: head(
        undefined,
        '',
        'Unknown( 20): GUID=11111111-2222-3333-4444-555555555555 (No Format Information found).',
      ),
    },
    {
      line: '2014-01-05 18:52:06:747 808 aac Misc WARNING: Something failed. error 0x8024402c',
      reads: head('2014-01-05T18:52:06', 'Misc', 'WARNING: Something failed. error 0x8024402c'),
    },
    {
      line: '2014-01-05\t18:52:06:747\t 808\taac\tAU\t  # Search finished',
      reads: head('2014-01-05T18:52:06', 'AU', '# Search finished'),
    },
    {
      line: '10:00:01.12345 PM 1092 10968 handler_cpp907 [Handler] Preparing update',
      reads: head(undefined, 'Handler', 'Preparing update'),
    },
    {
      line: '1/25/2026 10:00:01.12345 PM 1092 10968 handler_cpp907 [Handler] Preparing update',
      reads: head('2026-01-25T22:00:01', 'Handler', 'Preparing update'),
    },
    {
      line: '[0]12F4.1FE8::01/05/2026-13:45:08.530 [agent]Search starts',
      reads: head('2026-01-05T13:45:08', 'agent', 'Search starts'),
    },
  ],
};
