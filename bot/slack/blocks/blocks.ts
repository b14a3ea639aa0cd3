import type { Block, CaseLine } from '../../../handlers/reply.ts';
import { certaintyWords, riskWords, whoWords } from '../../../handlers/words.ts';
import type { Evidence, InputReport, SimilarCase, Step } from '../../../knowledge/diagnosis.ts';
import { middleCut, plainLine } from '../../plain.ts';
import { renderTable } from '../../text.ts';
import {
  describeCase,
  describeCaseLine,
  describeInput,
  describeProof,
  nobody,
  proofLine,
  summarizeInputs,
} from '../../words.ts';
import type { InlineElement, SlackBlock } from '../limits.ts';
import { inline, list, preformatted, richText, section } from './rich.ts';

const longestHeader = 150;
const proofLimit = 700;
const inputsShown = 8;

/** Ids that Slack gave the pictures of a reply when they were uploaded, by file name. */
export type Pictures = ReadonlyMap<string, string>;

export function renderBlock(block: Block, pictures: Pictures): SlackBlock[] {
  switch (block.kind) {
    case 'verdict':
      return renderVerdict(block);
    case 'heading':
      return richText(section(inline(plainLine(block.text), 'bold')));
    case 'paragraph':
      return richText(section(inline(block.text)));
    case 'list':
      return richText(
        ...list(
          block.ordered ? 'ordered' : 'bullet',
          block.items.map((item) => inline(item)),
        ),
      );
    case 'proof':
      return [renderProof(block.evidence)].flat();
    case 'code':
      return richText(preformatted(block.text));
    case 'cases':
      return richText(...list('bullet', block.cases.map(renderCase)));
    case 'steps':
      return renderSteps(block);
    case 'table':
      return richText(preformatted(renderTable(block.header, block.rows)));
    case 'case-lines':
      return richText(...list('bullet', block.lines.map(renderCaseLine)));
    case 'chart':
      return renderChart(block, pictures);
    case 'coverage':
      return renderCoverage(block.inputs);
    case 'notice':
      return richText({
        type: 'rich_text_quote',
        elements: inline(block.text).length > 0 ? inline(block.text) : inline(' '),
      });
    case 'details':
      // Slack cannot fold: what is folded elsewhere stands in the file of the whole analysis.
      return [];
    default:
      return block satisfies never;
  }
}

function renderVerdict({ certainty, title, detail }: Extract<Block, { kind: 'verdict' }>) {
  const head = plainLine(`${certaintyWords[certainty]} · ${title}`);
  const fits = head.length <= longestHeader;
  const header: SlackBlock[] = fits
    ? [{ type: 'header', text: { type: 'plain_text', text: head, emoji: false } }]
    : richText(section(inline(head, 'bold')));
  return [...header, ...(detail ? richText(section(inline(detail))) : [])];
}

function renderProof(evidence: readonly Evidence[]): SlackBlock[] {
  const lines = describeProof(evidence).map((part) =>
    proofLine({ ...part, text: middleCut(part.text, proofLimit) }),
  );
  return lines.length > 0 ? richText(preformatted(lines.join('\n'))) : [];
}

function renderCase(similar: SimilarCase): InlineElement[] {
  const { head, why, outcome } = describeCase(similar);
  return [
    ...inline(similar.case, 'bold'),
    ...inline(` ${head}`),
    ...inline(
      [outcome, why]
        .filter(Boolean)
        .map((text) => `\n${text}`)
        .join(''),
    ),
  ];
}

/** Slack numbers a list by itself and in no other way. */
function renderSteps({ steps, marks }: Extract<Block, { kind: 'steps' }>): SlackBlock[] {
  const items = steps.map((step, index) => [
    ...inline(marks?.[index] ?? '', 'bold'),
    ...renderStep(step),
  ]);
  return richText(...list(marks ? 'bullet' : 'ordered', items));
}

function renderStep(step: Step): InlineElement[] {
  const risk = riskWords[step.risk];
  return [
    ...inline(whoWords[step.who]),
    ...inline(plainLine(step.title), 'bold'),
    ...(risk ? inline(`（${risk}）`, 'bold') : []),
    ...(step.detail ? inline(`\n${step.detail}`) : []),
    ...step.commands.flatMap((command) => [...inline('\n'), ...inline(command, 'code')]),
    ...(step.success ? inline(`\n成功标志：${step.success}`) : []),
    ...(step.undo ? inline(`\n撤销方法：${step.undo}`) : []),
  ];
}

const ownId = /^slack\/([UW][A-Z0-9]{1,20})$/;

function renderCaseLine(line: CaseLine): InlineElement[] {
  const { head, facts, action } = describeCaseLine(line);
  const id = line.owner?.ids.map((one) => ownId.exec(one)?.[1]).find((one) => one !== undefined);
  const owner: InlineElement[] = id
    ? [{ type: 'user', user_id: id }]
    : inline(line.owner ? plainLine(line.owner.name) : nobody);
  return [
    ...inline(line.case, 'bold'),
    ...inline(` ${[head, facts, '负责人 '].filter(Boolean).join(' · ')}`),
    ...owner,
    ...(action ? inline(` → ${action}`) : []),
  ];
}

function renderChart(block: Extract<Block, { kind: 'chart' }>, pictures: Pictures): SlackBlock[] {
  const id = block.picture && pictures.get(block.picture.name);
  return id
    ? [{ type: 'image', slack_file: { id }, alt_text: plainLine(block.alt) }]
    : richText(
        section(inline(block.alt, 'bold')),
        preformatted(renderTable(block.header, block.rows)),
      );
}

function renderCoverage(inputs: readonly InputReport[]): SlackBlock[] {
  const unread = inputs.filter(({ status }) => status !== 'read');
  const shown =
    inputs.length > 1 ? [...unread, ...inputs.filter((one) => !unread.includes(one))] : [];
  const lines = shown.slice(0, inputsShown).map(describeInput);
  const rest = shown.length - lines.length;
  return richText(
    section(inline(summarizeInputs(inputs))),
    ...list(
      'bullet',
      [...lines, ...(rest > 0 ? [`另有 ${rest} 个文件，见完整分析`] : [])].map((line) =>
        inline(line),
      ),
    ),
  );
}
