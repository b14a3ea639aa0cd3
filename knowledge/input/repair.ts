import { recognise } from '../formats.ts';

/** A physical line after repair. */
export interface RepairedLine {
  line: number;
  raw: string;
  text: string;
  /** Set when a hard wrap cut this line off the one before: `full` when the cut may stand inside a word. */
  wrapped?: 'full' | 'blank';
}

const datedHead = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d, ?(?:Info|Warning|Error|Fatal Error|Perf)\b/u;
const quotePrefix = /^(?:\s{0,3}[>|｜]\s?){1,8}/u;
const numberPrefix = /^\s{0,8}\d{1,7}(?:[:|)\]\t] ?| {2,8})(?=\S)/u;
const fence = /^\s*`{3,}\w{0,16}\s*$/u;
const continuation =
  /^\s*(?:\[gle=|Expected:|Actual:|Old component|New component|Install|Smart installer|\(\d+\)|\[\d{1,6}\] )/u;

/**
 * Undoes what mail, chat and terminals do to pasted log lines. Every line keeps its number and its raw
 * text, so that proof points into what the user sent. For texts up to 1 MiB; larger ones come from files.
 */
export function repairLines(raws: readonly string[]): RepairedLine[] {
  const width = wrapWidth(raws);
  const lines: RepairedLine[] = [];
  let previous = '';
  raws.forEach((whole, index) => {
    for (const raw of splitOverprinted(whole)) {
      const bare = stripPrefix(joinSpaced(raw));
      for (const piece of splitCollapsed(bare)) {
        const text = repairDamage(piece);
        const wrapped = wrapOf(previous, piece, text, width);
        lines.push({
          line: index + 1,
          raw,
          text,
          ...(wrapped && { wrapped }),
        });
        previous = piece;
      }
    }
  });
  return lines;
}

const carriageReturns = /\r+/u;

/** Progress bars print over themselves: each stand of them, and what follows the last, is a line of its own. */
function splitOverprinted(raw: string): string[] {
  if (!raw.includes('\r')) {
    return [raw];
  }
  const pieces = raw.split(carriageReturns).filter((piece) => piece.trim() !== '');
  return pieces.length > 0 ? pieces : [''];
}

const spaced = /^[^\s\0](?:[ \0](?:[ \0]{2})?[^\s\0]){12,2000}[ \0]*$/u;
const spacing = /[ \0]([ \0]{2})?/gu;

/** What sfc prints is UTF-16; where a console took it for bytes, every letter has a blank behind it. */
function joinSpaced(raw: string): string {
  return spaced.test(raw)
    ? raw.replace(spacing, (_, gap: string | undefined) => (gap ? ' ' : '')).trimEnd()
    : raw;
}

function stripPrefix(raw: string): string {
  if (fence.test(raw)) {
    return '';
  }
  const unquoted = raw.replace(quotePrefix, '');
  const head = datedHead.exec(unquoted.slice(0, 240));
  if (head && head.index > 0) {
    return unquoted.slice(head.index);
  }
  const numbered = unquoted.replace(numberPrefix, '');
  if (numbered !== unquoted && recognise(numbered)) {
    return numbered;
  }
  // What is set off by blanks in a mail; behind them only a time of its own tells a log line from a continuation.
  const flush = unquoted.trimStart();
  return flush !== unquoted && recognise(flush)?.head.time && !recognise(unquoted)
    ? flush
    : unquoted;
}

const collapsedHeads =
  / (?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d, ?(?:Info|Warning|Error|Fatal Error|Perf)\b)/gu;

/** Some chats turn line ends into blanks: several records then stand on one line. */
function splitCollapsed(text: string): string[] {
  return text.length > 60 && datedHead.test(text.slice(20)) ? text.split(collapsedHeads) : [text];
}

/**
 * The column at which the paste was wrapped, or undefined. Lines that end because they were full lie close
 * to one width, and what follows them has no head of its own.
 */
function wrapWidth(raws: readonly string[]): number | undefined {
  const lines = raws.map(stripPrefix);
  const width = Math.max(0, ...lines.slice(0, 20_000).map((line) => line.trimEnd().length));
  if (width < 40 || width > 300) {
    return undefined;
  }
  let full = 0;
  for (let at = 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() !== '' && fills(lines[at - 1] ?? '', line, width) && !startsRecord(line)) {
      full += 1;
    }
  }
  return full > 0 ? width : undefined;
}

/** True when the first word of `next` had no room on `previous`. */
function fills(previous: string, next: string, width: number): boolean {
  if (
    previous.trim() === '' ||
    continuation.test(next) ||
    dated.test(next) ||
    isProseAfterLog(previous, next)
  ) {
    return false;
  }
  const word = next.trimStart().split(' ', 1)[0]?.length ?? 0;
  return previous.length + 1 + word > width && Math.max(previous.length, word) > 30;
}

/** A line that begins with a date begins something of its own, whatever format it is. */
const dated =
  /^\s{0,4}[[(<]?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})[ T,]/u;
const han = /[\u2e80-\u9fff]/u;
const hanStart = /^\s*[\u2e80-\u9fff]/u;

/** Somebody's own words behind a quoted line; a log line seldom goes on in Chinese. */
function isProseAfterLog(previous: string, next: string): boolean {
  return hanStart.test(next) && !han.test(previous);
}

/** What is wide by its damage hides no head: entities, typographic quotes and blanks. */
function startsRecord(damaged: string): boolean {
  return recognise(repairDamage(damaged)) !== undefined;
}

/** `text` is `next` without its damage. */
function wrapOf(
  previous: string,
  next: string,
  text: string,
  width: number | undefined,
): 'full' | 'blank' | undefined {
  if (!width || next.trim() === '' || recognise(text) || !fills(previous, next, width)) {
    return undefined;
  }
  return previous.length >= width || previous.endsWith(' ') ? 'full' : 'blank';
}

const outlookLink = / ?<(?:mailto|file|https?|ftp):[^<>\n]{1,4000}>/giu;
const bracketLink = / ?\[(?:mailto|file|https?):[^[\]\n]{1,4000}\]/giu;
const markdownLink = /\[([^[\]\n]{1,400})\]\((?:https?|file|mailto):[^()\s]{1,2000}\)/giu;
const entity = /&(?:lt|gt|amp|quot|apos|nbsp|#39|#34|#160);/giu;
const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#34;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&nbsp;': ' ',
  '&#160;': ' ',
};
const oddBlank = /[\u00a0\u2000-\u200a\u202f\u3000]/gu;
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]/gu;
const singleQuote = /[\u2018\u2019\u201a\u2032]/gu;
const doubleQuote = /[\u201c\u201d\u201e\u2033]/gu;
const dash = /[\u2010-\u2015\u2212]/gu;
const ideographicMarks = /[：，（）［］＝]/gu;
const marks: Record<string, string> = {
  '：': ':',
  '，': ',',
  '（': '(',
  '）': ')',
  '［': '[',
  '］': ']',
  '＝': '=',
};
const plainAscii = /^[\t\x20-\x7e]*$/u;

/** Inside one line: links that mail programs add, entities, typographic quotes, dashes and blanks. */
export function repairDamage(text: string): string {
  const linked = text.includes('://') || text.includes('mailto:') ? dropLinks(text) : text;
  const plain = linked.includes('&')
    ? linked.replace(entity, (one) => entities[one.toLowerCase()] ?? one)
    : linked;
  if (plainAscii.test(plain)) {
    return plain;
  }
  const typed = plain
    .replace(oddBlank, ' ')
    .replace(invisible, '')
    .replace(singleQuote, "'")
    .replace(doubleQuote, '"')
    .replace(dash, '-');
  return recognise(typed) ? typed.replace(ideographicMarks, (mark) => marks[mark] ?? mark) : typed;
}

function dropLinks(text: string): string {
  return text.replace(markdownLink, '$1').replace(outlookLink, '').replace(bracketLink, '');
}
