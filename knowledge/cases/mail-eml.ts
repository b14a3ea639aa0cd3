import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { wallTime } from '../wall-time.ts';
import { textOfHtml } from './html-text.ts';
import { encryptedReason, type MailReading, type RawAttachment } from './mail-file.ts';

export interface OpenedMail {
  kind: 'opened';
  subject: string;
  sender: string;
  at: string | undefined;
  text: string;
  attachments: RawAttachment[];
}

const limits = {
  maxNestingDepth: 30,
  maxHeadersSize: 4 * 1024 * 1024,
  // Attached mails are opened by us, which counts how deep they lie.
  rfc822Attachments: true,
  attachmentEncoding: 'arraybuffer',
} as const;

const FIELD =
  /^(?:From|To|Cc|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Content-Type|Reply-To|In-Reply-To|References|X-[A-Za-z0-9-]{1,60}|Delivered-To|Sender|Thread-Topic|DKIM-Signature|ARC-[A-Za-z-]{1,40}|Authentication-Results)[ \t]{0,4}:/i;
const DECISIVE = /^(?:From|Date|Received|Message-ID|MIME-Version|Return-Path)[ \t]{0,4}:/i;
const LINE_END = /\r?\n/;
const FOLDED = /^[ \t]/;
const LEADING = /^(?:\ufeff|\s)+/;

/** A mail begins with header fields, and with those that only mails have. */
export function looksLikeEml(head: string): boolean {
  const lines = head.replace(LEADING, '').split(LINE_END, 60);
  const fields = lines.slice(0, lines.indexOf('') < 0 ? lines.length : lines.indexOf(''));
  const first = fields[0] ?? '';
  const known = fields.filter((line) => FIELD.test(line) && !FOLDED.test(line));
  return (
    (FIELD.test(first) || first.startsWith('From ')) && known.some((line) => DECISIVE.test(line))
  );
}

const ENCRYPTED = /^(?:application\/(?:x-)?pkcs7-mime|multipart\/encrypted)(?![a-z])/i;

export async function openEml(
  bytes: Uint8Array,
): Promise<OpenedMail | Extract<MailReading, { kind: 'unreadable' }>> {
  let email: Email;
  try {
    email = await PostalMime.parse(bytes, limits);
  } catch {
    return {
      kind: 'unreadable',
      reason: '邮件结构已损坏或邮件头过大，读不出来。请在邮件客户端重新另存一份后导入。',
    };
  }
  const type = email.headers.find(({ key }) => key === 'content-type')?.value ?? '';
  if (ENCRYPTED.test(type)) {
    return { kind: 'unreadable', reason: encryptedReason };
  }
  return {
    kind: 'opened',
    subject: email.subject ?? '',
    sender: nameOf(email.from ?? email.sender),
    at: momentOf(email.date),
    text: email.text?.trim() ? email.text : textOfHtml(email.html ?? ''),
    attachments: email.attachments.map(toRaw),
  };
}

function nameOf(address: Address | undefined): string {
  return address?.name || address?.address || '';
}

/** The date of a mail is right as it stands; only its zone differs. */
function momentOf(date: string | undefined): string | undefined {
  const at = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(at) ? undefined : wallTime(at);
}

function toRaw({ filename, mimeType, content }: Attachment): RawAttachment {
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  return { name: filename ?? '未命名附件', type: mimeType, content: bytes };
}
