import { describe, expect, it } from 'vitest';
import { createLog } from '../../bot/log.ts';
import { type Clock, createCalendar, createSchedule, lastDue } from '../../bot/schedule.ts';
import { wallDay } from '../../knowledge/wall-time.ts';

/** The State Council's notices for the two years: days off from Monday to Friday, working days at a weekend. */
const notices = {
  2025: {
    off: [
      ...['2025-01-01', '2025-01-28', '2025-01-29', '2025-01-30', '2025-01-31', '2025-02-03'],
      ...['2025-02-04', '2025-04-04', '2025-05-01', '2025-05-02', '2025-05-05', '2025-06-02'],
      ...['2025-10-01', '2025-10-02', '2025-10-03', '2025-10-06', '2025-10-07', '2025-10-08'],
    ],
    on: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  2026: {
    off: [
      ...['2026-01-01', '2026-01-02', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'],
      ...['2026-02-20', '2026-02-23', '2026-04-06', '2026-05-01', '2026-05-04', '2026-05-05'],
      ...['2026-06-19', '2026-09-25', '2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06'],
      '2026-10-07',
    ],
    on: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
} as const;
type Year = keyof typeof notices;

const hour = 60 * 60_000;
const day = 24 * hour;
const calendar = createCalendar({ holidays: [], workdays: [] });
const log = createLog('fatal');

function daysOf(year: number): string[] {
  const days: string[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += day) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

function workdaysOf(year: Year): string[] {
  const { off, on }: { off: readonly string[]; on: readonly string[] } = notices[year];
  return daysOf(year).filter((date) => {
    const weekday = new Date(date).getUTCDay();
    return on.includes(date) || (weekday > 0 && weekday < 6 && !off.includes(date));
  });
}

interface FakeClock extends Clock {
  /** Lets time pass; what falls due runs to its end. */
  pass(milliseconds: number): Promise<void>;
  /** Somebody sets the clock on the wall; timers do not notice. */
  set(by: number): void;
}

function createFakeClock(start: number): FakeClock {
  let passed = 0;
  let offset = start;
  const timers = new Map<() => void, number>();
  const settle = async () => {
    for (let turn = 0; turn < 200 && timers.size === 0; turn += 1) {
      await Promise.resolve();
    }
  };
  return {
    now: () => offset + passed,
    after(milliseconds, run) {
      timers.set(run, passed + milliseconds);
      return { stop: () => timers.delete(run) };
    },
    async pass(milliseconds) {
      const end = passed + milliseconds;
      await settle();
      for (const [run, due] of timers) {
        if (due <= end) {
          passed = Math.max(passed, due);
          timers.delete(run);
          run();
          await settle();
        }
      }
      passed = end;
    },
    set: (by) => {
      offset += by;
    },
  };
}

/** The same numbers for the same seed. */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('the calendar', () => {
  it.each([2025, 2026] as const)('knows the working days of %i', (year) => {
    const known = daysOf(year).filter((date) => calendar.isWorkday(date));

    expect(known).toEqual(workdaysOf(year));
  });

  it('puts the days of the configuration before those of the State Council', () => {
    const own = createCalendar({
      holidays: ['2026-03-03'],
      workdays: ['2026-02-17', '2026-03-07'],
    });

    const known = ['2026-03-03', '2026-02-17', '2026-03-07', '2026-03-04', '2026-03-08'];

    expect(known.filter((date) => own.isWorkday(date))).toEqual([
      '2026-02-17',
      '2026-03-07',
      '2026-03-04',
    ]);
  });

  it('tells which years it does not know', () => {
    expect(['2025', '2026', '2099'].filter((year) => calendar.knows(year))).toEqual([
      '2025',
      '2026',
    ]);
  });
});

describe('lastDue', () => {
  it.each([
    ['before the hour', '2026-03-03T08:59:59+08:00', '2026-03-02'],
    ['with the hour', '2026-03-03T09:00:00+08:00', '2026-03-03'],
    ['late in the evening', '2026-03-03T23:59:00+08:00', '2026-03-03'],
    ['on a Sunday', '2026-03-08T12:00:00+08:00', '2026-03-06'],
    ['on a Saturday that is worked', '2026-02-28T09:30:00+08:00', '2026-02-28'],
    ['in the Spring Festival', '2026-02-20T12:00:00+08:00', '2026-02-14'],
  ])('%s', (_, at, expected) => {
    expect(lastDue(Date.parse(at), '09:00', 'Asia/Shanghai', calendar)).toBe(expected);
  });
});

describe('a daily run', () => {
  const start = Date.parse('2026-03-03T08:00:00+08:00');
  const begin = (clock: Clock, run: (date: string) => Promise<void>) =>
    createSchedule({ calendar, log, clock }).daily('09:00', 'Asia/Shanghai', run);

  it('comes with the hour, on the second', async () => {
    const clock = createFakeClock(start);
    const runs: string[] = [];
    begin(clock, async (date) => void runs.push(`${date} ${(clock.now() - start) / 60_000}`));

    await clock.pass(3 * hour);

    expect(runs).toEqual(['2026-03-03 60']);
  });

  it('is made up for on the same day when the process starts late', async () => {
    const clock = createFakeClock(start + 9 * hour);
    const runs: string[] = [];
    begin(clock, async (date) => void runs.push(date));

    await clock.pass(1);

    expect(runs).toEqual(['2026-03-03']);
  });

  it('is not made up for on a day off', async () => {
    const clock = createFakeClock(Date.parse('2026-03-07T12:00:00+08:00'));
    const runs: string[] = [];
    begin(clock, async (date) => void runs.push(date));

    await clock.pass(day);

    expect(runs).toEqual([]);
  });

  it('is tried again when it fails', async () => {
    const clock = createFakeClock(start);
    let tries = 0;
    begin(clock, async () => {
      tries += 1;
      if (tries < 3) {
        throw new Error('down');
      }
    });

    await clock.pass(4 * hour);

    expect(tries).toBe(3);
  });

  it('comes no more once it is stopped', async () => {
    const clock = createFakeClock(start);
    const runs: string[] = [];
    const running = begin(clock, async (date) => void runs.push(date));
    await clock.pass(hour / 2);

    running.stop();
    await clock.pass(day);

    expect(runs).toEqual([]);
  });

  it('says that the holidays of a year are unknown', async () => {
    const clock = createFakeClock(Date.parse('2099-03-03T08:00:00+08:00'));
    const lines: string[] = [];
    const told = createLog('warn', { write: (line) => lines.push(JSON.parse(line).msg) });
    createSchedule({ calendar, log: told, clock }).daily('09:00', 'Asia/Shanghai', async () => {});

    await clock.pass(2 * hour);

    expect(lines).toEqual(['Public holidays of this year are unknown; set summary.holidays']);
  });
});

/** Zones where the hour itself is skipped or comes twice, and a zone that is changed with each restart. */
const places = [
  [2025, '09:00', ['Asia/Shanghai']],
  [2026, '09:00', ['Asia/Shanghai']],
  [2026, '02:30', ['America/New_York']],
  [2026, '02:30', ['Europe/Berlin']],
  [2025, '00:00', ['America/Santiago']],
  [2026, '09:00', ['Asia/Shanghai', 'Asia/Tokyo', 'Asia/Kolkata']],
] satisfies [Year, string, string[]][];

describe('a whole year with restarts and a clock that is set', () => {
  it.each(places)('%i at %s in %j has each working day once', async (year, at, zones) => {
    const clock = createFakeClock(Date.UTC(year, 0, 1) - day);
    const dice = createDice(year + at.length + zones.length);
    const claimed = new Set<string>();
    const posted: string[] = [];
    const begin = (zone: string) =>
      createSchedule({ calendar, log, clock }).daily(at, zone, async (date) => {
        // As the store does: the second claim of a date is refused.
        if (!claimed.has(date)) {
          claimed.add(date);
          posted.push(date);
        }
      });
    let zone = zones[0] ?? '';
    let running = begin(zone);
    let [restarts, settings] = [0, 0];

    while (clock.now() < Date.UTC(year + 1, 0, 2)) {
      await clock.pass(Math.ceil(dice() * 3 * hour));
      const chance = dice();
      if (chance < 0.15) {
        running.stop();
        // Down for a while, but never for the rest of a working day.
        await clock.pass(Math.ceil(dice() * 4 * hour));
        zone = zones[restarts % zones.length] ?? zone;
        running = begin(zone);
        await clock.pass(1);
        restarts += 1;
      } else if (chance < 0.22) {
        clock.set(chance < 0.19 ? -dice() * 20 * hour : dice() * 3 * hour);
        settings += 1;
      }
    }
    running.stop();

    const within = posted.filter((date) => date.startsWith(`${year}`));
    expect(within.toSorted()).toEqual(workdaysOf(year));
    expect(Math.min(restarts, settings)).toBeGreaterThan(100);
  });
});

it('counts the day of the zone, not that of the machine', () => {
  const at = Date.parse('2026-03-03T23:30:00Z');

  const days = ['Asia/Shanghai', 'UTC', 'America/New_York'].map((zone) => wallDay(at, zone));

  expect(days).toEqual(['2026-03-04', '2026-03-03', '2026-03-03']);
});
