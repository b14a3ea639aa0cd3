import type { Case } from './case.ts';
import { type CustomerName, knownCustomers } from './customers.ts';
import { extractFeatures, mergeFeatures } from './features.ts';
import { createRedactor } from './redact.ts';
import { type Mail, splitThreads, type Thread } from './thread-mails.ts';
import { type Reader, readOwn } from './thread-own.ts';
import { readRow, textOf } from './thread-row.ts';
import { readTable, type TableRow } from './thread-table.ts';
import { type Heading, parseSubject } from './thread-title.ts';

export type ThreadReading =
  | { kind: 'read'; cases: Case[]; notes: string[]; threads: HeadedThread[] }
  | { kind: 'unreadable'; reason: string };

/** The mails of one case, as they were written. */
export interface HeadedThread {
  heading: Heading;
  mails: Mail[];
  notes: string[];
}

export interface ThreadOptions {
  /** Asked before the built-in list. */
  customers?: readonly CustomerName[];
  /** Names of configured support engineers, the only people who become owners. */
  staff?: readonly string[];
}

const LONGEST_TEXT = 64 * 1024 * 1024;

/**
 * Reads the text export of the case desk. The first case is the thread's own; others come out of
 * comparison tables and have an empty timeline. Everything in the cases is redacted.
 */
export function readThread(text: string, options: ThreadOptions = {}): ThreadReading {
  if (text.trim() === '') {
    return { kind: 'unreadable', reason: '文件是空的，请重新导出邮件会话。' };
  }
  if (text.length > LONGEST_TEXT) {
    return {
      kind: 'unreadable',
      reason: '文件超过 64 MiB，不像邮件会话的文本导出，请按案例分开导出。',
    };
  }
  const threads = splitThreads(text);
  if (threads.length === 0) {
    return {
      kind: 'unreadable',
      reason: '没有找到“邮件主题：”一行，请用案例系统的“导出为文本”导出整个会话。',
    };
  }
  return readAll(threads, options);
}

function readAll(threads: readonly Thread[], options: ThreadOptions): ThreadReading {
  const customers = allCustomers(options);
  const cases: Case[] = [];
  const notes: string[] = [];
  const reasons: string[] = [];
  const headed: HeadedThread[] = [];
  for (const thread of threads) {
    const heading = parseSubject(thread.subject, customers);
    if (!heading) {
      reasons.push('邮件主题里没有案例号（CAS-00000-X0X0X0），请补上案例号后重新导出。');
    } else if (thread.mails.length === 0) {
      reasons.push(
        `${heading.caseNumber} 里没有可读的邮件（“====第1封邮件====”和“发送时间：”），请重新导出。`,
      );
    } else {
      const redactor = createRedactor();
      cases.push(
        ...readCases(thread, heading, { customers, staff: options.staff ?? [], redactor }),
      );
      headed.push({ heading, mails: thread.mails, notes: thread.notes });
      notes.push(...thread.notes.map((note) => `${heading.caseNumber}：${note}`));
    }
  }
  return cases.length > 0
    ? { kind: 'read', cases, notes: [...notes, ...reasons], threads: headed }
    : { kind: 'unreadable', reason: reasons[0] ?? '没有可读的案例。' };
}

export function allCustomers({ customers = [] }: ThreadOptions): CustomerName[] {
  return [...customers, ...knownCustomers];
}

/** The thread's own case first, then those of comparison tables in it. */
export function readCases(thread: Thread, heading: Heading, reader: Reader): Case[] {
  for (const mail of thread.mails) {
    reader.redactor.learn(`发件人：${mail.sender}\n${mail.lines.join('\n')}`);
  }
  const rows: { row: TableRow; mail: Mail }[] = [];
  const mails = thread.mails.map((mail) => {
    const table = readTable(mail);
    rows.push(...(table?.rows ?? []).map((row) => ({ row, mail })));
    return table ? { ...mail, lines: table.rest } : mail;
  });
  const own = readOwn({ ...thread, mails }, heading, reader);
  const others = rows
    .filter(({ row }) => row.caseNumber !== heading.caseNumber)
    .map(({ row, mail }) => readRow(row, mail, reader));
  for (const { row } of rows.filter((one) => one.row.caseNumber === heading.caseNumber)) {
    own.features = mergeFeatures(own.features, extractFeatures(textOf(row)));
  }
  return [own, ...others];
}
