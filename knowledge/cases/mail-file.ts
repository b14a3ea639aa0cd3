import type { Upload } from '../input/upload.ts';

/** One mail out of a file of its own, in whatever format that was. */
export interface MailFile {
  subject: string;
  /** Display name, or the mailbox where there is none. */
  sender: string;
  /** Shanghai wall time, `YYYY-MM-DDTHH:MM:SS`; `undefined` when the file does not tell. */
  at: string | undefined;
  /** The body with the mails that it quotes. */
  text: string;
  /** What can be read as a log. */
  attachments: Upload[];
  /** Mails that were attached as mails, already read. */
  attached: MailFile[];
  /** Chinese sentences about what was left out. */
  notes: string[];
}

export type MailReading =
  | { kind: 'mail'; mail: MailFile }
  /** A Chinese sentence with what to do. */
  | { kind: 'unreadable'; reason: string };

/** Larger ones are no mails: their attachments are better sent as files. */
export const largestMail = 64 * 1024 * 1024;
export const mostAttachments = 100;
/** How deep mails may be attached to mails. */
export const deepestMail = 3;

export const encryptedReason =
  '邮件是加密的（S/MIME 或 PGP），读不出正文。请在邮件客户端打开后另存为未加密的邮件，或导出为文本后重新导入。';

export interface RawAttachment {
  name: string;
  /** Lower case; empty when unknown. */
  type: string;
  content: Uint8Array;
}

export interface SortedAttachments {
  logs: Upload[];
  mails: RawAttachment[];
  notes: string[];
}

const IMAGE = /^image\//;
const IMAGE_NAME = /\.(?:png|jpe?g|gif|bmp|tiff?|webp|emz|wmz|svg|ico)$/i;
const CALENDAR = /^text\/calendar$|^application\/ics$/;
const CALENDAR_NAME = /\.(?:ics|vcs|vcf)$/i;
const SIGNATURE = /^application\/(?:x-)?pkcs7-signature$|^application\/pgp-signature$/;
const SIGNATURE_NAME = /\.(?:p7s|asc|sig)$/i;
const ENCRYPTED = /^application\/(?:x-)?pkcs7-mime$|^application\/pgp-encrypted$/;
const ENCRYPTED_NAME = /\.p7m$/i;
const MAIL = /^message\/(?:rfc822|global)$|^application\/vnd\.ms-outlook$/;
const MAIL_NAME = /\.(?:eml|msg)$/i;

type Sort = 'image' | 'calendar' | 'signature' | 'encrypted' | 'mail' | 'log';

/** Logs to read, mails to open, and a word about the rest. */
export function sortAttachments(all: readonly RawAttachment[]): SortedAttachments {
  const sorted: SortedAttachments = { logs: [], mails: [], notes: [] };
  const counts: Partial<Record<Sort, number>> = {};
  for (const one of all.slice(0, mostAttachments)) {
    const sort = sortOf(one);
    counts[sort] = (counts[sort] ?? 0) + 1;
    if (sort === 'mail') {
      sorted.mails.push(one);
    } else if (sort === 'log' && one.content.length > 0) {
      sorted.logs.push(uploadOf(one));
    }
  }
  sorted.notes = notesOf(counts, all.length);
  return sorted;
}

function sortOf({ name, type }: RawAttachment): Sort {
  const sorts: readonly [Sort, RegExp, RegExp][] = [
    ['image', IMAGE, IMAGE_NAME],
    ['calendar', CALENDAR, CALENDAR_NAME],
    ['signature', SIGNATURE, SIGNATURE_NAME],
    ['encrypted', ENCRYPTED, ENCRYPTED_NAME],
    ['mail', MAIL, MAIL_NAME],
  ];
  const found = sorts.find(([, types, names]) => types.test(type) || names.test(name));
  return found?.[0] ?? 'log';
}

function notesOf(counts: Partial<Record<Sort, number>>, total: number): string[] {
  const { image, calendar, encrypted } = counts;
  return [
    image && `有 ${image} 个图片附件，读不出其中的文字，已忽略。`,
    calendar && `有 ${calendar} 个日历或名片附件，已忽略。`,
    encrypted && `有 ${encrypted} 个加密附件，未能读取。请解密后重新导入。`,
    total > mostAttachments &&
      `附件有 ${total} 个，只读取了前 ${mostAttachments} 个。请把其余日志打包成一个 zip 重新导入。`,
  ].filter((note) => typeof note === 'string');
}

function uploadOf({ name, content }: RawAttachment): Upload {
  return {
    name,
    size: content.length,
    async *open() {
      yield content;
    },
  };
}
