import type { Case } from './case.ts';
import { readMailThread } from './mail-thread.ts';
import { redactWords } from './redact-name.ts';
import type { HeadedThread, ThreadOptions } from './thread.ts';
import { substance } from './thread-parts.ts';
import { findSides, type Side } from './thread-status.ts';
import { readTable } from './thread-table.ts';

export interface RedactedMail {
  /** Shanghai wall time. */
  at: string;
  by: Side;
  /** What it says, without greetings, signatures and tables of other cases. */
  text: string;
}

export interface RedactedThread {
  /** As rules read it. */
  case: Case | undefined;
  /** Oldest first. */
  mails: RedactedMail[];
}

const caseNumbers = /(?:CAS-\d{5}(?:-[A-Z0-9]{6})?|TMP-\d{8}-[A-Z0-9]{4})/giu;

/** The mails of a case for a second reading: nobody is named in them, no number, and no other case is told. */
export function redactMails(
  thread: HeadedThread,
  options: ThreadOptions,
  unsaid: readonly string[],
): RedactedThread {
  const { cases, redactor } = readMailThread(thread, options);
  const sides = findSides(thread.mails, options.staff ?? []);
  const mails = thread.mails.map((mail, index) => {
    const lines = substance(readTable(mail)?.rest ?? mail.lines);
    const redacted = redactWords(redactor.redact(lines.join('\n')));
    const text = unsaid.reduce((left, name) => left.replaceAll(name, '[人员]'), redacted);
    return {
      at: mail.at,
      by: sides[index] ?? 'customer',
      text: text.replace(caseNumbers, '[案例]'),
    };
  });
  const own = cases.find((one) => one.case === thread.heading.caseNumber);
  return { case: own, mails: mails.filter(({ text }) => text !== '') };
}
