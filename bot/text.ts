import type { Block, CaseLine, Form, Reply } from '../handlers/reply.ts';
import { certaintyWords, riskWords, whoWords } from '../handlers/words.ts';
import type { Step } from '../knowledge/diagnosis.ts';
import { plain, plainLine } from './plain.ts';
import {
  describeCase,
  describeCaseLine,
  describeInput,
  describeProof,
  nobody,
  proofLine,
  summarizeInputs,
} from './words.ts';

/** For terminals and for copying into a mail. Ends without a line break. */
export function renderText(reply: Reply): string {
  const parts = reply.blocks.map(renderBlock);
  const files = [...reply.images, ...reply.files].map(({ name }) => plainLine(name));
  if (files.length > 0) {
    parts.push(`附件：${files.join('、')}`);
  }
  if (reply.form) {
    parts.push(renderForm(reply.form));
  }
  return joinParts(reply.blocks, parts);
}

/** A heading stands directly above what it heads; everything else is set apart. */
function joinParts(blocks: readonly Block[], parts: readonly string[]): string {
  return parts
    .map((part, index) => (index === 0 ? part : `${separator(blocks[index - 1])}${part}`))
    .join('');
}

function separator(previous: Block | undefined): string {
  return previous?.kind === 'heading' ? '\n' : '\n\n';
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'verdict':
      return renderVerdict(block);
    case 'heading':
      return plainLine(block.text);
    case 'paragraph':
      return plain(block.text);
    case 'list':
      return renderList(block.items, block.ordered);
    case 'proof':
      return describeProof(block.evidence).map(proofLine).join('\n');
    case 'code':
      return indent(plain(block.text), '    ');
    case 'cases':
      return block.cases.map(renderCase).join('\n');
    case 'steps':
      return block.steps
        .map((step, index) => renderStep(step, block.marks?.[index] ?? `${index + 1}. `))
        .join('\n');
    case 'table':
      return renderTable(block.header, block.rows);
    case 'case-lines':
      return block.lines.map(renderCaseLine).join('\n');
    case 'chart':
      return `${plainLine(block.alt)}\n${renderTable(block.header, block.rows)}`;
    case 'coverage':
      return renderCoverage(block);
    case 'notice':
      return `${block.tone === 'warning' ? '注意' : '提示'}：${plain(block.text)}`;
    case 'details':
      return renderDetails(block);
    default:
      return block satisfies never;
  }
}

function renderVerdict(block: Extract<Block, { kind: 'verdict' }>): string {
  const first = `${certaintyWords[block.certainty]} · ${plainLine(block.title)}`;
  return block.detail === undefined ? first : `${first}\n${plain(block.detail)}`;
}

function renderList(items: readonly string[], ordered: boolean): string {
  return items
    .map((item, index) => hang(ordered ? `${index + 1}. ` : '- ', plain(item)))
    .join('\n');
}

function renderCase(similar: Parameters<typeof describeCase>[0]): string {
  const { head, why, outcome } = describeCase(similar);
  return [`${similar.case} ${head}`, why, outcome].filter(Boolean).join(' · ');
}

function renderCaseLine(line: CaseLine): string {
  const { head, facts, action } = describeCaseLine(line);
  const owner = `负责人 ${line.owner ? plainLine(line.owner.name) : nobody}`;
  const next = action && ` → ${action}`;
  return `${line.case} ${[head, facts, owner].filter(Boolean).join(' · ')}${next}`;
}

function renderStep(step: Step, marker: string): string {
  const risk = riskWords[step.risk];
  const lines = [
    `${whoWords[step.who]}${plain(step.title)}${risk && `（${risk}）`}`,
    plain(step.detail),
    ...step.commands.map((command) => indent(plain(command), '  ')),
    step.success && `成功标志：${plain(step.success)}`,
    step.undo && `撤销方法：${plain(step.undo)}`,
  ];
  return hang(marker, lines.filter(Boolean).join('\n'));
}

function renderCoverage({ inputs }: Extract<Block, { kind: 'coverage' }>): string {
  const summary = summarizeInputs(inputs);
  return inputs.length > 1
    ? `${summary}\n${inputs.map((input) => `- ${describeInput(input)}`).join('\n')}`
    : summary;
}

function renderDetails(block: Extract<Block, { kind: 'details' }>): string {
  const inner = joinParts(block.blocks, block.blocks.map(renderBlock));
  return `${plainLine(block.title)}：\n${indent(inner, '  ')}`;
}

function renderForm(form: Form): string {
  const fields = form.fields.map((field) => {
    const choices =
      field.kind === 'choice' ? `（${field.choices.map(({ label }) => label).join(' / ')}）` : '';
    return `- ${plainLine(field.label)}${plainLine(choices)}`;
  });
  return [`${plainLine(form.title)}，请提供：`, ...fields].join('\n');
}

export function renderTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const cells = [header, ...rows].map((row) => row.map(plainLine));
  const widths = header.map((_, column) =>
    Math.max(...cells.map((row) => displayWidth(row[column] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => pad(row[column] ?? '', width))
      .join(' | ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('-|-');
  return [line(cells[0] ?? []), rule, ...cells.slice(1).map(line)].join('\n');
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** In terminal columns: a Chinese character takes two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    width += wide.test(character) ? 2 : 1;
  }
  return width;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(width - displayWidth(text));
}

function indent(text: string, by: string): string {
  return text
    .split('\n')
    .map((line) => (line ? by + line : line))
    .join('\n');
}

const deepest = 4;

/** A marker, and the lines after the first set in under the text beside it, or a little where it is a long one. */
function hang(marker: string, text: string): string {
  return marker + indent(text, ' '.repeat(Math.min(marker.length, deepest))).trimStart();
}
