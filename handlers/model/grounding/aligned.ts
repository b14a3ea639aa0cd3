import { alignments, type Block } from './blocks.ts';
import { conditional, conditions } from './conditions.ts';
import { type Passage, pairsIn, type Saying } from './passages.ts';
import { isTurnedRound } from './turned.ts';

/** What makes another statement of one when it is left out: that it is not so, is so only at times, is not sure. */
const weighty =
  /[不没无未非勿免莫只仅才若]|别|如果|除非|否则|可能|通常|一般|多因|多半|大多|绝大多数|有时|往往|也许|禁止|避免|其次/u;
/** `有没有`, of which the end is said. */
const asked = /有没$/u;
/** What comes behind it is yet to be seen. */
const unsettled = /确认|确保|检查|直到|等/u;
const later = /再|后|然后|接着|最后/u;
const longestGap = 16;
/** What it denies comes behind it. */
const denying = /(?:[不没无未非勿免莫别]|没有|不用|不要|不会|不能|不必|不再|无需|无法|不是)$/u;

/** Where a statement stands in a passage; undefined when it says anything else than that. */
export function findIn({ words: all, sentence, mayAdd }: Saying, passage: Passage) {
  const said = all.slice(partLength(all, passage));
  if (!pairsIn(said).some((pair) => passage.pairs.has(pair))) {
    return undefined;
  }
  const blocks = alignments(said, passage.words);
  const [first] = blocks;
  const found = blocks.flatMap(({ here, length }) => said.slice(here, here + length));
  const isLittle = weightOf(found) < leastFound * weightOf(said);
  if (!first || !blocks.some(({ length }) => length > 1) || isLittle) {
    return undefined;
  }
  const lead = leadLength(said.slice(0, first.here), passage);
  const isSaid =
    isWholly(said, lead, passage, blocks, mayAdd) &&
    !isTornOut(first.there, passage, sentence) &&
    !isCutShort(blocks, passage, sentence);
  return isSaid || isTurnedRound({ words: said, sentence, mayAdd }, passage)
    ? first.there
    : undefined;
}

const leastFound = 0.2;

/** A name tells as much as several characters. */
function weightOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (word.length > 1 ? 3 : 1), 0);
}

/** How many of the first words are a whole part of what the passage belongs to: `只查看`. */
function partLength(said: readonly string[], { parts }: Passage): number {
  let length = Math.min(8, said.length - 2);
  while (length > 1 && !parts.has(said.slice(0, length).join(''))) {
    length -= 1;
  }
  return length > 1 ? length : 0;
}

/** How many of the first words are what the passage is about. */
function leadLength(lead: readonly string[], { title }: Passage): number {
  let length = lead.length;
  while (length > 1 && !title.includes(lead.slice(0, length).join(''))) {
    length -= 1;
  }
  const isFree = !later.test(lead.slice(length).join(''));
  return length > 1 && isFree ? length : 0;
}

/** What was added weighs nothing, and neither does what was left out between. */
function isWholly(
  said: readonly string[],
  from: number,
  passage: Passage,
  blocks: readonly Block[],
  mayAdd: Saying['mayAdd'],
): boolean {
  const { words } = passage;
  let here = from;
  let there = blocks[0]?.there ?? 0;
  for (const block of blocks) {
    const added = said.slice(here, block.here);
    const left = words.slice(there, block.there).join('');
    const isFar = block.there - there > longestGap;
    const isOther = han.test(left) && !mayReplace(added);
    if (isFar || isOther || isTurned(added, words[block.there - 1]) || weighty.test(left)) {
      return false;
    }
    if (!mayAdd(added, passage) || isDeniedElse(block, passage)) {
      return false;
    }
    here = block.here + block.length;
    there = block.there + block.length;
  }
  return mayAdd(said.slice(here), passage);
}

/** `再用` for `先用`, `先用` for `再用`. */
function isTurned(added: readonly string[], before = ''): boolean {
  const said = added.join('');
  return (before === '先' && later.test(said)) || (before === '再' && said.includes('先'));
}

/** `不用扩大` out of `不用重启`: what is denied is something else. */
function isDeniedElse({ there, length }: Block, { words, starts }: Passage): boolean {
  const end = there + length;
  return end < words.length && !starts.has(end) && denying.test(words.slice(there, end).join(''));
}

const han = /\p{Script=Han}/u;
const particles =
  /^(?:[请要需会能是的了在里中就也都用把将对到从给为与和并这那其时得做有您以才再后先]|那台|这台|那一例){0,6}$/u;

/** In the place of something else only what has no meaning of its own. */
function mayReplace(added: readonly string[]): boolean {
  return particles.test(added.join(''));
}

/** `修改权限` out of `不要修改权限`, or what is so only if something else is. */
function isTornOut(first: number, { words, starts }: Passage, sentence: string): boolean {
  let begin = first;
  while (begin > 0 && !starts.has(begin)) {
    begin -= 1;
  }
  const before = words.slice(begin, first).join('');
  const isConditional = conditional.test(sentence);
  return (
    before.endsWith('或') ||
    (unsettled.test(before) && !unsettled.test(sentence)) ||
    weighty.test(isConditional ? before.replace(conditions, '').replace(asked, '') : before) ||
    (conditions.test(words.slice(0, first).join('')) && !isConditional)
  );
}

/** Behind a short part of a list. */
function nextStart(end: number, starts: ReadonlySet<number>, last: number): number {
  for (let at = end + 1; at <= Math.min(end + 6, last); at += 1) {
    if (starts.has(at)) {
      return at;
    }
  }
  return last;
}

/** `关闭防病毒软件` out of `关闭防病毒软件无效`. */
function isCutShort(
  blocks: readonly Block[],
  { of, words, starts }: Passage,
  sentence: string,
): boolean {
  const { there = 0, length = 0 } = blocks.at(-1) ?? {};
  let end = there + length;
  while (end < words.length && !starts.has(end)) {
    end += 1;
  }
  const isWholePart = end === there + length;
  const isOneOfSome =
    of === '' &&
    (words[end] === '或' || (isWholePart && words[nextStart(end, starts, words.length)] === '或'));
  return (
    weighty.test(words.slice(there + length, end).join('')) ||
    (isOneOfSome && !sentence.includes('或'))
  );
}
