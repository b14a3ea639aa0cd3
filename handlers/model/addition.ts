import type { Block, Reply } from '../reply.ts';

/** Begins every heading of what a model wrote; what we say ourselves never begins so. */
const mark = 'AI 生成 · ';
const unverified: Block = {
  kind: 'notice',
  tone: 'info',
  text: '以下由语言模型生成，未经证实，请以上面的分析为准。',
};

/** Said to whoever asked for a text of a model, whatever the reason is. */
export const noAddition = '现在没有 AI 生成的说明，请以上面的分析为准。';

/** What a model wrote, with the label that it never goes without. */
export function labelled(what: string, blocks: readonly Block[]): Block[] {
  return [{ kind: 'heading', text: `${mark}${what}` }, unverified, ...blocks];
}

/** The reply with an addition behind everything that it says by itself; what was read stays the last. */
export function withAddition(reply: Reply, addition: readonly Block[]): Reply {
  const end = endOf(reply.blocks);
  return { ...reply, blocks: reply.blocks.toSpliced(end, 0, ...addition) };
}

/** Undefined where a reply has none. */
export function additionOf({ blocks }: Reply): readonly Block[] | undefined {
  const from = blocks.findIndex(beginsAddition);
  return from < 0 ? undefined : blocks.slice(from, endOf(blocks));
}

/** The last addition without its last block, and wholly gone once nothing but its label is left; undefined where there is none. */
export function withShorterAddition(blocks: readonly Block[]): readonly Block[] | undefined {
  const from = blocks.findLastIndex(beginsAddition);
  if (from < 0) {
    return undefined;
  }
  const end = endOf(blocks);
  const said = blocks.slice(from + label, end - 1);
  // A heading goes with what it heads, and so does the label of a second part.
  const last = said.findLastIndex((block) => block.kind !== 'heading' && block !== unverified);
  const kept = said.slice(0, last + 1);
  const whole = kept.length > 0 ? label + kept.length : 0;
  return blocks.toSpliced(from + whole, end - from - whole);
}

/** Blocks of the label. */
const label = 2;

function beginsAddition(block: Block): boolean {
  return block.kind === 'heading' && block.text.startsWith(mark);
}

function endOf(blocks: readonly Block[]): number {
  return blocks.at(-1)?.kind === 'coverage' ? blocks.length - 1 : blocks.length;
}
