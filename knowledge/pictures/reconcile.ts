import type { Box, PictureLine, Reading } from './picture.ts';
import { findTokens, type Token } from './tokens.ts';

/** A line of a picture as far as it is believed. */
export interface AgreedLine extends Box {
  /** As it was recognised, with what is settled in its canonical spelling; a code that is open is left out. */
  text: string;
  /** Codes and KBs that at least one model read and none read otherwise. */
  settled: readonly string[];
  /** Codes that could be several, or were made out with a guess; empty where none fits. */
  open: readonly OpenToken[];
}

export interface OpenToken {
  raw: string;
  values: readonly string[];
}

/** What stands in a line in place of a code that was not made out. */
export const illegible = '〔代码认不准〕';

/**
 * The line is told in the words of the model that knows its language; codes need both: what one read and the other read
 * otherwise is open.
 */
export function reconcile(readings: readonly Reading[]): AgreedLine[] {
  const linesOf = (model: Reading['model']) =>
    readings.find((reading) => reading.model === model)?.lines ?? [];
  const [chinese, latin] = [linesOf('zh'), [...linesOf('en')]];
  const lines = chinese.map((line) => {
    const index = latin.findIndex((other) => isSameLine(line, other));
    const [other] = index < 0 ? [] : latin.splice(index, 1);
    return agree(line, other);
  });
  // What only the other model saw is worth something where codes stand in it.
  const others = latin.map((line) => agree(line, undefined)).filter(hasTokens);
  return [...lines, ...others.map(onlyTokens)].sort(byPlace);
}

function hasTokens({ settled, open }: AgreedLine): boolean {
  return settled.length > 0 || open.length > 0;
}

/** The rest is Chinese read as if it were Latin. */
function onlyTokens(line: AgreedLine): AgreedLine {
  return { ...line, text: [...line.settled, ...line.open.map(() => illegible)].join(' ') };
}

function byPlace(left: Box, right: Box): number {
  return left.top - right.top || left.left - right.left;
}

/** Both looked at the same pixels; each may cut a line where the other does not. */
function isSameLine(left: Box, right: Box): boolean {
  const height = Math.min(left.bottom, right.bottom) - Math.max(left.top, right.top);
  const width = Math.min(left.right, right.right) - Math.max(left.left, right.left);
  const least = Math.min(left.bottom - left.top, right.bottom - right.top);
  return (
    height > least / 2 && width > Math.min(left.right - left.left, right.right - right.left) / 2
  );
}

const han = /\p{Script=Han}/gu;
/** The model sets blanks between Chinese words. */
const betweenHan =
  /(?<=[\p{Script=Han}，。、：；（）]) (?=[\p{Script=Han}，。、：；（）])|(?<=\p{Script=Han}) (?=[,:;.!?)])/gu;
const wide = /[０-９Ａ-Ｚａ-ｚ]/gu;
const blanks = /\s{1,100}/gu;
/** Fewer are a misread icon in an English line. */
const leastHan = 2;

function agree(line: PictureLine, other: PictureLine | undefined): AgreedLine {
  const [mine, theirs] = [spell(line), other && spell(other)];
  const isLatin = theirs !== undefined && (mine.match(han)?.length ?? 0) < leastHan;
  const [told, checked] = isLatin ? [theirs, mine] : [mine, theirs ?? ''];
  const { left, top, right, bottom } = line;
  return { ...settle(told, checked), left, top, right, bottom };
}

function spell({ text }: PictureLine): string {
  return text
    .replace(wide, (one) => one.normalize('NFKC'))
    .replace(blanks, ' ')
    .replace(betweenHan, '');
}

interface Pair {
  /** In the line that is told. */
  told?: Token;
  checked?: Token;
}

function settle(told: string, checked: string): Pick<AgreedLine, 'text' | 'settled' | 'open'> {
  const settled: string[] = [];
  const open: OpenToken[] = [];
  const missing: string[] = [];
  let text = '';
  let at = 0;
  for (const pair of pairs(findTokens(told), findTokens(checked))) {
    const values = valuesOf(pair);
    const [value] = values;
    const isSettled = value !== undefined && values.length === 1 && isFirm(pair);
    if (isSettled) {
      settled.push(value);
    } else {
      open.push({ raw: (pair.told ?? pair.checked)?.raw ?? '', values });
    }
    const spelled = isSettled ? value : illegible;
    if (pair.told) {
      text += told.slice(at, pair.told.start) + spelled;
      at = pair.told.start + pair.told.raw.length;
    } else {
      missing.push(spelled);
    }
  }
  // What the told line misses altogether goes to its end, where it breaks no word.
  return {
    text: [text + told.slice(at), ...missing].join(' '),
    settled: [...new Set(settled)],
    open,
  };
}

/** Tokens of one kind meet in their order; where one line has more, by what they say. */
function pairs(told: readonly Token[], checked: readonly Token[]): Pair[] {
  const left = [...checked];
  const met = told.map((token): Pair => {
    const isAlone = told.filter(({ kind }) => kind === token.kind).length === 1;
    const same = left.filter(({ kind }) => kind === token.kind);
    const partner =
      same.find(({ values }) => values.some((value) => token.values.includes(value))) ??
      (same.length === 1 && isAlone ? same[0] : undefined) ??
      same.find((one) => isAlike(one.raw, token.raw));
    if (partner) {
      left.splice(left.indexOf(partner), 1);
    }
    return { told: token, ...(partner && { checked: partner }) };
  });
  return [...met, ...left.map((token): Pair => ({ checked: token }))];
}

const mostDifferences = 4;

/** Two spellings of what is likely one word: as long, and mostly the same. */
function isAlike(left: string, right: string): boolean {
  const longest = Math.max(left.length, right.length);
  const same = [...left].filter((one, index) => one === right[index]).length;
  return longest - same <= mostDifferences;
}

/** What both allow, or the only one that says something; all of both where they contradict each other. */
function valuesOf({ told, checked }: Pair): string[] {
  const mine = told?.values ?? [];
  const theirs = checked?.values ?? [];
  if (mine.length === 0 || theirs.length === 0) {
    return [...mine, ...theirs];
  }
  const both = mine.filter((value) => theirs.includes(value));
  return both.length > 0 ? both : [...new Set([...mine, ...theirs])];
}

/** A guess alone settles nothing; two models that come to the same do. */
function isFirm({ told, checked }: Pair): boolean {
  const spoken = [told, checked].filter((one) => one !== undefined && one.values.length > 0);
  return spoken.some((one) => one?.how !== 'guessed') || spoken.length === 2;
}
