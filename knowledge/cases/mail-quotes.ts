import { parseMoment } from './moments.ts';

/** A mail inside another mail's text. */
export interface QuotedMail {
  sender: string;
  /** Shanghai wall time, mostly to the minute. */
  at: string;
  text: string;
}

const MOST = 200;
const LONGEST_LINE = 2000;
const SENDER = /^(?:发件人|寄件人|From)[^\S\n]{0,4}[:：][^\S\n]{0,4}(\S.{0,300})$/i;
const SENT = /^(?:发送时间|发送日期|发件时间|日期|时间|Sent|Date)[^\S\n]{0,4}[:：](.{4,120})$/i;
const OTHER_FIELD =
  /^(?:收件人|抄送|密送|主题|重要性|附件|优先级|To|Cc|Bcc|Subject|Importance|Attachments?|Reply-To)[^\S\n]{0,4}[:：]/i;
/** `在 2022-08-15 16:57:59，"Guo Min" <guomin@example.com> 写道：` */
const WROTE =
  /^在[^\S\n]{0,3}(\d{4}.{6,60}?)[,，、]?[^\S\n]{0,3}(?:["“]?([^"”<>\n]{1,60}?)["”]?[^\S\n]{0,3})?(?:<[^<>\n]{1,100}>[^\S\n]{0,3})?写道[:：]$/;
const RULE =
  /^(?:[-_=]{3,}|-{2,40}[^\S\n]{0,4}(?:原始邮件|转发邮件|邮件原文|Original Message|Forwarded message)[^\S\n]{0,4}-{2,40})$/i;
const MARKS = /^(?:[^\S\n]{0,3}>){1,20}[^\S\n]?/;
const BRACKETS =
  /<[^<>\n]{0,200}>|\[mailto:[^\]\n]{0,200}\]|[（(][^()（）\n]{0,100}@[^()（）\n]{0,100}[)）]/g;
const QUOTES = /^["'“”‘’\s]+|["'“”‘’;；\s]+$/g;
/** Header lines of a quoted mail stand close together. */
const HEADER_LINES = 8;

interface Header {
  sender: string;
  at: string | undefined;
  /** First line behind the header. */
  body: number;
}

/** What the sender wrote, and the earlier mails below it, each with its own header. */
export function splitQuotes(text: string): { own: string; quoted: QuotedMail[] } {
  const lines = text.split(LINE_END).map(cleanLine);
  const starts: { at: number; header: Header }[] = [];
  for (let at = 0; at < lines.length && starts.length < MOST; at += 1) {
    const header = readHeader(lines, at);
    if (header) {
      starts.push({ at, header });
      at = header.body - 1;
    }
  }
  const bodyOf = (from: number, to: number) => withoutRule(lines.slice(from, to)).join('\n');
  const quoted = starts.flatMap(({ header }, index) => {
    const { sender, at } = header;
    const body = bodyOf(header.body, starts[index + 1]?.at ?? lines.length);
    // Without a time nobody can tell where it belongs.
    return at === undefined ? [] : [{ sender, at, text: body }];
  });
  return { own: bodyOf(0, starts[0]?.at ?? lines.length), quoted };
}

const LINE_END = /\r\n|\r|\n/;
const STARS =
  /^\*{1,2}(?=(?:发件人|发送时间|收件人|抄送|主题|From|Sent|To|Cc|Subject)[:：])|(?<=^[^:：]{1,8}[:：])\*{1,2}/g;

function cleanLine(line: string): string {
  return line.slice(0, LONGEST_LINE).replace(MARKS, '').replace(STARS, '').trimEnd();
}

function readHeader(lines: readonly string[], at: number): Header | undefined {
  const line = lines[at]?.trim() ?? '';
  const wrote = WROTE.exec(line);
  if (wrote) {
    return { sender: cleanName(wrote[2] ?? ''), at: parseMoment(wrote[1] ?? ''), body: at + 1 };
  }
  const sender = SENDER.exec(line)?.[1];
  return sender === undefined ? undefined : readFields(lines, at, cleanName(sender));
}

/** A line with 发件人 alone is no header: it takes a time or a subject beside it. */
function readFields(lines: readonly string[], start: number, sender: string): Header | undefined {
  let body = start + 1;
  let sent: string | undefined;
  let fields = 0;
  for (let at = start + 1; at < Math.min(lines.length, start + HEADER_LINES); at += 1) {
    const line = lines[at]?.trim() ?? '';
    const found = SENT.exec(line)?.[1];
    if (found !== undefined || OTHER_FIELD.test(line)) {
      sent ??= found;
      fields += 1;
      body = at + 1;
    } else if (line !== '' && fields > 0) {
      break;
    }
  }
  return fields > 0
    ? { sender, at: sent === undefined ? undefined : parseMoment(sent), body }
    : undefined;
}

/** `"Guo Min" <guomin@example.com>;` is Guo Min; a bare mailbox stays. */
function cleanName(sender: string): string {
  const name = sender.replace(BRACKETS, ' ').replace(QUOTES, '').trim();
  return name || sender.replace(ANGLES, '').replace(QUOTES, '').trim();
}

const ANGLES = /[<>]/g;

/** The line that mail programs draw above what they quote. */
function withoutRule(lines: readonly string[]): string[] {
  const kept = [...lines];
  while (kept.length > 0 && (kept.at(-1)?.trim() === '' || RULE.test(kept.at(-1)?.trim() ?? ''))) {
    kept.pop();
  }
  return kept;
}
