import { commonWords } from '../../../knowledge/prompts/glossary.ts';
import type { Corpus } from './corpus.ts';
import { hanOf, pairsOf } from './fold.ts';

/** A guess is labelled as one, and may bring in what nobody has thought of yet. */
const guess = /^(?:可能(?!性)|也许|或许|推测|怀疑)/u;
const leastShared = 0.45;
const leastOfPart = 0.2;
const common = commonWords.join(' ');

const clauses = /[^，。；：、！？,;:!?]+/gu;

/**
 * True when most of a sentence, or nearly all of one part of it, is made of what stands neither in the material nor in the
 * words of the field.
 */
export function claimsUnheard(folded: string, { own, others }: Corpus): boolean {
  const heard = [own, others].map(hanOf);
  const isKnown = (pair: string) =>
    common.includes(pair) || heard.some((text) => text.includes(pair));
  const isUnheard = (part: string): boolean => {
    const pairs = pairsOf(part);
    return pairs.length > 1 && pairs.filter(isKnown).length <= leastOfPart * pairs.length;
  };
  const pairs = pairsOf(folded);
  return (
    !guess.test(folded) &&
    (pairs.filter(isKnown).length < leastShared * pairs.length ||
      (folded.match(clauses) ?? []).some(isUnheard))
  );
}
