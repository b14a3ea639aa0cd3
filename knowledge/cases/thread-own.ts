import type { Case, Finding, TimelineEntry } from './case.ts';
import { type CustomerName, findCustomer } from './customers.ts';
import { extractFeatures } from './features.ts';
import { findMachines } from './machines.ts';
import { findBranch } from './places.ts';
import type { Redactor } from './redact.ts';
import { readFindings } from './thread-findings.ts';
import { collectLogs, isNoise, withoutDumps } from './thread-logs.ts';
import type { Mail, Thread } from './thread-mails.ts';
import { firstSentence, joinLines, sectionLines } from './thread-parts.ts';
import { findSides, findStanding, type Side, saysItWorked } from './thread-status.ts';
import type { Heading } from './thread-title.ts';

export const NOBODY = '未说明';

/** What every reading of one case shares. */
export interface Reader {
  customers: readonly CustomerName[];
  /** Names of configured support engineers: nobody else becomes an owner. */
  staff: readonly string[];
  redactor: Redactor;
}

/** The case that the thread itself is about. */
export function readOwn(
  thread: Thread,
  heading: Heading,
  { customers, staff, redactor }: Reader,
): Case {
  const { mails } = thread;
  const sides = findSides(mails, staff);
  const { clean, dumped } = cleanMails(mails, redactor);
  const text = clean.flatMap((mail) => mail.lines.filter((line) => !isNoise(line))).join('\n');
  const branch = findBranch(heading.title) ?? findBranch(text) ?? null;
  const standing = findStanding(clean, sides);
  const updated = dayOf(clean.at(-1));
  const outcome = readOutcome(clean, sides);
  const verified = saysItWorked(outcome) || customerConfirms(clean, sides);
  return {
    case: heading.caseNumber,
    title: redactor.redact(heading.title),
    severity: heading.severity,
    customer: heading.customer ?? findCustomer(text, customers) ?? NOBODY,
    branch,
    ...standing,
    owner: findOwner(mails, sides, staff),
    machines: findMachines(text) ?? null,
    opened: dayOf(clean[0]),
    updated,
    closed: standing.status === 'archived' ? (standing.statuses.at(-1)?.since ?? updated) : null,
    symptom: normaliseWords(readSymptom(clean) || redactor.redact(heading.title)),
    findings: settle(readFindings(clean, sides, branch), verified ? outcome : ''),
    resolution: normaliseWords(outcome),
    verified,
    timeline: clean.map((mail, at) => timelineEntry(mail, sides[at] ?? 'customer')),
    features: withDumpedDrivers(extractFeatures(text), dumped),
    logs: collectLogs(clean.flatMap((mail) => mail.lines)),
    source: 'thread',
    wording: [],
    byHand: [],
    progress: readProgress(clean.at(-1)),
    signatures: [],
    formerly: [],
  };
}

function cleanMails(mails: readonly Mail[], redactor: Redactor) {
  const dumped: string[] = [];
  const clean = mails.map((mail) => {
    const parts = withoutDumps(mail.lines);
    dumped.push(...parts.dumped);
    return { ...mail, lines: redactor.redact(parts.kept.join('\n')).split('\n') };
  });
  return { clean, dumped };
}

/** The configured engineer who wrote last for the desk. */
function findOwner(
  mails: readonly Mail[],
  sides: readonly Side[],
  staff: readonly string[],
): string | null {
  const last = mails.findLast(({ sender }, at) => sides[at] === 'desk' && staff.includes(sender));
  return last?.sender ?? null;
}

/** A stack dump names hundreds of components that mean nothing; only its drivers are worth keeping. */
function withDumpedDrivers(
  features: Case['features'],
  dumped: readonly string[],
): Case['features'] {
  const { drivers } = extractFeatures(dumped.join('\n'));
  return { ...features, drivers: [...new Set([...features.drivers, ...drivers])] };
}

export function dayOf(mail: Mail | undefined): string {
  return mail?.at.slice(0, 10) ?? '';
}

/** How the desk defined the problem; a later definition is added when it names something new. */
function readSymptom(mails: readonly Mail[]): string {
  const told = mails
    .map((mail) => joinLines(sectionLines(mail, 'symptom').slice(0, 6)))
    .filter(Boolean);
  const [first = '', ...later] = told;
  const known = JSON.stringify(extractFeatures(first));
  const news = later.find((text) => {
    const { codes, kbs, files } = extractFeatures(text);
    return [...codes, ...kbs, ...files].some((feature) => !known.includes(feature));
  });
  return (news ? `${first}\n${news}` : first).slice(0, 800);
}

function readOutcome(mails: readonly Mail[], sides: readonly Side[]): string {
  const summaries = mails
    .map((mail) => joinLines(sectionLines(mail, 'progress').slice(0, 6)))
    .filter(Boolean);
  const answers = mails
    .filter((_, at) => sides[at] === 'customer')
    .map((mail) => firstSentence(mail.lines))
    .filter(saysItWorked);
  return [...new Set([...answers.slice(-1), ...summaries.slice(-1)])].join('\n').slice(0, 800);
}

/** Where the last mail says that the case stands, else what it begins with. */
function readProgress(last: Mail | undefined): string {
  const told = last ? sectionLines(last, 'progress') : [];
  return normaliseWords(firstSentence(told.length > 0 ? told : (last?.lines ?? [])));
}

function customerConfirms(mails: readonly Mail[], sides: readonly Side[]): boolean {
  return mails.some((mail, at) => sides[at] === 'customer' && saysItWorked(mail.lines.join('\n')));
}

function timelineEntry(mail: Mail, by: Side): TimelineEntry {
  return { at: mail.at, by, what: normaliseWords(firstSentence(mail.lines)) || '（无正文）' };
}

/** `托管TMS` is how branches write 脱管: the policy was lifted. */
const LIFTED = /托管(?=了?\s?TMS)/g;

export function normaliseWords(text: string): string {
  return text.replace(LIFTED, '脱管').trim();
}

/**
 * With a single finding, what closed the case is what helped it, and what closed it stands in the outcome, not
 * among all that was advised. A measure that nobody names is not told to have helped.
 */
function settle(findings: readonly Finding[], outcome: string): Finding[] {
  const alone = findings.length === 1 && outcome !== '';
  return findings.map((finding) => {
    const done = normaliseWords(alone ? outcome : finding.done);
    const helped = alone ? true : finding.helped;
    return {
      ...finding,
      seen: normaliseWords(finding.seen),
      done,
      helped: done === '' ? null : helped,
    };
  });
}
