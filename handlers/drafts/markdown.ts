import { type Draft, draftNotice, type Part } from './draft.ts';

export function markdownOf({ title, parts }: Draft): string {
  const heading = `# ${quoted(title)}`;
  return `${[heading, `> ${draftNotice}`, ...parts.map(write)].join('\n\n')}\n`;
}

function write(part: Part): string {
  switch (part.kind) {
    case 'heading':
      return `## ${quoted(part.text)}`;
    case 'text':
      return part.text.split('\n').map(quoted).join('  \n');
    case 'list':
      return part.items.map((item, index) => `${index + 1}. ${inOneLine(item)}`).join('\n');
    case 'log':
      return fence(part.lines);
    case 'table':
      return [part.header, part.header.map(() => '---'), ...part.rows]
        .map(
          (row, index) =>
            `| ${row.map((cell) => (index === 1 ? cell : inOneLine(cell))).join(' | ')} |`,
        )
        .join('\n');
    default:
      return part satisfies never;
  }
}

const special = /[\\`*_[\]<>|#~$]/gu;
const startsBlock = /^(?=[-+=]|\d{1,9}[.)])/u;

/** What stands in a case stays what it is: no heading, link, picture or tag comes out of it. */
function quoted(line: string): string {
  return line.replace(special, '\\$&').replace(startsBlock, '\u200b');
}

function inOneLine(text: string): string {
  return text.split('\n').map(quoted).join('<br>');
}

const ticks = /`+/gu;

/** One tick more than any run of them inside. */
function fence(lines: readonly string[]): string {
  const longest = lines
    .flatMap((line) => line.match(ticks) ?? [])
    .reduce((most, run) => Math.max(most, run.length), 2);
  const mark = '`'.repeat(longest + 1);
  return [mark, ...lines, mark].join('\n');
}
