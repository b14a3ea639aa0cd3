import holidayData from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { Cron } from 'croner';
import { addDays, wallDay, wallTime } from '../knowledge/wall-time.ts';
import type { Log } from './log.ts';

export interface Schedule {
  /**
   * Runs on each working day once the hour has come, also when the process starts later on that day. May run twice
   * for one date (after a restart, or with the clock set back): what must happen once is for `run` to see to.
   */
  daily(at: string, zone: string, run: (date: string) => Promise<void>): { stop(): void };
}

/** Real or, in tests, moved by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  after(milliseconds: number, run: () => void): { stop(): void };
}

export const systemClock: Clock = {
  now: Date.now,
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    timer.unref();
    return { stop: () => clearTimeout(timer) };
  },
};

export interface Calendar {
  isWorkday(date: string): boolean;
  /** False for a year whose holidays were not announced when the package was made. */
  knows(year: string): boolean;
}

/** Days off and working days of our own come before those of the State Council. */
export function createCalendar(own: {
  holidays: readonly string[];
  workdays: readonly string[];
}): Calendar {
  // The tables, not the package's functions: those are a day off where the process runs west of Greenwich.
  const holidays = new Set([...Object.keys(holidayData.holidays), ...own.holidays]);
  const workdays = new Set([...Object.keys(holidayData.workdays), ...own.workdays]);
  const years = new Set([...holidays].map((date) => date.slice(0, 4)));
  return {
    isWorkday(date) {
      if (own.holidays.includes(date)) {
        return false;
      }
      return workdays.has(date) || !(isWeekend(date) || holidays.has(date));
    },
    knows: (year) => years.has(year),
  };
}

function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(Date.parse(date)).getUTCDay());
}

/** The longest time off is shorter. */
const daysBack = 31;

/** The newest working day whose hour has come; undefined when none of the last month was one. */
export function lastDue(
  now: number,
  at: string,
  zone: string,
  calendar: Calendar,
): string | undefined {
  const time = wallTime(now, zone);
  const today = time.slice(0, 10);
  const first = time.slice(11, 16) >= at ? 0 : 1;
  for (let back = first; back <= daysBack; back += 1) {
    const date = addDays(today, -back);
    if (calendar.isWorkday(date)) {
      return date;
    }
  }
  return undefined;
}

/** A clock that was set forward or back is noticed after so long. */
const longestWait = 5 * 60_000;

export function createSchedule(parts: { calendar: Calendar; log: Log; clock?: Clock }): Schedule {
  const { calendar, log, clock = systemClock } = parts;
  return {
    daily(at, zone, run) {
      const untilNext = createCountdown(at, zone);
      let timer: { stop(): void } | undefined;
      let done: string | undefined;
      let isStopped = false;
      const tick = async () => {
        const now = clock.now();
        const date = lastDue(now, at, zone, calendar);
        if (date !== undefined && date !== done && date === wallDay(now, zone)) {
          warnOfUnknownYear(date, calendar, log);
          done = await attempt(run, date, log);
        }
        if (!isStopped) {
          const wait = Math.min(longestWait, untilNext(clock.now()));
          timer = clock.after(wait, () => void tick());
        }
      };
      void tick();
      return {
        stop() {
          isStopped = true;
          timer?.stop();
        },
      };
    },
  };
}

/** What fails is tried again with the next tick. */
async function attempt(
  run: (date: string) => Promise<void>,
  date: string,
  log: Log,
): Promise<string | undefined> {
  try {
    await run(date);
    return date;
  } catch (error) {
    log.error({ err: error, date }, 'Daily run failed and is tried again');
    return undefined;
  }
}

/** Milliseconds until the hour comes next; croner knows the zone's changes of clock. */
function createCountdown(at: string, zone: string): (now: number) => number {
  const [hour = '0', minute = '0'] = at.split(':');
  const cron = new Cron(`${Number(minute)} ${Number(hour)} * * *`, {
    timezone: zone,
    paused: true,
  });
  let asked = Number.POSITIVE_INFINITY;
  let next = 0;
  return (now) => {
    // Asking croner takes longer than a tick, so it is asked only when its answer is used up.
    if (now >= next || now < asked) {
      asked = now;
      next = cron.nextRun(new Date(now))?.getTime() ?? now + longestWait;
    }
    return Math.max(1, next - now);
  };
}

function warnOfUnknownYear(date: string, calendar: Calendar, log: Log): void {
  const year = date.slice(0, 4);
  if (!calendar.knows(year)) {
    log.warn({ year }, 'Public holidays of this year are unknown; set summary.holidays');
  }
}
