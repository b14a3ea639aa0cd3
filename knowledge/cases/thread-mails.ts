export interface Mail {
  number: number;
  /** As exported: a name, a mailbox, a desk or a bare QQ number. */
  sender: string;
  /** Shanghai wall time, `YYYY-MM-DDTHH:MM:SS`. */
  at: string;
  /** Repaired lines, without quoted earlier mails. */
  lines: string[];
}

export interface Thread {
  subject: string;
  mails: Mail[];
  /** Chinese sentences about what is missing or was cut. */
  notes: string[];
}

const MOST_MAILS = 2000;
const MOST_LINES = 20_000;
const LONGEST_LINE = 8000;

const SUBJECT = /^[^\S\n]*邮件主题[^\S\n]{0,4}[:：][^\S\n]{0,4}/m;
const SUBJECT_LINES = /^(?=[^\S\n]*邮件主题[^\S\n]{0,4}[:：])/m;

/** One export may hold several threads, each with its own subject line. */
export function splitThreads(text: string): Thread[] {
  const unified = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(BYTE_ORDER_MARK, '');
  return unified
    .split(SUBJECT_LINES)
    .filter((part) => SUBJECT.test(part))
    .map((part) => {
      const end = part.indexOf('\n');
      const subject = (end < 0 ? part : part.slice(0, end)).replace(SUBJECT, '');
      const notes: string[] = [];
      const mails = splitMails(end < 0 ? '' : part.slice(end + 1), notes);
      return { subject: subject.slice(0, 500), mails, notes };
    });
}

const BYTE_ORDER_MARK = /^\ufeff/;
const MAIL_START =
  /^[^\S\n]{0,8}={2,12}[^\S\n]{0,4}第[^\S\n]{0,4}(\d{1,6})[^\S\n]{0,4}封邮件[^\S\n]{0,4}={2,12}[^\S\n]{0,8}$/gm;

function splitMails(body: string, notes: string[]): Mail[] {
  const starts = [...body.matchAll(MAIL_START)];
  if (starts.length > MOST_MAILS) {
    notes.push(`邮件超过 ${MOST_MAILS} 封，只读取了前 ${MOST_MAILS} 封。`);
  }
  const mails: Mail[] = [];
  starts.slice(0, MOST_MAILS).forEach((start, index) => {
    const from = start.index + start[0].length;
    const part = body.slice(from, starts[index + 1]?.index ?? body.length);
    const mail = readMail(Number(start[1]), part, mails.at(-1)?.at);
    if (mail) {
      mails.push(mail);
    } else {
      notes.push(`第 ${start[1]} 封邮件没有发送时间，未读取。`);
    }
  });
  noteGaps(mails, notes);
  return mails;
}

const SENDER = /^[^\S\n]{0,8}发件人[^\S\n]{0,4}[:：][^\S\n]{0,4}(.{0,300})$/m;
/** The offset behind the time is wrong in this export: what stands there is Shanghai wall time. */
const SENT =
  /^[^\S\n]{0,8}发送时间[^\S\n]{0,4}[:：][^\S\n]{0,4}(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T\s]{1,4}(\d{1,2}):(\d{2})(?::(\d{2}))?/m;
const CONTENT = /^[^\S\n]{0,8}邮件内容[^\S\n]{0,4}[:：]?[^\S\n]{0,8}/m;

/** A mail without a readable time keeps the time of the one before; the first cannot do without. */
function readMail(number: number, part: string, before: string | undefined): Mail | undefined {
  const content = CONTENT.exec(part);
  const head = content ? part.slice(0, content.index) : part.slice(0, 1000);
  const at = parseTime(head) ?? before;
  if (!at) {
    return undefined;
  }
  const body = content ? part.slice(content.index + content[0].length) : withoutHead(part);
  return { number, sender: (SENDER.exec(head)?.[1] ?? '').trim(), at, lines: repair(body) };
}

function withoutHead(part: string): string {
  return part.replace(SENDER, '').replace(SENT, '');
}

function parseTime(head: string): string | undefined {
  const found = SENT.exec(head);
  if (!found) {
    return undefined;
  }
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '0'] = found;
  const pad = (digits: string): string => digits.padStart(2, '0');
  const at = `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${minute}:${pad(second)}`;
  return Number.isNaN(Date.parse(`${at}Z`)) ? undefined : at;
}

const QUOTED =
  /^[^\S\n]{0,20}(?:-{2,40}[^\S\n]{0,4}(?:原始邮件|转发邮件|Original Message|Forwarded message)|在 ?\d{4}.{0,80}写道[:：])/im;
/** Outlook repeats an address or a path behind itself. */
const LINK_DAMAGE = / {0,2}<(?:mailto|file|https?):[^<>\n]{0,3000}>/gi;

/** Lines without quoted earlier mails and without what mail programs add to links. */
export function repair(body: string): string[] {
  const quoted = QUOTED.exec(body);
  const own = quoted ? body.slice(0, quoted.index) : body;
  return own
    .split('\n', MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE).replace(LINK_DAMAGE, '').trimEnd());
}

function noteGaps(mails: readonly Mail[], notes: string[]): void {
  let expected = 1;
  for (const { number } of mails) {
    if (number > expected) {
      const missing =
        number - 1 === expected ? `第 ${expected} 封` : `第 ${expected}–${number - 1} 封`;
      notes.push(`缺少${missing}邮件，案例可能不完整。`);
    }
    expected = number + 1;
  }
}
