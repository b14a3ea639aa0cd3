/** What happens to log lines between a PC and the bot; each keeps the story and changes the letters. */
export type Damage = (lines: readonly string[]) => string | Buffer;

/** Moves every date by a year and a day's hours by one, the same for all lines. */
function otherTimes(line: string): string {
  return line
    .replace(
      /\b20(\d\d)-/gu,
      (_, year: string) => `20${String(Number(year) + 3).padStart(2, '0')}-`,
    )
    .replace(/@20\d\d\/\d{1,2}\/\d{1,2}:/gu, '@2025/3/9:');
}

function otherBuilds(line: string): string {
  return line
    .replaceAll('17763', '19041')
    .replaceAll('17134', '18362')
    .replace(/KB50(\d{5})/gu, 'KB51$1')
    .replaceAll('31bf3856ad364e35_10', '31bf3856ad364e35_11');
}

function otherPaths(line: string): string {
  return line
    .replaceAll('C:\\$WINDOWS.~BT', 'D:\\$WINDOWS.~BT')
    .replaceAll('E:\\Mount', 'F:\\Work\\Mount')
    .replace(/Download\\[0-9a-f]{32}/gu, 'Download\\00112233445566778899aabbccddeeff');
}

function wrap(line: string, width: number): string {
  const pieces = [];
  for (let at = 0; at < line.length; at += width) {
    pieces.push(line.slice(at, at + width));
  }
  return pieces.join('\n');
}

function wrapAtBlanks(line: string, width: number): string {
  const rows: string[] = [];
  let row = '';
  for (const word of line.split(' ')) {
    if (row !== '' && row.length + 1 + word.length > width) {
      rows.push(row);
      row = word;
    } else {
      row = row === '' && rows.length === 0 ? word : `${row} ${word}`.replace(/^ (?=\S)/u, '');
    }
  }
  return [...rows, row].join('\n');
}

const calm = Array.from({ length: 3000 }, (_, index) => {
  const second = String(index % 60).padStart(2, '0');
  const minute = String(Math.floor(index / 60) % 60).padStart(2, '0');
  return `2019-05-06 07:${minute}:${second}, Info                  CBS    Session: 30${index} finished applicability check of a healthy package number ${index}`;
});

export const damages: Record<string, Damage> = {
  'as it is': (lines) => lines.join('\n'),
  'with CRLF': (lines) => `\uFEFF${lines.join('\r\n')}\r\n`,
  'other times': (lines) => lines.map(otherTimes).join('\n'),
  'other builds and KBs': (lines) => lines.map(otherBuilds).join('\n'),
  'other paths': (lines) => lines.map(otherPaths).join('\n'),
  'spaces collapsed': (lines) => lines.map((line) => line.replace(/\s+/gu, ' ').trim()).join('\n'),
  'quoted once': (lines) => lines.map((line) => `> ${line}`).join('\n'),
  'quoted twice': (lines) => lines.map((line) => `> > ${line}`).join('\n'),
  'wrapped at 110 columns': (lines) => lines.map((line) => wrap(line, 110)).join('\n'),
  'wrapped at blanks': (lines) => lines.map((line) => wrapAtBlanks(line, 110)).join('\n'),
  'wrapped at 76 and quoted': (lines) =>
    lines
      .map((line) => wrap(line, 76))
      .join('\n')
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n'),
  'with line numbers': (lines) =>
    lines.map((line, index) => `${String(index + 100)}: ${line}`).join('\n'),
  'in a code fence': (lines) => ['请帮忙看一下：', '```', ...lines, '```', '谢谢'].join('\n'),
  'as UTF-16 with mark': (lines) => Buffer.from(`\uFEFF${lines.join('\r\n')}`, 'utf16le'),
  'as UTF-16 without mark': (lines) => Buffer.from(lines.join('\r\n'), 'utf16le'),
  'inside 3,000 healthy lines': (lines) =>
    [...calm.slice(0, 1500), ...lines, ...calm.slice(1500)].join('\n'),
  'with HTML entities': (lines) =>
    lines
      .map((line) => line.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', ' '))
      .join('\n'),
  'with typographic quotes': (lines) =>
    lines.map((line) => line.replaceAll("'", '\u2019').replaceAll(' - ', ' \u2013 ')).join('\n'),
};
