import type { Case } from '../knowledge/cases/case.ts';
import type { MailThread } from '../knowledge/cases/mail-thread.ts';
import { joinThreads, threadsOf } from '../knowledge/cases/mail-thread.ts';
import { redactName } from '../knowledge/cases/redact-name.ts';
import { redactMails } from '../knowledge/cases/redacted-mails.ts';
import type { Upload } from '../knowledge/input/upload.ts';
import { type Numbered, saveReading } from './cases/reading.ts';
import type { Speaking } from './command.ts';
import { names, readSources } from './import-sources.ts';
import type { ModelDesk } from './model/desk.ts';
import { rereadThread } from './model/read-thread.ts';

/** What became of one case whose mails were given. */
export type RereadCase =
  | { kind: 'read'; case: Case; differences: Numbered[]; unread: number }
  /** The model gave no answer. */
  | { kind: 'silent'; case: Case }
  /** Not taken in yet. */
  | { kind: 'unknown'; number: string };

export interface RereadReport {
  cases: RereadCase[];
  /** With what to do, in Chinese. */
  failed: { file: string; reason: string }[];
}

/** A second reading of mails by a model. Nothing is changed: what it proposes waits until somebody takes it in. */
export async function rereadMails(
  uploads: readonly Upload[],
  only: string | undefined,
  model: ModelDesk,
  context: Speaking,
  signal: AbortSignal,
): Promise<RereadReport> {
  const { threads, failed } = await findThreads(uploads, context);
  const cases: RereadCase[] = [];
  for (const [number, thread] of threads) {
    if (only === undefined || only === number) {
      signal.throwIfAborted();
      cases.push(await rereadOne(number, thread, model, context, signal));
    }
  }
  if (only !== undefined && cases.length === 0 && failed.length === 0) {
    failed.push({ file: only, reason: '给出的文件里没有这个案例的邮件。请核对文件。' });
  }
  return { cases, failed };
}

async function rereadOne(
  number: string,
  thread: MailThread,
  model: ModelDesk,
  context: Speaking,
  signal: AbortSignal,
): Promise<RereadCase> {
  const one = await context.store.findCase(number);
  if (!one) {
    return { kind: 'unknown', number };
  }
  const unsaid = context.desk.staff.map(({ name }) => name);
  const { mails } = redactMails(thread, names(context), unsaid);
  const { asker } = context;
  const reread = await rereadThread({ one, mails, asker }, model, signal);
  return reread
    ? {
        kind: 'read',
        case: one,
        differences: await saveReading(one, reread.differences, context),
        unread: reread.unread,
      }
    : { kind: 'silent', case: one };
}

/** Mails of one case count together, in whatever files they lie. */
async function findThreads(uploads: readonly Upload[], context: Speaking) {
  const threads = new Map<string, MailThread>();
  const failed: RereadReport['failed'] = [];
  const take = (thread: MailThread) => {
    const known = threads.get(thread.heading.caseNumber);
    threads.set(thread.heading.caseNumber, known ? joinThreads(known, thread) : thread);
  };
  for (const upload of uploads) {
    for await (const { file, source } of readSources(upload, context)) {
      const reading = source.kind === 'mail' ? threadsOf(source.mail, names(context)) : undefined;
      const reason =
        source.kind === 'failed'
          ? source.reason
          : reading?.kind === 'unreadable'
            ? reading.reason
            : source.kind === 'cases' && !source.threads
              ? '不是邮件，是案例导出，没有可以重读的邮件。'
              : undefined;
      if (reason !== undefined) {
        failed.push({ file: redactName(file), reason });
      }
      const found = reading?.kind === 'threads' ? reading.threads : [];
      const exported = source.kind === 'cases' ? (source.threads ?? []) : [];
      for (const thread of [...found, ...exported]) {
        take({ ...thread, attachments: [] });
      }
    }
  }
  return { threads, failed };
}
