import { withShorterAddition } from '../handlers/model/addition.ts';
import type { Block, Reply } from '../handlers/reply.ts';
import { middleCut } from './plain.ts';
import { describeInput, summarizeInputs } from './words.ts';

export interface Shrunk {
  reply: Reply;
  /** How many parts were left out or cut. */
  omitted: number;
}

const rowsKept = 5;
const textKept = 600;
const proofKept = 300;

/**
 * Ever smaller versions of a reply, the least important part going first: what a model added, pictures, what is
 * folded away, long lists, then block after block from the end. The last one is the verdict, cut short.
 */
export function* shrink(reply: Reply): Generator<Shrunk> {
  let omitted = 0;
  let current = reply;
  yield { reply, omitted };
  for (
    let blocks = withShorterAddition(reply.blocks);
    blocks;
    blocks = withShorterAddition(blocks)
  ) {
    omitted += 1;
    current = { ...reply, blocks };
    yield { reply: current, omitted };
  }
  const charts = current.blocks.filter((block) => block.kind === 'chart' && block.picture);
  const pictures = current.images.length + charts.length;
  omitted += pictures;
  current = { ...current, images: [], blocks: current.blocks.map(withoutPicture) };
  if (pictures > 0) {
    yield { reply: current, omitted };
  }
  for (let last = lastDetails(current); last >= 0; last = lastDetails(current)) {
    current = { ...current, blocks: current.blocks.toSpliced(last, 1) };
    omitted += 1;
    yield { reply: current, omitted };
  }
  const shorter = current.blocks.map(shorten);
  omitted += shorter.filter((block, index) => block !== current.blocks[index]).length;
  current = { ...current, blocks: shorter };
  yield { reply: current, omitted };
  while (current.blocks.length > 1) {
    current = { ...current, blocks: withoutLast(current.blocks) };
    omitted = omitted + 1;
    yield { reply: current, omitted };
  }
  yield { reply: bareMinimum(current), omitted: omitted + 1 };
}

function withoutPicture(block: Block): Block {
  if (block.kind !== 'chart') {
    return block;
  }
  const { picture: _, ...table } = block;
  return table;
}

function lastDetails(reply: Reply): number {
  return reply.blocks.findLastIndex(({ kind }) => kind === 'details');
}

/** A heading goes with what it heads. */
function withoutLast(blocks: readonly Block[]): readonly Block[] {
  const rest = blocks.slice(0, -1);
  return rest.length > 1 && rest.at(-1)?.kind === 'heading' ? rest.slice(0, -1) : rest;
}

function shorten(block: Block): Block {
  switch (block.kind) {
    case 'verdict':
      return block.detail !== undefined && block.detail.length > textKept
        ? { ...block, detail: middleCut(block.detail, textKept) }
        : block;
    case 'paragraph':
    case 'code':
    case 'notice':
      return block.text.length > textKept
        ? { ...block, text: middleCut(block.text, textKept) }
        : block;
    case 'list':
      return block.items.length > rowsKept
        ? { ...block, items: block.items.slice(0, rowsKept) }
        : block;
    case 'table':
      return block.rows.length > rowsKept
        ? { ...block, rows: block.rows.slice(0, rowsKept) }
        : block;
    case 'case-lines':
      return block.lines.length > rowsKept
        ? { ...block, lines: block.lines.slice(0, rowsKept) }
        : block;
    case 'chart':
      return { ...block, rows: block.rows.slice(-rowsKept) };
    case 'coverage':
      return shortenCoverage(block);
    case 'proof':
      return block.evidence.some(({ text }) => text.length > proofKept)
        ? { ...block, evidence: block.evidence.map(cutEvidence) }
        : block;
    case 'steps':
    case 'cases':
    case 'heading':
    case 'details':
      return block;
    default:
      return block satisfies never;
  }
}

function cutEvidence<Line extends { text: string }>(line: Line): Line {
  return { ...line, text: middleCut(line.text, proofKept - 3) };
}

/** What could not be read is the last thing to leave out. */
function shortenCoverage(block: Extract<Block, { kind: 'coverage' }>): Block {
  if (block.inputs.length <= rowsKept) {
    return block;
  }
  const unread = block.inputs.filter(({ status }) => status !== 'read').slice(0, rowsKept);
  const text = [summarizeInputs(block.inputs), ...unread.map(describeInput)].join('\n');
  return { kind: 'paragraph', text };
}

function bareMinimum({ blocks, actions, summary }: Reply): Reply {
  const [first] = blocks;
  const title = first?.kind === 'verdict' ? first.title : summary;
  const certainty = first?.kind === 'verdict' ? first.certainty : 'unknown';
  return {
    blocks: [{ kind: 'verdict', certainty, title: middleCut(title, 200) }],
    actions: actions.slice(0, 6),
    images: [],
    files: [],
    summary: middleCut(summary, 150),
  };
}
