import { isCompoundFile } from './compound-file.ts';
import { looksLikeEml, openEml } from './mail-eml.ts';
import {
  deepestMail,
  largestMail,
  type MailFile,
  type MailReading,
  type RawAttachment,
  sortAttachments,
} from './mail-file.ts';
import { openMsg } from './mail-msg.ts';

/** Whether the first bytes are those of a mail; Office files look like `.msg` until they are opened. */
export function isMail(head: Uint8Array): boolean {
  return (
    isCompoundFile(head) || looksLikeEml(Buffer.from(head.subarray(0, 65_536)).toString('latin1'))
  );
}

/** Reads an `.eml` or `.msg`, told apart by content, with the mails attached to it. */
export async function readMail(bytes: Uint8Array): Promise<MailReading> {
  const budget = { attached: mostAttached };
  return readAt(bytes, 0, budget);
}

const mostAttached = 50;
const tooLarge = '邮件超过 64 MB。请把附件单独另存后作为日志上传，再导入不带附件的邮件。';

async function readAt(
  bytes: Uint8Array,
  depth: number,
  budget: { attached: number },
): Promise<MailReading> {
  if (bytes.length > largestMail) {
    return { kind: 'unreadable', reason: tooLarge };
  }
  const opened = isCompoundFile(bytes) ? openMsg(bytes) : await openEml(bytes);
  if (opened.kind === 'unreadable') {
    return opened;
  }
  const { subject, sender, at, text } = opened;
  const sorted = sortAttachments(opened.attachments);
  const notes = [...sorted.notes];
  const attached: MailFile[] = [];
  for (const one of sorted.mails) {
    const note = await readAttached(one, attached, depth + 1, budget);
    notes.push(...(note === undefined ? [] : [note]));
  }
  const mail = { subject, sender, at, text, attachments: sorted.logs, attached, notes };
  return { kind: 'mail', mail };
}

/** Returns what to tell when it could not be read. */
async function readAttached(
  { content }: RawAttachment,
  attached: MailFile[],
  depth: number,
  budget: { attached: number },
): Promise<string | undefined> {
  if (depth > deepestMail || budget.attached === 0) {
    return '附件里的邮件套得太深或太多，没有全部读取。请把最里层的邮件单独另存后导入。';
  }
  budget.attached -= 1;
  const reading = await readAt(content, depth, budget);
  if (reading.kind === 'unreadable') {
    return `附件里的邮件未能读取：${reading.reason}`;
  }
  attached.push(reading.mail);
  return undefined;
}
