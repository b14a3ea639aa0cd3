const parts = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$/u;

/** Windows Update is younger; tracefmt writes the year 1601 where it knows no time. */
const firstYear = 1995;

export interface Day {
  /** `YYYY-MM-DD`; `undefined` for what no calendar holds. */
  day: string | undefined;
  /** Read the other way round, where nothing in the date tells day from month. */
  otherDay?: string;
}

/** A date with the year first or last; with the year last the month comes first unless it cannot be one. */
export function readDay(text: string): Day {
  const [, first = '', second = '', third = ''] = parts.exec(text) ?? [];
  if (first.length === 4) {
    return { day: formatDay(first, second, third) };
  }
  const monthFirst = formatDay(third, first, second);
  const dayFirst = formatDay(third, second, first);
  return monthFirst !== undefined && dayFirst !== undefined && monthFirst !== dayFirst
    ? { day: monthFirst, otherDay: dayFirst }
    : { day: monthFirst ?? dayFirst };
}

function formatDay(year: string, month: string, day: string): string | undefined {
  const fits =
    year.length === 4 &&
    Number(year) >= firstYear &&
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= 31;
  return fits ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : undefined;
}

const afternoons = new Set(['下午', 'pm']);
const mornings = new Set(['上午', 'am']);

/** `HH:MM:SS` of a clock with 24 hours, or with 12 and the half of the day. */
export function readHour(clock: string, half: string | undefined): string {
  const [hour = '', ...rest] = clock.split(':');
  const word = half?.toLowerCase() ?? '';
  const isHalf = afternoons.has(word) || mornings.has(word);
  const hours = (Number(hour) % (isHalf ? 12 : 24)) + (afternoons.has(word) ? 12 : 0);
  return [String(hours).padStart(2, '0'), ...rest].join(':');
}

const yearLast = /^\s{0,4}(\d{1,2})[-/.](\d{1,2})[-/.]\d{4} /gmu;

/** True when some line of the text begins with a date that ends with its year. */
export function hasYearLast(text: string): boolean {
  return text.search(yearLast) >= 0;
}

/** True when some line of the text begins with a date whose day cannot be a month and comes first. */
export function putsDayFirst(text: string): boolean {
  let dayFirst = 0;
  for (const [, first, second] of text.matchAll(yearLast)) {
    if (Number(second) > 12) {
      return false;
    }
    dayFirst += Number(first) > 12 ? 1 : 0;
  }
  return dayFirst > 0;
}
