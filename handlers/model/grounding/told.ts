import { type Advice, adviceOf, namedSteps } from './advice.ts';
import { findIn } from './aligned.ts';
import { claimsUnheard } from './claims.ts';
import { clausesOf } from './clauses.ts';
import type { Corpus } from './corpus.ts';
import { isFilling } from './filling.ts';
import { hanOf } from './fold.ts';
import { lettersIn, type Passage, type Saying } from './passages.ts';
import { squeeze } from './spans.ts';
import { resembles } from './turned.ts';
import { isGuess, isOpen } from './unsure.ts';
import { claimsNothing, isNeutral, isStructure } from './weightless.ts';

/**
 * True when a part of a sentence is neither a guess, nor of words without weight, nor said by our own texts: those of
 * the steps that it cites where it tells what to do, those of the cases that it names.
 */
export function saysElse(folded: string, steps: readonly string[], corpus: Corpus): boolean {
  const lower = folded.toLowerCase();
  const clauses = clausesOf(lower);
  const telling: Telling = {
    lower,
    steps,
    corpus,
    passages: passagesFor(folded, steps, corpus),
    last: new Map(),
  };
  return (
    hanOf(lower).length < 2 ||
    repeated.test(lower) ||
    backsUpLate.test(lower) ||
    !isInOrder(namedSteps(folded)) ||
    clauses.some((clause) => !isSaid(clause, telling)) ||
    (!isAllOurs(clauses, { ...telling, last: new Map() }) && claimsUnheard(folded, corpus))
  );
}

const repeated = /(\p{Script=Han}{2,12}).{0,2}\1.{0,2}\1/u;
const backsUpLate =
  /(?:再|然后|接着|最后|后|完)[^,。;前]{0,8}备份|(?:^|[,。;])(?![^,。;]{0,40}(?:先|需|要|前|有备份))[^,。;]{0,40}备份/u;

interface Telling {
  lower: string;
  steps: readonly string[];
  corpus: Corpus;
  passages: readonly Passage[];
  /** By the step: where what was told of it last stands. */
  last: Map<string, number>;
}

function isInOrder(named: readonly string[]): boolean {
  const numbers = named.map((id) => Number(id.slice(1)));
  return numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? 0));
}

const ofCase = /^(?:CAS|TMP)\d/u;

/** Of a step that is not cited only what it is, not what comes of it; beside a case only that case and the causes. */
function passagesFor(
  folded: string,
  steps: readonly string[],
  { passages }: Corpus,
): readonly Passage[] {
  const squeezed = squeeze(folded);
  const namesCase = passages.some(({ of }) => ofCase.test(of) && squeezed.includes(of));
  return passages.filter(({ of }) => {
    if (ofCase.test(of)) {
      return squeezed.includes(of);
    }
    return of.endsWith('!') || of.startsWith('T')
      ? steps.includes(stepOf(of))
      : of === '' || !namesCase;
  });
}

/** Every part is made of words without weight, or said by our own texts. */
function isAllOurs(clauses: readonly string[], telling: Telling): boolean {
  return clauses.every((clause) => isOurs(clause, lettersIn(clause), adviceOf(clause), telling));
}

function isOurs(
  clause: string,
  said: readonly string[],
  advice: Advice,
  telling: Telling,
): boolean {
  const { steps, corpus } = telling;
  const mayBeNeutral = advice !== 'told' && !(steps.length > 0 && numbered.test(clause));
  return (
    (mayBeNeutral && isNeutral(said, corpus)) ||
    isStructure(said) ||
    isFound(clause, said, advice, telling)
  );
}

function isSaid(clause: string, telling: Telling): boolean {
  const said = lettersIn(clause);
  const advice = adviceOf(clause);
  const isWeak = isGuess(clause, telling) || isOpen(clause) || isHarmless(clause, said, telling);
  return isOurs(clause, said, advice, telling) || (advice === 'none' && isWeak);
}

/** Words of the field that name no cause, no end and nobody who acts, and do not turn what our own texts say. */
function isHarmless(clause: string, said: readonly string[], telling: Telling): boolean {
  const { steps, passages } = telling;
  return (
    steps.length === 0 &&
    !passages.some(({ of }) => ofCase.test(of)) &&
    claimsNothing(clause) &&
    !passages.some((passage) => resembles(said, passage))
  );
}

const numbered = /\d/u;
const success = /[会后时看]|说明|显示|提示|可以|能/u;
const ordered = /(?:^|,)[^,]{0,3}(?:先|再|然后|接着|最后)/u;

function isFound(
  clause: string,
  said: readonly string[],
  advice: Advice,
  { lower, steps, passages, last }: Telling,
): boolean {
  const saying: Saying = {
    words: said,
    sentence: lower,
    mayAdd: (added, passage) => isFilling(added, passage, clause),
  };
  const isOwn = steps.length > 0;
  const fitting = passages.filter(({ of }) =>
    steps.includes(stepOf(of))
      ? of === stepOf(of) || success.test(clause)
      : ofCase.test(of) ||
        (of === '' && !(isOwn && numbered.test(clause))) ||
        (!isOwn && advice !== 'told'),
  );
  return fitting.some((passage) => {
    const at = findIn(saying, passage);
    if (at === undefined) {
      return false;
    }
    const place = passages.indexOf(passage) * 1000 + at;
    const isLate = passage.isOrdered && ordered.test(lower) && place < (last.get(passage.of) ?? 0);
    if (!isLate && passage.isOrdered) {
      last.set(passage.of, place);
    }
    return !isLate;
  });
}

function stepOf(of: string): string {
  return of.endsWith('!') ? of.slice(0, -1) : of;
}
