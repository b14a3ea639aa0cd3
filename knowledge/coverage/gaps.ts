import type { InputReport } from '../diagnosis.ts';
import { pictureFormat } from '../format.ts';
import { pasteName, questionName } from '../input/names.ts';
import type { Outcome } from '../match/collector.ts';
import type { Machines } from '../match/machines.ts';
import { type Day, dayOf, saidDays } from './days.ts';

/** A failure that no log of the kind that should hold it reaches. */
export interface Gap {
  machine: string;
  /** What should hold it. */
  format: TextLog;
  day: Day;
  /** Who says that it failed then. */
  by: 'asker' | 'log';
  /** The log that comes nearest, and what it covers. */
  input: string;
  from: string;
  to: string;
}

export const textLogs = ['cbs', 'setupact', 'windowsupdate', 'dism'] as const;
export type TextLog = (typeof textLogs)[number];

interface Span {
  input: string;
  machine: string;
  format: TextLog;
  from: string;
  to: string;
}

/** A file that was sent, and not words or lines in a message. */
export function isFile({ name, format, status, lines }: InputReport): boolean {
  return (
    status !== 'skipped' &&
    format !== pictureFormat &&
    lines > 0 &&
    !name.startsWith(pasteName) &&
    !name.startsWith(questionName)
  );
}

export interface Covered {
  reports: readonly InputReport[];
  machines: Machines;
  /** What ended well or badly, as any log tells it. */
  outcomes: readonly Outcome[];
  said: string;
}

/**
 * Servicing keeps a few days in `CBS.log` and packs the rest; setup begins anew with each attempt. A log that was
 * collected too late, or too early, tells of other failures than the one asked about. Silence within a log is no gap:
 * a PC that is switched off, or has nothing to install, writes nothing for days.
 */
export function findGaps(covered: Covered): Gap[] {
  const spans = covered.reports.flatMap((report) => spanOf(report, covered.machines));
  return [...gapsBySaid(spans, covered.said), ...gapsByLog(spans, covered.outcomes)];
}

function spanOf(report: InputReport, machines: Machines): Span[] {
  const { name, from, to } = report;
  const format = textLogs.find((one) => one === report.format);
  return format && from && to && isFile(report)
    ? [{ input: name, machine: machines.of(name), format, from, to }]
    : [];
}

/** None of the days that are named is in any log. */
function gapsBySaid(spans: readonly Span[], said: string): Gap[] {
  const year = spans
    .map(({ to }) => to.slice(0, 4))
    .sort()
    .at(-1);
  const days = year ? saidDays(said, year) : [];
  const [day] = days;
  if (day === undefined || days.some((one) => spans.some((span) => covers(span, one)))) {
    return [];
  }
  return nearestOfEach(spans, day).map((span) => ({ ...span, day, by: 'asker' as const }));
}

/** Failures of installation: what was only searched for or downloaded never reaches servicing. */
const notServicing = /^0x(?:8024|80072e|80072ef)/iu;

/** Another log tells of a failure that the servicing log should tell too. */
function gapsByLog(spans: readonly Span[], outcomes: readonly Outcome[]): Gap[] {
  const servicing = spans.filter(({ format }) => format === 'cbs');
  const machines = [...new Set(servicing.map(({ machine }) => machine))];
  return machines.flatMap((machine) => {
    const own = servicing.filter((span) => span.machine === machine);
    const day = lastTold(outcomes, machine);
    const isThere = day === undefined || own.some((span) => touches(span, day));
    return isThere
      ? []
      : nearestOfEach(own, day).map((span) => ({ ...span, day, by: 'log' as const }));
  });
}

/** The day of the last installation that failed, as the event log or the update log of the machine tells it. */
function lastTold(outcomes: readonly Outcome[], machine: string): Day | undefined {
  const times = outcomes.flatMap(({ pattern, hit }) => {
    const { format, time } = hit.record;
    const tells = format === 'event-log' || format === 'windowsupdate';
    const code = hit.variables.code ?? '';
    const counts =
      pattern.kind === 'failure' && tells && !notServicing.test(code) && hit.variables.what;
    return counts && time && hit.origin?.machine === machine ? dayOf(time) : [];
  });
  return times.sort().at(-1);
}

function covers({ from, to }: Span, day: Day): boolean {
  return dayOf(from) <= day && day <= dayOf(to);
}

const oneDay = 24 * 60 * 60_000;

/** Event logs keep UTC: by a wrong zone a failure moves to the day beside it. */
function touches(span: Span, day: Day): boolean {
  const at = Date.parse(`${day}T12:00:00Z`);
  return [-oneDay, 0, oneDay].some((shift) =>
    covers(span, new Date(at + shift).toISOString().slice(0, 10)),
  );
}

/** Of each machine, the log that comes nearest to the day. */
function nearestOfEach(spans: readonly Span[], day: Day): Span[] {
  const nearest = new Map<string, Span>();
  for (const span of spans) {
    const known = nearest.get(span.machine);
    if (!known || distance(span, day) < distance(known, day)) {
      nearest.set(span.machine, span);
    }
  }
  return [...nearest.values()];
}

function distance({ from, to }: Span, day: Day): number {
  const at = Date.parse(day);
  return Math.min(Math.abs(Date.parse(dayOf(from)) - at), Math.abs(Date.parse(dayOf(to)) - at));
}
