import { conditional, conditions } from './conditions.ts';
import type { Passage, Saying } from './passages.ts';

/** Words whose order tells who does what to whom. */
const directed = /导致|造成|引起|拦|由|让|使|比|于|先|再|后来|之后|前|因为|所以|来自/u;
const scales =
  /[不没无未非勿免莫只仅才或]|别|如果|若|除非|可能|通常|一般|多因|大多|其次|禁止|避免/gu;

/** `更新历史会清空` for `会清空更新历史`: most of one part of a sentence, in another order. */
export function isTurnedRound(
  { words: said, sentence, mayAdd }: Saying,
  passage: Passage,
): boolean {
  const bounds = [...passage.starts, passage.words.length];
  const scaleOf = (words: readonly string[]) => (words.join('').match(scales) ?? []).join('');
  return (
    !directed.test(said.join('')) &&
    (conditional.test(sentence) || !conditions.test(passage.words.join(''))) &&
    bounds.slice(1).some((end, index) => {
      const part = passage.words.slice(bounds[index], end);
      const rest = leftOf(said, part);
      return (
        rest !== undefined &&
        passage.words[end] !== '或' &&
        scaleOf(said) === scaleOf(part) &&
        rest.every((word) => word.length === 1) &&
        mayAdd(
          rest.filter((word) => word !== '被'),
          passage,
        )
      );
    })
  );
}

/** What is left of words when the stretches that the part holds, in another order, are taken away. */
function leftOf(said: readonly string[], part: readonly string[]): string[] | undefined {
  const text = ` ${part.join(' ')} `;
  const places: number[] = [];
  const rest: string[] = [];
  for (let at = 0; at < said.length; ) {
    let length = said.length - at;
    while (length > 1 && !text.includes(` ${said.slice(at, at + length).join(' ')} `)) {
      length -= 1;
    }
    if (length > 1) {
      places.push(text.indexOf(` ${said.slice(at, at + length).join(' ')} `));
    } else {
      rest.push(said[at] ?? '');
    }
    at += length;
  }
  const taken = said.length - rest.length;
  const isTurned = places.some((place, index) => place < (places[index - 1] ?? 0));
  return isTurned && 2 * taken >= part.length && taken >= 4 ? rest : undefined;
}

/** So much in a row is the same statement, and so much is when one of both is denied behind it. */
const shared = { much: 8, little: 5 };
const denial = /[不没无未非]/u;

/** True where a statement stands in a passage with another end. */
export function resembles(said: readonly string[], { words }: Passage): boolean {
  for (let here = 0; here < said.length; here += 1) {
    for (let there = 0; there < words.length; there += 1) {
      let length = 0;
      while (here + length < said.length && said[here + length] === words[there + length]) {
        length += 1;
      }
      const isDenied = (all: readonly string[], at: number) =>
        denial.test(all.slice(at + length, at + length + 2).join(''));
      if (
        length >= shared.much ||
        (length >= shared.little && isDenied(said, here) !== isDenied(words, there))
      ) {
        return true;
      }
    }
  }
  return false;
}
