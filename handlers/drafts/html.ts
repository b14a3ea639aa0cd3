import { type Draft, draftNotice, type Part } from './draft.ts';

/** Everything in one file, without scripts, pictures or links: opens in a browser and in Word. */
export function htmlOf({ title, parts }: Draft): string {
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>${quoted(title)}</title>
<style>${style}</style>
</head>
<body>
<div class="page">
<h1>${quoted(title)}</h1>
<p class="notice">${quoted(draftNotice)}</p>
${parts.map(write).join('\n')}
</div>
</body>
</html>
`;
}

/** Landscape in Word, which knows `@page` with a name and `mso-page-orientation` only. */
const style = `
@page page { size: 29.7cm 21cm; margin: 1.5cm; mso-page-orientation: landscape; }
div.page { page: page; }
body { font-family: "Microsoft YaHei", "PingFang SC", sans-serif; font-size: 10.5pt; line-height: 1.5; color: #1a1a1a; }
h1 { font-size: 16pt; }
h2 { font-size: 12pt; margin: 14pt 0 4pt; }
p.notice { border: 1px solid #b45309; background: #fef3c7; padding: 4pt 8pt; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #7f7f7f; padding: 3pt 5pt; vertical-align: top; text-align: left; overflow-wrap: anywhere; }
td.short { white-space: nowrap; }
th { background: #e7eef9; white-space: nowrap; }
pre { font-family: Consolas, monospace; font-size: 9pt; white-space: pre-wrap; word-break: break-all; background: #f5f5f5; padding: 6pt; }
`;

function write(part: Part): string {
  switch (part.kind) {
    case 'heading':
      return `<h2>${quoted(part.text)}</h2>`;
    case 'text':
      return `<p>${inLines(part.text)}</p>`;
    case 'list':
      return `<ol>${part.items.map((item) => `<li>${inLines(item)}</li>`).join('')}</ol>`;
    case 'log':
      return `<pre>${quoted(part.lines.join('\n'))}</pre>`;
    case 'table':
      return `<table><tr>${part.header.map((cell) => `<th>${quoted(cell)}</th>`).join('')}</tr>
${part.rows.map((row) => `<tr>${row.map(writeCell).join('')}</tr>`).join('\n')}
</table>`;
    default:
      return part satisfies never;
  }
}

/** Numbers and names stay in one piece, however narrow the column. */
const short = /^[^\n]{1,16}$/u;

function writeCell(cell: string): string {
  return `<td${short.test(cell) ? ' class="short"' : ''}>${inLines(cell)}</td>`;
}

const special = /[&<>"']/gu;
const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function quoted(text: string): string {
  return text.replace(special, (character) => names[character] ?? character);
}

function inLines(text: string): string {
  return text.split('\n').map(quoted).join('<br>');
}
