import { type Draft, draftNotice, type Part } from './draft.ts';

/** As it is pasted into a mail. */
export function textOf({ title, parts }: Draft): string {
  return `${[`【${draftNotice}】`, title, ...parts.map(write)].join('\n\n')}\n`;
}

function write(part: Part): string {
  switch (part.kind) {
    case 'heading':
      return `${part.text}：`;
    case 'text':
      return part.text;
    case 'list':
      return part.items.map((item, index) => `${index + 1}）${item}`).join('\n');
    case 'log':
      return part.lines.join('\n');
    case 'table':
      return part.rows.map((row) => writeRow(part.header, row)).join('\n\n');
    default:
      return part satisfies never;
  }
}

/** A table in plain text is read row by row. */
function writeRow(header: readonly string[], row: readonly string[]): string {
  return header.map((name, column) => `${name}：${row[column] ?? ''}`).join('\n');
}
