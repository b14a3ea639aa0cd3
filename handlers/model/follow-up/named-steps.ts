import { fold, smallNumber } from '../grounding/fold.ts';

/** Steps that a question names by their numbers. */
export interface NamedSteps {
  /** Of the advised ones, from 1. */
  advised: number[];
  /** Of the tests of guesses; `guess` is undefined where the question does not say of which. */
  tests: { guess: number | undefined; step: number }[];
}

const number = String.raw`([\d一二三四五六七八九十]{1,3})`;
/** `验证 1-2`, as such a step is marked. */
const marked = new RegExp(`(?:验证|推测|猜测) ?${number} ?[-.] ?${number}(?![\\d.])`, 'gu');
/** `推测1的第2步`, `验证方法的第2步`; 验证第2步 alone asks whether an advised one has worked. */
const told = new RegExp(
  `(?:(?:推测|猜测) ?${number}?[的里中]?(?:验证)?(?:方法)?|验证(?:方法|的))[的里中]? ?(?:第 ?${number} ?步|步骤 ?${number})|验证步骤 ?${number}`,
  'gu',
);
const advised = new RegExp(
  `第 ?${number}(?: ?(、|和|到|至|~|-) ?第? ?${number})? ?步|步骤 ?${number}`,
  'gu',
);
const through = /[到至~-]/u;
const mostSteps = 99;

export function namedSteps(question: string): NamedSteps {
  const tests: NamedSteps['tests'] = [];
  const noteTest = (guess: string | undefined, step: string | undefined) => {
    tests.push({
      guess: guess === undefined ? undefined : smallNumber(guess),
      step: smallNumber(step ?? '') ?? 0,
    });
    return '，';
  };
  const rest = fold(question)
    .replace(marked, (_, guess: string, step: string) => noteTest(guess, step))
    .replace(told, (_, guess?: string, one?: string, two?: string, three?: string) =>
      noteTest(guess, one ?? two ?? three),
    );
  const numbers = [...rest.matchAll(advised)].flatMap(([, first, by = '', last, single]) =>
    numbersOf(first ?? single, by, last),
  );
  return { advised: [...new Set(numbers)], tests };
}

function numbersOf(first = '', by: string, last: string | undefined): number[] {
  const from = smallNumber(first) ?? 0;
  const to = last === undefined ? from : (smallNumber(last) ?? 0);
  if (!through.test(by)) {
    return last === undefined ? [from] : [from, to];
  }
  const length = Math.min(Math.max(to - from + 1, 1), mostSteps);
  return Array.from({ length }, (_, index) => from + index);
}
