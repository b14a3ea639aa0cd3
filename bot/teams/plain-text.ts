export interface Mention {
  /** `<at>CaseLens</at>`. */
  text: string;
  isBot: boolean;
}

const somebody = '[人员]';
/** Log lines have `<` and `>` of their own: only what Teams itself writes is taken out. */
const at = /<at(?:\s[^<>]{0,200})?>([^<>]{0,500})<\/at>/gi;

/** What a message says whose text has no markup but mentions. */
export function textOfMessage(text: string, mentions: readonly Mention[]): string {
  const bots = botNames(mentions);
  const said = text.replace(at, (_, name: string) =>
    bots.has(decodeEntities(name).trim()) ? '' : somebody,
  );
  return trimLines(said);
}

function botNames(mentions: readonly Mention[]): ReadonlySet<string> {
  const names = mentions.filter(({ isBot }) => isBot).map(({ text }) => text);
  return new Set(names.map((text) => decodeEntities(text.replace(at, '$1')).trim()));
}

const tag = /^<(\/?)([a-z][a-z0-9]{0,20})((?:\s[^<>]{0,4000})?)\/?>/i;
const lines: ReadonlySet<string> = new Set([
  ...['p', 'div', 'br', 'li', 'ul', 'ol', 'tr', 'table', 'blockquote', 'pre', 'hr'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
]);
const cells: ReadonlySet<string> = new Set(['td', 'th']);
const skipped: ReadonlySet<string> = new Set([
  'script',
  'style',
  'attachment',
  'systemeventmessage',
]);
/** Who is quoted, and when. */
const quotedFrom = /itemprop="(?:mri|time)"/i;
const mention = /itemtype="[^"]{0,100}\/Mention"/i;

interface Reading {
  out: string[];
  /** Name of the element whose content is not taken, and how deep inside it is. */
  skip: { name: string; depth: number } | undefined;
  named: { name: string; text: string } | undefined;
  bots: ReadonlySet<string>;
  atLineStart: boolean;
  inPre: number;
}

/** What the HTML of a message says, with its line breaks; never more than what was sent. */
export function textOfHtml(html: string, mentions: readonly Mention[]): string {
  const reading: Reading = {
    out: [],
    skip: undefined,
    named: undefined,
    bots: botNames(mentions),
    atLineStart: true,
    inPre: 0,
  };
  let position = 0;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    const end = open < 0 ? html.length : open;
    addText(html.slice(position, end), reading);
    const match = open < 0 ? undefined : tag.exec(html.slice(open, open + 4100));
    if (match) {
      const [whole, slash = '', name = '', attributes = ''] = match;
      addTag({ name: name.toLowerCase(), isEnd: slash !== '', attributes }, reading);
      position = open + whole.length;
    } else {
      addText(html.slice(end, end + 1), reading);
      position = end + 1;
    }
  }
  return trimLines(reading.out.join(''));
}

function addText(raw: string, reading: Reading): void {
  if (reading.skip || raw === '') {
    return;
  }
  const text = decodeEntities(raw);
  if (reading.named) {
    reading.named.text += text;
    return;
  }
  const shown = reading.inPre > 0 ? text : text.replace(breaks, reading.atLineStart ? '' : ' ');
  if (shown !== '') {
    reading.out.push(shown);
    reading.atLineStart = shown.endsWith('\n');
  }
}

const breaks = /[\r\n\t]+/g;

interface Tag {
  name: string;
  isEnd: boolean;
  attributes: string;
}

function addTag(one: Tag, reading: Reading): void {
  const { name, isEnd, attributes } = one;
  if (leavesSkipped(one, reading)) {
    return;
  }
  if (reading.named) {
    endMention(one, reading);
    return;
  }
  if (!isEnd && (skipped.has(name) || quotedFrom.test(attributes))) {
    reading.skip = { name, depth: 1 };
  } else if (!isEnd && (name === 'at' || mention.test(attributes))) {
    reading.named = { name, text: '' };
  } else if (lines.has(name)) {
    reading.inPre += name === 'pre' ? (isEnd ? -1 : 1) : 0;
    breakLine(name, reading);
  } else if (cells.has(name) && isEnd) {
    reading.out.push('\t');
  }
}

/** True as long as what stands here is not taken. */
function leavesSkipped({ name, isEnd }: Tag, reading: Reading): boolean {
  const { skip } = reading;
  if (!skip) {
    return false;
  }
  if (name === skip.name) {
    skip.depth += isEnd ? -1 : 1;
  }
  if (skip.depth === 0) {
    reading.skip = undefined;
  }
  return true;
}

function endMention({ name, isEnd }: Tag, reading: Reading): void {
  if (reading.named && isEnd && name === reading.named.name) {
    const isBot = reading.bots.has(reading.named.text.trim());
    reading.named = undefined;
    addText(isBot ? '' : somebody, reading);
  }
}

function breakLine(name: string, reading: Reading): void {
  if (name === 'br' || !reading.atLineStart) {
    reading.out.push('\n');
    reading.atLineStart = true;
  }
}

const entity = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi;
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function decodeEntities(text: string): string {
  return text.replace(entity, (whole, decimal?: string, hex?: string, name?: string) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined) {
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole;
    }
    return entities[(name ?? '').toLowerCase()] ?? whole;
  });
}

const nonBreaking = /\u00a0/g;

function trimLines(text: string): string {
  return text.replace(nonBreaking, ' ').trim();
}
