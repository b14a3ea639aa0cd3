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

/** The one part of a reply that a model wrote under this name, with its label; undefined where there is none. */
export function partOf({ blocks }: Reply, what: string): readonly Block[] | undefined {
  const from = blocks.findIndex((block) => isHeadingOf(block, what));
  if (from < 0) {
    return undefined;
  }
  const next = blocks.findIndex((block, index) => index > from && beginsAddition(block));
  return blocks.slice(from, next < 0 ? endOf(blocks) : next);
}

/** What the reply says by itself. */
export function withoutAdditions(reply: Reply): Reply {
  const from = reply.blocks.findIndex(beginsAddition);
  const blocks = from < 0 ? reply.blocks : reply.blocks.toSpliced(from, endOf(reply.blocks) - from);
  return { ...reply, blocks };
}

/** Whether the reply has a part of that name already. */
export function isAddedTo(reply: Reply, [first]: readonly Block[]): boolean {
  return (
    first?.kind === 'heading' &&
    reply.blocks.some((block) => block.kind === 'heading' && block.text === first.text)
  );
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

function isHeadingOf(block: Block, what: string): boolean {
  return block.kind === 'heading' && block.text === `${mark}${what}`;
}

function beginsAddition(block: Block): boolean {
  return block.kind === 'heading' && block.text.startsWith(mark);
}

function endOf(blocks: readonly Block[]): number {
  return blocks.at(-1)?.kind === 'coverage' ? blocks.length - 1 : blocks.length;
}
