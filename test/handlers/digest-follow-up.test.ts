import { describe, expect, it } from 'vitest';
import { isDay, startOf, statusAt } from '../../handlers/digest/days.ts';
import type { DigestInput, Scope } from '../../handlers/digest/facts.ts';
import { gatherFacts } from '../../handlers/digest/facts.ts';
import { addDays, wallTime } from '../../knowledge/wall-time.ts';
import { caseNumber, caseOf } from '../support/cases.ts';

const date = '2026-03-03';
const ago = (days: number) => addDays(date, -days);

function factsOf(cases: readonly DigestInput['cases'][number][], scope: Scope = { role: 'staff' }) {
  return gatherFacts({
    date,
    scope,
    live: true,
    previous: ago(1),
    cases,
    asked: [],
    askedSince: 0,
    zone: 'Asia/Shanghai',
    staleDays: 7,
    staff: new Set(['谭工']),
    titleOf: () => undefined,
    causeOf: () => undefined,
  });
}

interface Row {
  status?: 'open' | 'waiting-customer' | 'waiting-vendor';
  severity?: 'P1' | 'P2' | null;
  owner?: string | null;
  /** Days it has stood so, and days without activity. */
  days?: number;
  idle?: number;
  verified?: boolean;
  temporary?: boolean;
  waitingFor?: string;
}

function caseLike({ status = 'open', days = 0, idle = 0, temporary, ...row }: Row) {
  return caseOf({
    severity: 'P2',
    owner: '谭工',
    ...row,
    case: temporary ? 'TMP-20260302-A1B2' : caseNumber(1),
    status,
    statuses: [{ status, since: ago(days) }],
    opened: ago(60),
    updated: ago(idle),
    closed: null,
  });
}

describe('the next action of the desk', () => {
  it.each<[Row, string | undefined]>([
    [{}, undefined],
    [{ owner: null }, '请指定负责人'],
    [{ idle: 7 }, undefined],
    [{ idle: 8 }, '建议今日更新进展'],
    [{ severity: null, idle: 8 }, '建议今日更新进展'],
    [{ verified: true, owner: null }, '已确认解决，可归档'],
    [{ severity: 'P1', owner: null }, '请立即指定负责人'],
    [{ severity: 'P1', idle: 0 }, undefined],
    [{ severity: 'P1', idle: 1 }, '建议今日升级处理'],
    [{ temporary: true, days: 0 }, undefined],
    [{ temporary: true, days: 1 }, '请在 CRM 建单后关联案例号'],
    [{ status: 'waiting-customer', days: 2 }, undefined],
    [{ status: 'waiting-customer', days: 3 }, '建议今日提醒客户'],
    [{ status: 'waiting-customer', days: 7 }, '建议今日电话催收'],
    [{ status: 'waiting-customer', days: 9, owner: null }, '建议今日电话催收'],
    [{ status: 'waiting-customer', days: 28 }, '建议书面确认是否归档'],
    [{ status: 'waiting-customer', days: 2, owner: null }, '请指定负责人'],
    [{ status: 'waiting-customer', severity: 'P1', days: 1 }, '建议今日提醒客户'],
    [{ status: 'waiting-vendor', days: 5 }, undefined],
    [{ status: 'waiting-vendor', days: 7 }, '建议今日催问厂商'],
    [{ status: 'waiting-vendor', days: 14 }, '建议升级给厂商接口人'],
    [{ status: 'waiting-vendor', severity: 'P1', days: 2 }, '建议今日催问厂商'],
  ])('for %j is %s', (row, expected) => {
    expect(factsOf([caseLike(row)]).followUps.map(({ action }) => action)).toEqual(
      expected === undefined ? [] : [expected],
    );
  });
});

describe('where a customer listens', () => {
  it.each<[Row, string | undefined]>([
    [{ owner: null, idle: 30 }, undefined],
    [{ status: 'waiting-vendor', days: 30 }, undefined],
    [{ status: 'waiting-customer', days: 0, waitingFor: '日志' }, '请提供后回复本案例'],
    [{ status: 'waiting-customer', days: 0 }, '请补充资料或反馈结果'],
    [{ verified: true }, '已确认解决，如无异议将归档'],
  ])('%j asks for %s', (row, expected) => {
    const { followUps } = factsOf([caseLike(row)], { role: 'branch', customer: '工商银行' });

    expect(followUps.map(({ action }) => action)).toEqual(expected === undefined ? [] : [expected]);
  });
});

describe('how a case stood on a day', () => {
  const reopened = caseOf({
    case: caseNumber(1),
    opened: '2026-02-01',
    status: 'open',
    closed: null,
    statuses: [
      { status: 'waiting-customer', since: '2026-02-03' },
      { status: 'archived', since: '2026-02-10' },
      { status: 'open', since: '2026-02-20' },
    ],
  });
  const archived = caseOf({
    case: caseNumber(2),
    opened: '2026-02-01',
    closed: '2026-02-10',
    updated: '2026-02-20',
  });

  it.each([
    [reopened, '2026-01-31', undefined],
    [reopened, '2026-02-01', 'open'],
    [reopened, '2026-02-03', 'waiting-customer'],
    [reopened, '2026-02-10', 'archived'],
    [reopened, '2026-02-20', 'open'],
    [archived, '2026-02-09', 'open'],
    [archived, '2026-02-10', 'archived'],
    [archived, '2026-02-20', 'archived'],
  ])('%# %s', (one, day, expected) => {
    expect(statusAt(one, day)).toBe(expected);
  });

  it('counts what was opened, archived and opened again between two summaries', () => {
    const cases = [
      caseOf({
        ...reopened,
        statuses: [
          { status: 'archived', since: '2026-02-10' },
          { status: 'open', since: ago(1) },
        ],
      }),
      caseOf({ ...archived, closed: ago(1), updated: ago(1) }),
      caseOf({ ...archived, case: caseNumber(3), opened: ago(1), closed: ago(1), updated: ago(1) }),
      caseOf({ ...reopened, case: caseNumber(4), opened: date, updated: date, statuses: [] }),
    ];

    const { news, today, open } = factsOf(cases);

    const numbers = (list: readonly { case: string }[]) => list.map((one) => one.case);
    expect(numbers(news.reopened)).toEqual([caseNumber(1)]);
    expect(numbers(news.archived)).toEqual([caseNumber(2), caseNumber(3)]);
    expect(numbers(news.opened)).toEqual([caseNumber(3)]);
    expect(numbers(today.opened)).toEqual([caseNumber(4)]);
    // What changed adds up: two opened, two archived, one opened again.
    expect([open.total, open.change]).toEqual([2, 1]);
  });
});

it.each([
  ['2026-03-03', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-2-3', false],
  ['2026-13-01', false],
  ['0000-00-00', false],
  ['今天', false],
  ['', false],
])('%j is a day: %s', (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

it.each([
  'Asia/Shanghai',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Europe/Berlin',
])('a day begins at midnight in %s', (zone) => {
  const days = Array.from({ length: 365 }, (_, index) => addDays('2026-01-01', index));

  const wrong = days.filter((day) => wallTime(startOf(day, zone), zone) !== `${day}T00:00:00`);

  expect(wrong).toEqual([]);
});
