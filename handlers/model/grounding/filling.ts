import { glossary } from '../../../knowledge/prompts/glossary.ts';
import { lettersIn, type Passage } from './passages.ts';
import { fillers } from './wording.ts';

const filling = new Set(fillers);
const known = new Set(glossary.map((word) => word.toLowerCase()));
const kb = /^kb\d{6,8}$/u;
const acted = /[被由让使]|导致|造成|拦|删|卸|清[空除理]|禁|停|关|改|格式|覆盖|替换|移除|重装/u;

const turning = /先|再|后|前/u;

/** Whether words may be added to a passage, in a part of a sentence, without making it another statement. */
export function isFilling(
  added: readonly string[],
  { names, title }: Passage,
  clause: string,
): boolean {
  const mayName = !acted.test(clause) && lettersIn(clause).length >= 6;
  const rest = added
    .filter((word) => !(kb.test(word) || (mayName && (known.has(word) || names.has(word)))))
    .join('');
  return covers(rest, filling) || (!turning.test(rest) && covers(rest, filling, title));
}

const longestWord = 8;

/** True when a text is nothing but those words, and stretches of a title. */
export function covers(text: string, vocabulary: ReadonlySet<string>, title = ''): boolean {
  const ends = new Set([0]);
  for (let at = 0; at < text.length; at += 1) {
    for (let length = 1; ends.has(at) && length <= longestWord; length += 1) {
      const word = text.slice(at, at + length);
      if (vocabulary.has(word) || (length > 1 && title.includes(word))) {
        ends.add(at + length);
      }
    }
  }
  return ends.has(text.length);
}
