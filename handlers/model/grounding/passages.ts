import { fold } from './fold.ts';

/** Codes, numbers with their unit, words in Latin letters, single Chinese characters. */
const letters =
  /(?:0x)?[0-9a-f]{8}(?![0-9a-z])|\d[\d.,:-]{0,40}(?: ?(?:%|[kmgt]b(?![a-z])|小时|分钟|毫秒|个月|个工作日|[年月天日时分秒次台个条页项行位]))?|[a-z$\\%/_][a-z0-9$\\%/_.:~*+-]{0,200}|\p{Script=Han}/gu;
const spaces = / /gu;
const trailing = /[.:/\\+*,-]{1,20}$/u;
const prefix = /^0x(?=[0-9a-f]{8}$)/u;

/** What a text is made of, in lower case; what stands between does not count. */
export function lettersIn(lower: string): string[] {
  return (lower.match(letters) ?? []).map((one) =>
    one.replace(spaces, '').replace(trailing, '').replace(prefix, ''),
  );
}

/** One sentence of ours. */
export interface Passage {
  /** `S1`, `S1!` for what shows that it worked, a number of a case, or nothing. */
  of: string;
  words: readonly string[];
  /** Where its parts begin. */
  starts: ReadonlySet<number>;
  /** What it is about. */
  title: string;
  /** Parts of everything it belongs to, each as a whole. */
  parts: ReadonlySet<string>;
  /** Words in Latin letters that stand elsewhere in what it belongs to. */
  names: ReadonlySet<string>;
  /** Whether what comes first in it is done first. */
  isOrdered: boolean;
  /** Of every two words side by side. */
  pairs: ReadonlySet<string>;
}

const sentenceEnds = /[。;!?]/u;
/** A comma between digits and the colon of a drive or a time end nothing. */
const partEnds = /[、()]|(?<!\d),|,(?!\d)|:(?=[\s\p{Script=Han}“"])/u;
const latin = /^[a-z$\\%/_]/u;

export function passagesOf(
  of: string,
  texts: readonly string[],
  { title = '', detail = '' } = {},
): Passage[] {
  const lower = texts.map((text) => fold(text).toLowerCase());
  const about = joined(fold(title).toLowerCase());
  const parts = new Set(lower.flatMap((text) => text.split(allEnds)).map(joined));
  const whole = fold(detail).toLowerCase();
  const names = new Set(lower.flatMap(lettersIn).filter((word) => latin.test(word)));
  return lower
    .flatMap((text) => text.split(sentenceEnds).map((sentence) => ({ text, ...inParts(sentence) })))
    .map(({ text, ...words }) => ({
      of,
      ...words,
      title: about,
      parts,
      names,
      isOrdered: text === whole && text !== '',
      pairs: new Set(pairsIn(words.words)),
    }))
    .filter(({ words }) => words.length > 1);
}

/** Of every two words that stand side by side. */
export function pairsIn(words: readonly string[]): string[] {
  return words.slice(1).map((word, index) => `${words[index]} ${word}`);
}

const allEnds = /[。;!?、()]|(?<!\d),|,(?!\d)/u;

function joined(text: string): string {
  return lettersIn(text).join('');
}

function inParts(sentence: string): Pick<Passage, 'words' | 'starts'> {
  const words: string[] = [];
  const starts = new Set<number>();
  for (const part of sentence.split(partEnds)) {
    starts.add(words.length);
    words.push(...lettersIn(part));
  }
  return { words, starts };
}

export interface Saying {
  words: readonly string[];
  /** The whole sentence, up to its end. */
  sentence: string;
  /** Whether words may be added to the passage without a change of meaning. */
  mayAdd(added: readonly string[], passage: Passage): boolean;
}
