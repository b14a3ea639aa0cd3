import type { Case } from '../knowledge/cases/case.ts';
import type { MailFile } from '../knowledge/cases/mail-file.ts';
import {
  joinThreads,
  type MailThread,
  readMailThread,
  threadsOf,
} from '../knowledge/cases/mail-thread.ts';
import { redactName } from '../knowledge/cases/redact-name.ts';
import type { Upload } from '../knowledge/input/upload.ts';
import type { ImportResult } from '../knowledge/store/store.ts';
import type { AnswerDeps } from './answer.ts';
import { describeDifferences } from './case-differences.ts';
import { addFound, type FoundInLogs, joinFound, readLogs, readQuotedLogs } from './import-logs.ts';
import { names, readSources } from './import-sources.ts';

export interface ImportedCase {
  case: string;
  title: string;
  outcome: ImportResult['outcome'];
  /** What the import says differently; what is stored was kept. */
  conflicts: string[];
  /** `状态：处理中 → 已归档`: what changed, or would in a dry run. Empty for a new case. */
  changes: string[];
}

export interface ImportReport {
  cases: ImportedCase[];
  /** Files of which nothing could be imported, with what to do. */
  failed: { file: string; reason: string }[];
  /** What else to know of a file: rows that were left out, what was not read. */
  remarks: { file: string; text: string }[];
}

export interface ImportOptions
  extends Pick<AnswerDeps, 'store' | 'desk' | 'knowledge' | 'limits' | 'spoolFolder' | 'now'> {
  /** Says what would change and changes nothing. */
  dryRun: boolean;
  /** For the audit: `face/id`. */
  who: string;
  /** For the audit: `face/conversation`. */
  where: string;
}

interface OpenThread {
  thread: MailThread;
  found: FoundInLogs;
}

interface Import {
  options: ImportOptions;
  report: ImportReport;
  /** Mails of one case count together: what one leaves open, another tells. */
  threads: Map<string, OpenThread>;
}

/** Mail threads, mails, exports of the CRM and archives of them; each file by itself. */
export async function importCases(
  uploads: readonly Upload[],
  options: ImportOptions,
): Promise<ImportReport> {
  const report: ImportReport = { cases: [], failed: [], remarks: [] };
  const running: Import = { options, report, threads: new Map() };
  for (const upload of uploads) {
    for await (const { file, source } of readSources(upload, options)) {
      // People name files after people.
      const name = redactName(file);
      if (source.kind === 'failed') {
        report.failed.push({ file: name, reason: source.reason });
      } else if (source.kind === 'mail') {
        await takeMail(name, source.mail, running);
      } else {
        await takeCases(name, source.cases, source.notes, running);
      }
    }
  }
  for (const open of running.threads.values()) {
    await takeThread(open, running);
  }
  return report;
}

async function takeCases(
  file: string,
  cases: readonly Case[],
  notes: readonly string[],
  running: Import,
): Promise<void> {
  running.report.remarks.push(...notes.map((text) => ({ file, text })));
  for (const one of cases) {
    await take(addFound(one, await readQuotedLogs(one, running.options)), running);
  }
}

async function takeMail(file: string, mail: MailFile, running: Import): Promise<void> {
  const { options, report, threads } = running;
  const reading = threadsOf(mail, names(options));
  if (reading.kind === 'unreadable') {
    report.failed.push({ file, reason: reading.reason });
    return;
  }
  for (const thread of reading.threads) {
    const { attachments, heading, notes } = thread;
    const found = await readLogs(attachments, options);
    const told = [...notes, ...found.notes];
    report.remarks.push(...told.map((text) => ({ file, text })));
    const known = threads.get(heading.caseNumber);
    // The bytes of attachments are let go as soon as they were read.
    const own = { ...thread, attachments: [] };
    threads.set(heading.caseNumber, {
      thread: known ? joinThreads(known.thread, own) : own,
      found: known ? joinFound(known.found, found) : found,
    });
  }
}

async function takeThread({ thread, found }: OpenThread, running: Import): Promise<void> {
  const { cases, redactor } = readMailThread(thread, names(running.options));
  for (const one of cases) {
    const isOwn = one.case === thread.heading.caseNumber;
    const quoted = await readQuotedLogs(one, running.options);
    const all = isOwn ? joinFound(found, quoted) : quoted;
    await take(addFound(one, all, redactor), running);
  }
}

async function take(one: Case, running: Import): Promise<void> {
  const { store, dryRun, who, where, now } = running.options;
  const before = await store.findCase(one.case);
  const { case: after, outcome, conflicts } = await store.importCase(one, dryRun);
  running.report.cases.push({
    case: after.case,
    title: after.title,
    outcome,
    conflicts,
    changes: before ? describeDifferences(before, after) : [],
  });
  if (!dryRun) {
    await store.audit({ at: now(), who, what: 'import', case: after.case, where });
  }
}
