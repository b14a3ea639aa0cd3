import { wallTime } from '../wall-time.ts';

const WEEKDAY = '(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?';
const HALF_DAY = '(上午|下午|中午|晚上|凌晨|早上|AM|PM)?';
const CLOCK = `(?:[T\\s]{0,3}${HALF_DAY}\\s{0,2}(\\d{1,2})[:：](\\d{2})(?:[:：](\\d{2})(?:\\.\\d{1,9})?)?\\s{0,2}(AM|PM)?)?`;
const ZONE = '\\s{0,2}(Z|GMT|UTC|[+-]\\d{2}:?\\d{2})?';
const END = '(?![\\d:])';
const YEAR_FIRST = new RegExp(
  `(?<!\\d)(\\d{4})\\s{0,2}[-/.年]\\s{0,2}(\\d{1,2})\\s{0,2}[-/.月]\\s{0,2}(\\d{1,2})日?\\s{0,2}${WEEKDAY}${CLOCK}${ZONE}${END}`,
  'i',
);
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\\.?';
const DAY_FIRST = new RegExp(
  `(?<!\\d)(\\d{1,2})[ -]${MONTH}[ -](\\d{4}),?(?: at)?${CLOCK}${ZONE}${END}`,
  'i',
);
const MONTH_FIRST = new RegExp(
  `(?<![a-z])${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4}),?(?: at)?${CLOCK}${ZONE}${END}`,
  'i',
);
const AMERICAN = new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4}),?${CLOCK}$`, 'i');
const LONGEST = 200;

interface Parts {
  year: string;
  month: number;
  day: string;
  clock: readonly (string | undefined)[];
  zone: string | undefined;
}

/**
 * Shanghai wall time, `YYYY-MM-DDTHH:MM:SS`, from the forms that mails and exports use; midnight when no time is
 * told. A time with a zone is moved to Shanghai's. `undefined` for what could be read in two ways.
 */
export function parseMoment(text: string): string | undefined {
  const parts = findParts(text.slice(0, LONGEST).trim());
  return parts && toMoment(parts);
}

function findParts(text: string): Parts | undefined {
  const year = YEAR_FIRST.exec(text);
  if (year) {
    const [, first = '', month = '', day = ''] = year;
    return { year: first, month: Number(month), day, clock: year.slice(4, 9), zone: year[9] };
  }
  const day = DAY_FIRST.exec(text);
  if (day) {
    const [, first = '', month = '', last = ''] = day;
    return { year: last, month: monthOf(month), day: first, clock: day.slice(4, 9), zone: day[9] };
  }
  const named = MONTH_FIRST.exec(text);
  if (named) {
    const [, month = '', second = '', last = ''] = named;
    const clock = named.slice(4, 9);
    return { year: last, month: monthOf(month), day: second, clock, zone: named[9] };
  }
  return findAmerican(text);
}

function monthOf(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

/** `3/2/2026` alone is March or February; AM and PM, or a day above twelve, tell. */
function findAmerican(text: string): Parts | undefined {
  const found = AMERICAN.exec(text);
  if (!found) {
    return undefined;
  }
  const [, month = '', day = '', year = ''] = found;
  const clock = found.slice(4, 9);
  const sure = clock[4] !== undefined || Number(day) > 12 || month === day;
  return sure ? { year, month: Number(month), day, clock, zone: undefined } : undefined;
}

function toMoment({ year, month, day, clock, zone }: Parts): string | undefined {
  const [before, hour = '0', minute = '00', second = '00', after] = clock;
  const pad = (value: string | number): string => String(value).padStart(2, '0');
  const hours = toHours(Number(hour), before ?? after);
  if (hours === undefined || Number(minute) > 59 || Number(second) > 59) {
    return undefined;
  }
  const date = `${year}-${pad(month)}-${pad(day)}`;
  const moment = `${date}T${pad(hours)}:${minute}:${second}`;
  const at = Date.parse(`${moment}Z`);
  // 31 February would become a day in March.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) {
    return undefined;
  }
  return zone === undefined ? moment : wallTime(at - offsetOf(zone));
}

const EVENING = /^(?:下午|晚上|PM)$/i;
const MORNING = /^(?:上午|凌晨|早上|AM)$/i;

function toHours(hour: number, half: string | undefined): number | undefined {
  if (hour > 23) {
    return undefined;
  }
  if (half === undefined || hour > 12) {
    return hour;
  }
  if (EVENING.test(half)) {
    return (hour % 12) + 12;
  }
  // 中午 12:05 and 中午 1:05 are both after noon.
  return MORNING.test(half) ? hour % 12 : hour < 11 ? hour + 12 : hour;
}

const OFFSET = /^([+-])(\d{2}):?(\d{2})$/;

/** In milliseconds east of Greenwich. */
function offsetOf(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = OFFSET.exec(zone) ?? [];
  const minutesEast = Number(hours) * 60 + Number(minutes);
  return (sign === '-' ? -minutesEast : minutesEast) * 60_000;
}
