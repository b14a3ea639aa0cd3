/** Left out with everything in them. */
const SILENT = new Set(['style', 'script', 'head', 'title', 'noscript', 'template', 'svg']);
/** Begin and end a line; the cells of a table too, since the desk's text export has one a line. */
const LINES = new Set(
  'p div tr td th li ul ol table tbody thead blockquote pre h1 h2 h3 h4 h5 h6 hr section article header footer address dl dt dd'.split(
    ' ',
  ),
);
const LONGEST = 8 * 1024 * 1024;
const LONGEST_TAG = 20_000;
const TAG_NAME = /^\/?([a-z][a-z0-9]*)/i;
const BLANKS = /[ \t\r\n\f]+/g;
const EMPTY_LINES = /\n{3,}/g;
const AROUND_LINE = /[ \t]*\n[ \t]*/g;

interface Source {
  text: string;
  /** Where the next `>` stands; looked for again only behind it, or a text of `<` alone would take for ever. */
  end: number;
}

/** What a reader of the mail sees, as lines of text. */
export function textOfHtml(html: string): string {
  const parts: string[] = [];
  const source: Source = { text: html.slice(0, LONGEST), end: -1 };
  const { text } = source;
  for (let at = 0; at < text.length; ) {
    const start = text.indexOf('<', at);
    const words = text.slice(at, start < 0 ? text.length : start);
    parts.push(decodeEntities(words).replace(BLANKS, ' '));
    if (start < 0) {
      break;
    }
    at = takeTag(source, start, parts);
  }
  return parts.join('').replace(AROUND_LINE, '\n').replace(EMPTY_LINES, '\n\n').trim();
}

/** Returns where to read on. */
function takeTag(source: Source, start: number, parts: string[]): number {
  const { text } = source;
  if (text.startsWith('<!--', start)) {
    return endOf(text, '-->', start);
  }
  const tag = readTag(source, start);
  const name = tag && TAG_NAME.exec(tag)?.[1]?.toLowerCase();
  if (!name) {
    const isDeclaration = tag?.startsWith('!') || tag?.startsWith('?');
    parts.push(isDeclaration ? '' : '<');
    return isDeclaration ? source.end + 1 : start + 1;
  }
  if (SILENT.has(name) && !tag.startsWith('/')) {
    return endOf(text, '>', endOf(text, `</${name}`, source.end));
  }
  if (name === 'br' || LINES.has(name)) {
    parts.push('\n');
  }
  return source.end + 1;
}

/** What stands between the brackets; `undefined` when that is no tag. */
function readTag(source: Source, start: number): string | undefined {
  const { text } = source;
  if (source.end < start) {
    const found = text.indexOf('>', start);
    source.end = found < 0 ? text.length : found;
  }
  const isTag = source.end < text.length && source.end - start < LONGEST_TAG;
  return isTag ? text.slice(start + 1, source.end) : undefined;
}

/** Behind the next `mark`; the end of the text when it is never closed. */
function endOf(source: string, mark: string, from: number): number {
  const found = indexOfInsensitive(source, mark, from);
  return found < 0 ? source.length : found + mark.length;
}

function indexOfInsensitive(source: string, mark: string, from: number): number {
  const wanted = mark.toLowerCase();
  for (
    let at = source.indexOf(mark[0] ?? '', from);
    at >= 0;
    at = source.indexOf(mark[0] ?? '', at + 1)
  ) {
    if (source.slice(at, at + mark.length).toLowerCase() === wanted) {
      return at;
    }
  }
  return -1;
}

const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi;
const NAMED: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  middot: '·',
  bull: '•',
  copy: '©',
  reg: '®',
  times: '×',
};

function decodeEntities(text: string): string {
  return text.includes('&')
    ? text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
        const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
        return code === undefined
          ? (NAMED[name?.toLowerCase() ?? ''] ?? whole)
          : characterOf(code, whole);
      })
    : text;
}

function characterOf(code: number, whole: string): string {
  const shown = code === 160 ? 32 : code;
  return shown > 8 && shown <= 0x10ffff ? String.fromCodePoint(shown) : whole;
}
