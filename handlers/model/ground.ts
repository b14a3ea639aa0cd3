import { adviceOf, keepsWeight, namedSteps, restsOn } from './grounding/advice.ts';
import { claimsCertainty } from './grounding/certainty.ts';
import { claimsUnheard } from './grounding/claims.ts';
import { namesUnknownCommand } from './grounding/commands.ts';
import { repeatsOthers } from './grounding/copied.ts';
import { buildCorpus, type Corpus, redactionToken, withoutCauses } from './grounding/corpus.ts';
import { digitise, fold, isPlain, lettersOf } from './grounding/fold.ts';
import {
  namedOutcomes,
  namesUnknownCase,
  namesUnknownCode,
  namesUnknownKb,
} from './grounding/identifiers.ts';
import { leadsAway } from './grounding/links.ts';
import { namesUnknown } from './grounding/names.ts';
import { saysElse } from './grounding/told.ts';
import type { Material, Sentence } from './material.ts';

/** Why a sentence of a model is not shown. */
export type DropReason =
  | 'code'
  | 'case'
  | 'kb'
  | 'name'
  | 'command'
  | 'step'
  | 'link'
  | 'certainty'
  | 'reference'
  | 'length'
  /** It repeats what somebody wrote into a log, a file name or a question. */
  | 'copied'
  /** Most of it stands nowhere. */
  | 'claim';

export interface Grounded {
  kept: Sentence[];
  dropped: DropReason[];
}

const longestSentence = 120;

export interface Grounding {
  /**
   * Sentences that are shown to our own people beside the words they were made of, to be taken over or not: they need
   * not say things as our texts do.
   */
  isDraft?: boolean;
}

/** Keeps the sentences of which every claim stands in the material. */
export function ground(
  sentences: readonly Sentence[],
  material: Material,
  { isDraft = false }: Grounding = {},
): Grounded {
  const corpus = { ...buildCorpus(material), isDraft };
  const grounded: Grounded = { kept: [], dropped: [] };
  for (const sentence of sentences) {
    const checked = check(sentence, corpus);
    if (typeof checked === 'string') {
      grounded.dropped.push(checked);
    } else {
      grounded.kept.push(checked);
    }
  }
  return grounded;
}

/** `（L1、L2）`: ids are for us; what a reader sees beside a sentence is the line itself. */
const bracketedIds =
  /\s?[（(【[]\s?[LST]\d{1,2}(?:\s?[、,，;；和-]\s?[LST]\d{1,2}){0,12}\s?[）)】\]]/gu;
const bareId =
  /(?<![A-Za-z0-9])[LST]\d{1,2}(?![A-Za-z0-9])|(?<!\p{Script=Han})文件\d{1,3}\.[a-z0-9]{1,8}/u;

interface Ground extends Corpus {
  isDraft: boolean;
}

function check(sentence: Sentence, corpus: Ground): Sentence | DropReason {
  if (sentence.text.length > 2 * longestSentence) {
    return 'length';
  }
  const text = sentence.text.replace(bracketedIds, '').trim();
  if (text.length > longestSentence || text === '') {
    return 'length';
  }
  const folded = fold(withoutTokens(text, corpus));
  const named = namedSteps(folded);
  const steps = [...new Set([...sentence.steps, ...named])];
  // Whoever names a step in words speaks of that one, whichever else he cites.
  const meant = named.length > 0 ? named : steps;
  const isElse = !corpus.isDraft && saysElse(folded, meant, corpus);
  const reason =
    wrongReference(sentence, text, corpus) ??
    (leadsAway(folded.toLowerCase()) ? 'link' : undefined) ??
    wrongIdentifier(digitise(folded), corpus) ??
    wrongWords(folded, steps, corpus, corpus.isDraft || isElse) ??
    (isPlain(withoutTokens(text, corpus)) ? undefined : 'link') ??
    (isOurs(folded, corpus) ? undefined : unproved(folded, steps, corpus, isElse));
  return reason ?? { text, lines: sentence.lines, steps };
}

function unproved(
  folded: string,
  steps: readonly string[],
  corpus: Ground,
  isElse: boolean,
): DropReason | undefined {
  if (isElse) {
    return steps.length > 0 ? 'step' : 'claim';
  }
  return corpus.isDraft && claimsUnheard(folded, corpus) ? 'claim' : undefined;
}

/** Tokens that stand for what was redacted are shown as they are; one that nobody was given is a name. */
function withoutTokens(text: string, { tokens }: Corpus): string {
  return text.replace(redactionToken, (found) => (tokens.has(found) ? '，' : found));
}

function wrongReference(
  { lines, steps }: Sentence,
  text: string,
  corpus: Corpus,
): DropReason | undefined {
  const isWrong =
    lines.some((id) => !corpus.lines.has(id)) || steps.some((id) => !corpus.steps.has(id));
  return isWrong || bareId.test(text) ? 'reference' : undefined;
}

function wrongIdentifier(spelled: string, corpus: Corpus): DropReason | undefined {
  if (namesUnknownCase(spelled, corpus)) {
    return 'case';
  }
  if (namesUnknownKb(spelled, corpus)) {
    return 'kb';
  }
  return namesUnknownCode(spelled, corpus) ? 'code' : undefined;
}

function wrongWords(
  folded: string,
  steps: readonly string[],
  corpus: Corpus,
  isElse: boolean,
): DropReason | undefined {
  if (namesUnknownCommand(folded.toLowerCase(), corpus)) {
    return 'command';
  }
  const ours = isOurs(folded, corpus);
  if (!ours && claimsCertainty(folded, corpus.own)) {
    return 'certainty';
  }
  if (steps.some((id) => !corpus.steps.has(id))) {
    return 'step';
  }
  if (!ours && !keepsWeight(folded, corpus.ownLetters)) {
    return 'step';
  }
  // What is said of a step is advice, however it is put.
  const advice = steps.length > 0 ? 'told' : adviceOf(withoutCauses(folded, corpus));
  const told = steps.map((id) => corpus.steps.get(id) ?? '');
  const done = advice === 'done' ? [corpus.causes, ...namedOutcomes(folded, corpus)] : [];
  if (!ours && advice !== 'none' && !restsOn(folded, [...told, ...done], corpus.ownHan) && isElse) {
    return 'step';
  }
  if (namesUnknown(digitise(folded), corpus, advice === 'told')) {
    return 'name';
  }
  return repeatsOthers(folded, corpus) ? 'copied' : undefined;
}

/** Said as one of our own texts says it. */
function isOurs(folded: string, { ownSentences }: Corpus): boolean {
  return ownSentences.has(lettersOf(folded.toLowerCase()));
}
