import type { Corpus } from './corpus.ts';
import { lettersOf } from './fold.ts';

/** Characters in a row that a sentence of its own seldom shares with a log: all Chinese, or some of them. */
const inLog = { chinese: 8, mixed: 12 };
const inQuestion = { chinese: 10, mixed: 16 };
const leastChinese = 3;
const shortest = 4;
const onlyHan = /^\p{Script=Han}+$/u;
const han = /\p{Script=Han}/gu;

/** Parts of a sentence: one that somebody else wrote as a whole is a sentence of his. */
const parts = /[^，。；：、！？“”（）,;:!?"()]+/gu;

/**
 * True when a sentence repeats what somebody wrote into a log, a file name or a question: that is quoted where it
 * stands, or not at all, since it may be meant for the reader of the answer.
 */
export function repeatsOthers(folded: string, { logged, asked, ownLetters }: Corpus): boolean {
  const lower = folded.toLowerCase();
  const said = lettersOf(lower);
  return (
    (lower.match(parts) ?? []).map(lettersOf).some(isWhole) ||
    shares(said, logged, ownLetters, inLog) ||
    shares(said, asked, ownLetters, inQuestion)
  );

  function isWhole(part: string): boolean {
    return (
      chineseOf(part) >= shortest &&
      (logged.includes(part) || asked.includes(part)) &&
      !ownLetters.includes(part)
    );
  }
}

function shares(said: string, others: string, own: string, most: typeof inLog): boolean {
  for (let at = 0; at + most.chinese <= said.length; at += 1) {
    const chinese = said.slice(at, at + most.chinese);
    const mixed = said.slice(at, at + most.mixed);
    const isLong = mixed.length === most.mixed && chineseOf(mixed) >= leastChinese;
    if (
      (onlyHan.test(chinese) && others.includes(chinese) && !own.includes(chinese)) ||
      (isLong && others.includes(mixed) && !own.includes(mixed))
    ) {
      return true;
    }
  }
  return false;
}

function chineseOf(text: string): number {
  return text.match(han)?.length ?? 0;
}
