import type { Block, CaseLine } from '../../handlers/reply.ts';
import { certaintyWords, riskWords, whoWords } from '../../handlers/words.ts';
import type { InputReport, SimilarCase, Step } from '../../knowledge/diagnosis.ts';
import { plainLine } from '../plain.ts';
import { displayWidth } from '../text.ts';
import { describeCase, describeCaseLine, describeInput, summarizeInputs } from '../words.ts';
import type { Dialect } from './dialect.ts';
import {
  container,
  type Element,
  fold,
  hanging,
  heading,
  type NextId,
  richText,
  run,
  textBlock,
} from './elements.ts';

const verdictStyles = {
  identified: 'good',
  likely: 'accent',
  clue: 'warning',
  unknown: 'emphasis',
} as const;

const inputsShown = 100;
const unreadShown = 5;

export function renderBlock(block: Block, dialect: Dialect): Element[] {
  const { nextId } = dialect;
  switch (block.kind) {
    case 'verdict':
      return [renderVerdict(block, nextId)];
    case 'heading':
      return [heading(plainLine(block.text))];
    case 'paragraph':
      return [textBlock(block.text)];
    case 'list':
      return block.items.map((item, index) =>
        hanging(block.ordered ? `${index + 1}.` : '•', [textBlock(item)]),
      );
    case 'proof':
      return dialect.proof(block.evidence);
    case 'code':
      return [dialect.code(block.text)];
    case 'cases':
      return block.cases.map(renderCase);
    case 'steps':
      return block.steps.map((step, index) =>
        hanging(
          block.marks?.[index] ?? `${index + 1}.`,
          renderStep(step, dialect),
          index === 0 ? 'Small' : 'Medium',
        ),
      );
    case 'table':
      return [renderTable(block.header, block.rows)];
    case 'case-lines':
      return block.lines.map((line, index) => renderCaseLine(line, index, dialect));
    case 'chart':
      return [
        block.picture
          ? dialect.picture(block.picture, block.alt)
          : renderTable(block.header, block.rows),
      ];
    case 'coverage':
      return renderCoverage(block.inputs, nextId);
    case 'notice':
      return [renderNotice(block)];
    case 'details':
      return fold(
        block.title,
        block.blocks.flatMap((inner) => renderBlock(inner, dialect)),
        nextId,
      );
    default:
      return block satisfies never;
  }
}

function renderVerdict(block: Extract<Block, { kind: 'verdict' }>, nextId: NextId): Element {
  const title = textBlock(`${certaintyWords[block.certainty]} · ${plainLine(block.title)}`, {
    weight: 'Bolder',
    size: 'Medium',
    style: 'heading',
  });
  const detail = block.detail ? [textBlock(block.detail, { spacing: 'Small' })] : [];
  return container([title, ...detail], {
    id: `${nextId()}-${block.certainty}`,
    style: verdictStyles[block.certainty],
  });
}

function renderNotice(block: Extract<Block, { kind: 'notice' }>): Element {
  return container([textBlock(block.text)], {
    style: block.tone === 'warning' ? 'warning' : 'emphasis',
  });
}

function renderCase(similar: SimilarCase, index: number): Element {
  const { head, why, outcome } = describeCase(similar);
  const subtle = { isSubtle: true, size: 'Small' };
  const items = [
    richText([run(similar.case, { weight: 'Bolder' }), run(` ${head}`)]),
    ...(outcome ? [textBlock(outcome, { spacing: 'None' })] : []),
    ...(why ? [richText([run(why, subtle)], { spacing: 'None' })] : []),
  ];
  return container(items, { spacing: index === 0 ? 'Small' : 'Medium' });
}

function renderCaseLine(line: CaseLine, index: number, { caseFacts }: Dialect): Element {
  const { head, facts, action } = describeCaseLine(line);
  const items = [
    richText([run(line.case, { weight: 'Bolder' }), run(` ${head}`)]),
    caseFacts(facts, line.owner, action),
  ];
  return container(items, { spacing: index === 0 ? 'Small' : 'Medium' });
}

function renderStep(step: Step, { code }: Dialect): Element[] {
  const risk = riskWords[step.risk];
  const color = step.risk === 'destructive' ? 'Attention' : 'Warning';
  const title = richText([
    run(whoWords[step.who], { color: 'Accent' }),
    run(step.title, { weight: 'Bolder' }),
    risk ? run(`（${risk}）`, { color, weight: 'Bolder' }) : undefined,
  ]);
  const note = (label: string, text: string): Element[] =>
    text
      ? [textBlock(`${label}：${text}`, { spacing: 'Small', size: 'Small', isSubtle: true })]
      : [];
  return [
    title,
    ...(step.detail ? [textBlock(step.detail, { spacing: 'Small' })] : []),
    ...(step.commands.length > 0 ? [code(step.commands.join('\n'))] : []),
    ...note('成功标志', step.success),
    ...note('撤销方法', step.undo),
  ];
}

function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): Element {
  const cell = (text: string, style = {}) => ({
    type: 'TableCell',
    items: [textBlock(text, { size: 'Small', ...style })],
  });
  const row = (cells: readonly string[], style = {}) => ({
    type: 'TableRow',
    cells: header.map((_, column) => cell(cells[column] ?? '', style)),
  });
  return {
    type: 'Table',
    firstRowAsHeader: true,
    columns: header.map((_, column) => ({ width: columnWeight(header, rows, column) })),
    rows: [row(header, { weight: 'Bolder' }), ...rows.map((cells) => row(cells))],
  };
}

/** Wider for longer cells, within reason: what is short is not broken, what is long may be. */
function columnWeight(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  column: number,
): number {
  const widths = [header, ...rows].map((cells) => displayWidth(cells[column] ?? ''));
  return Math.min(32, Math.max(6, ...widths));
}

function renderCoverage(inputs: readonly InputReport[], nextId: NextId): Element[] {
  const small = { size: 'Small', isSubtle: true };
  const summary = textBlock(summarizeInputs(inputs), { ...small, spacing: 'Medium' });
  if (inputs.length < 2) {
    return [summary];
  }
  const row = (input: InputReport) =>
    richText([run(describeInput(input), small)], { spacing: 'Small' });
  // What was not read has to be acted on, so it is not folded away.
  const unread = inputs.filter(({ status }) => status !== 'read').slice(0, unreadShown);
  const rest = inputs.length - inputsShown;
  const more =
    rest > 0 ? [textBlock(`……另有 ${rest} 个文件，见文本版`, { ...small, spacing: 'Small' })] : [];
  const all = [...inputs.slice(0, inputsShown).map(row), ...more];
  return [summary, ...unread.map(row), ...fold('逐个文件', all, nextId)];
}
