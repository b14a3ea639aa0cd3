import type { Upload } from '../input/upload.ts';
import type { Case } from './case.ts';
import type { MailFile } from './mail-file.ts';
import { splitQuotes } from './mail-quotes.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { allCustomers, type HeadedThread, readCases, type ThreadOptions } from './thread.ts';
import { type Mail, repair } from './thread-mails.ts';
import type { Heading } from './thread-title.ts';
import { parseSubject } from './thread-title.ts';

/** All mails of one case that were given together. */
export interface MailThread extends HeadedThread {
  attachments: Upload[];
}

export type MailThreads =
  | { kind: 'threads'; threads: MailThread[] }
  | { kind: 'unreadable'; reason: string };

const noNumber =
  '邮件主题里没有案例号（CAS-00000-X0X0X0）。请在主题中补上案例号后重新导入，或导入原会话里带案例号的邮件。';
const noTime = '邮件里没有发送时间，无法确定先后。请在邮件客户端重新另存后导入。';

/** A mail that was attached to another belongs to its case, unless its own subject names a different one. */
export function threadsOf(mail: MailFile, options: ThreadOptions): MailThreads {
  const all = flatten(mail);
  const headings = all.map(({ subject }) => parseSubject(subject, allCustomers(options)));
  const main = headings.find((heading) => heading !== undefined);
  if (!main) {
    return { kind: 'unreadable', reason: noNumber };
  }
  const threads = new Map<string, MailThread>();
  all.forEach((one, index) => {
    const heading = headings[index] ?? main;
    const known = threads.get(heading.caseNumber);
    const own = threadOf(one, heading);
    threads.set(heading.caseNumber, known ? joinThreads(known, own) : own);
  });
  const told = [...threads.values()].filter(({ mails }) => mails.length > 0);
  return told.length > 0
    ? { kind: 'threads', threads: told }
    : { kind: 'unreadable', reason: noTime };
}

function flatten(mail: MailFile): MailFile[] {
  return [mail, ...mail.attached.flatMap(flatten)];
}

function threadOf(
  { sender, at, text, attachments, notes }: MailFile,
  heading: Heading,
): MailThread {
  const { own, quoted } = splitQuotes(text);
  const first = at === undefined ? [] : [{ sender, at, text: own }];
  const mails = [...first, ...quoted].map((one) => toMail(one.sender, one.at, one.text));
  return { heading, mails: sortMails(mails), attachments, notes };
}

function toMail(sender: string, at: string, text: string): Mail {
  return { number: 0, sender, at, lines: repair(text) };
}

/** Each mail once, though one file holds it and others quote it. */
export function joinThreads(one: MailThread, other: MailThread): MailThread {
  return {
    heading: one.heading,
    mails: sortMails([...one.mails, ...other.mails]),
    attachments: [...one.attachments, ...other.attachments],
    notes: [...new Set([...one.notes, ...other.notes])],
  };
}

const NO_SECONDS = /:00$/;

function sortMails(mails: readonly Mail[]): Mail[] {
  const kept = new Map<string, Mail>();
  for (const mail of mails) {
    const key = `${mail.at.slice(0, 16)} ${mail.sender.toLowerCase()}`;
    const known = kept.get(key);
    // The mail itself knows its seconds; where it is quoted, its text may be cut.
    const better = known && NO_SECONDS.test(known.at) && !NO_SECONDS.test(mail.at);
    if (!known || better) {
      kept.set(key, mail);
    }
  }
  return [...kept.values()]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map((mail, index) => ({ ...mail, number: index + 1 }));
}

export interface ReadMails {
  cases: Case[];
  /** Knows the people of these mails: for what else is filed under the case. */
  redactor: Redactor;
}

/** The case of the mails first, then those of comparison tables in them. Everything in them is redacted. */
export function readMailThread(
  { heading, mails, notes }: HeadedThread,
  options: ThreadOptions,
): ReadMails {
  const redactor = createRedactor();
  const reader = { customers: allCustomers(options), staff: options.staff ?? [], redactor };
  const thread = { subject: heading.title, mails, notes };
  return { cases: readCases(thread, heading, reader), redactor };
}
