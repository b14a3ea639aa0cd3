import { type Case, type CaseStatus, standsSince } from '../../knowledge/cases/case.ts';
import type { AskedQuestion } from '../../knowledge/store/store.ts';
import { addDays } from '../../knowledge/wall-time.ts';
import { mayRead } from '../access.ts';
import type { Asker } from '../inquiry.ts';
import { type CommonCause, findCommonCauses } from './common.ts';
import { daysUpTo, isOpen, statusAt } from './days.ts';
import { type FollowUp, listFollowUps } from './follow-up.ts';
import { findNews, type News } from './news.ts';
import { countSeries, type Series } from './series.ts';
import { type Standing, standingOn } from './standing.ts';

export type Severity = NonNullable<Case['severity']>;

export type Scope = Pick<Asker, 'role' | 'customer' | 'branch'>;

/** What the summary is made from; nothing else goes into it, so the same input gives the same words. */
export interface DigestInput {
  date: string;
  scope: Scope;
  /** The day is not over: what stands in the store is how things stand. */
  live: boolean;
  /** The day of the last summary; the day before `date` when there was none. */
  previous: string;
  cases: readonly Case[];
  /** What was asked in the last seven days, and since the last summary. */
  asked: readonly AskedQuestion[];
  /** From when on questions count as new, milliseconds since the epoch. */
  askedSince: number;
  zone: string;
  staleDays: number;
  /** Names of configured support engineers: nobody else owns a case. */
  staff: ReadonlySet<string>;
  /** Chinese, its variables filled in as far as they are told; undefined when the signature is not known any more. */
  titleOf(signature: string, variables: Readonly<Record<string, string>>): string | undefined;
  /** Chinese name of the class of its first cause; undefined while it is not known. */
  causeOf(one: Case): string | undefined;
}

export interface OpenCounts {
  total: number;
  /** Against the morning of the last summary. */
  change: number;
  byStatus: Readonly<Record<Exclude<CaseStatus, 'archived'>, number>>;
  bySeverity: Readonly<Record<Severity | 'none', number>>;
  /** Without activity for more than `staleDays` days. */
  stale: number;
  staleDays: number;
  unowned: number;
  /** How many days ago the oldest of them was opened; 0 without any. */
  oldestDays: number;
}

export interface DigestFacts {
  schema: 'caselens.digest/1';
  date: string;
  previous: string;
  live: boolean;
  customer: string | null;
  branch: string | null;
  open: OpenCounts;
  /** False when everything stands as it stood at the last summary. */
  changed: boolean;
  followUps: readonly FollowUp[];
  commonCauses: readonly CommonCause[];
  /** From the day of the last summary to the day before `date`. */
  news: News;
  /** On `date` itself. */
  today: Omit<News, 'unanswered' | 'questions'>;
  series: Series;
}

export function gatherFacts(input: DigestInput): DigestFacts {
  const { date, scope, previous } = input;
  const cases = visibleCases(input);
  const [base, yesterday] = [addDays(previous, -1), addDays(date, -1)];
  const standing = cases.flatMap((one) => standingOn(one, date, input.staff) ?? []);
  const asked = input.asked.filter((one) => maySee(scope, one));
  const news = findNews(cases, base, yesterday, { ...input, asked });
  const { opened, archived, reopened } = findNews(cases, yesterday, date, { ...input, asked: [] });
  return {
    schema: 'caselens.digest/1',
    date,
    previous,
    live: input.live,
    customer: scope.customer ?? null,
    branch: scope.branch ?? null,
    open: countOpen(standing, cases, base, input),
    changed: cases.some((one) => statusAt(one, base) !== statusAt(one, date)),
    followUps: listFollowUps(standing, input),
    commonCauses: findCommonCauses(cases, { ...input, asked }),
    news,
    today: { opened, archived, reopened },
    series: countSeries(cases, input),
  };
}

/** Built-in cases are there for retrieval and are nobody's work. */
function visibleCases({ cases, scope, date, live }: DigestInput): Case[] {
  const visible = cases.filter((one) => one.source !== 'builtin' && mayRead(scope, one));
  return live ? visible.map((one) => upTo(one, date)) : visible;
}

/** What claims to be from tomorrow is from today: somebody's clock, or his typing, was wrong. */
function upTo(one: Case, day: string): Case {
  const isAhead = one.opened > day || one.updated > day || standsSince(one) > day;
  if (!isAhead) {
    return one;
  }
  const earlier = (date: string) => (date > day ? day : date);
  return {
    ...one,
    opened: earlier(one.opened),
    updated: earlier(one.updated),
    statuses: one.statuses.map(({ status, since }) => ({ status, since: earlier(since) })),
  };
}

/** As `mayRead` for cases. */
function maySee({ role, customer, branch }: Scope, asked: AskedQuestion): boolean {
  if (role === 'stranger') {
    return false;
  }
  if (customer === undefined) {
    return role !== 'branch';
  }
  return asked.customer === customer && (branch === undefined || asked.branch === branch);
}

function countOpen(
  standing: readonly Standing[],
  cases: readonly Case[],
  base: string,
  { date, staleDays }: DigestInput,
): OpenCounts {
  const count = (holds: (one: Standing) => boolean) => standing.filter(holds).length;
  const withStatus = (status: CaseStatus) => count((one) => one.status === status);
  const withSeverity = (severity: Severity | null) =>
    count((one) => one.case.severity === severity);
  return {
    total: standing.length,
    change: standing.length - cases.filter((one) => isOpen(statusAt(one, base))).length,
    byStatus: {
      open: withStatus('open'),
      'waiting-customer': withStatus('waiting-customer'),
      'waiting-vendor': withStatus('waiting-vendor'),
    },
    bySeverity: {
      P1: withSeverity('P1'),
      P2: withSeverity('P2'),
      P3: withSeverity('P3'),
      P4: withSeverity('P4'),
      none: withSeverity(null),
    },
    stale: count(({ idleDays }) => idleDays > staleDays),
    staleDays,
    unowned: count(({ owner }) => owner === null),
    oldestDays: standing.reduce((most, one) => Math.max(most, daysUpTo(one.case.opened, date)), 0),
  };
}
