import type { Case, Finding } from './case.ts';
import { findCustomer } from './customers.ts';
import { extractFeatures } from './features.ts';
import { findMachines } from './machines.ts';
import { findBranch } from './places.ts';
import { findCauseClasses } from './thread-causes.ts';
import { collectLogs, earliestDay } from './thread-logs.ts';
import type { Mail } from './thread-mails.ts';
import { dayOf, NOBODY, normaliseWords, type Reader } from './thread-own.ts';
import { firstSentence } from './thread-parts.ts';
import { UNKNOWN_PLACE } from './thread-passages.ts';
import { findAwaited, saysItWorked, statusOfResult } from './thread-status.ts';
import type { TableRow } from './thread-table.ts';
import { parseTitle } from './thread-title.ts';

/** Everything that a row and its log block say. */
export function textOf(row: TableRow): string {
  return [row.symptom, row.done, row.analysis, row.result, ...row.logs].join('\n');
}

/** A case known only from somebody else's table: no timeline, dates from its log lines. */
export function readRow(row: TableRow, mail: Mail, { customers, redactor }: Reader): Case {
  const told = parseTitle(row.title, customers);
  const text = redactor.redact(textOf(row));
  const branch = findBranch(told.title) ?? findBranch(text) ?? null;
  const status = statusOfResult(row.result);
  const say = (part: string): string => normaliseWords(redactor.redact(part));
  const worked = saysItWorked(row.result);
  const finding: Finding = {
    where: branch ?? UNKNOWN_PLACE,
    seen: say(row.analysis),
    causeClasses: findCauseClasses(text),
    done: say(row.done),
    helped: worked || null,
  };
  return {
    case: row.caseNumber,
    title: redactor.redact(told.title),
    severity: told.severity,
    customer: told.customer ?? findCustomer(text, customers) ?? NOBODY,
    branch,
    status,
    opened: earliestDay(row.logs) ?? dayOf(mail),
    updated: dayOf(mail),
    closed: null,
    symptom: say(row.symptom) || redactor.redact(told.title),
    findings: [finding],
    resolution: say(row.result),
    verified: worked,
    timeline: [],
    features: extractFeatures(text),
    logs: collectLogs(text.split('\n')),
    source: 'thread',
    wording: [],
    byHand: [],
    statuses: [{ status, since: dayOf(mail) }],
    waitingFor: findAwaited(status, row.result),
    owner: null,
    machines: findMachines(text) ?? null,
    progress: status === 'archived' ? '' : firstSentence([say(row.result)]),
    signatures: [],
    formerly: [],
  };
}
