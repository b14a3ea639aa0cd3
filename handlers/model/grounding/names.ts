import type { Corpus } from './corpus.ts';
import { stands, withoutGlossary } from './corpus.ts';
import { latinRuns } from './spans.ts';

const token = /[a-z0-9][a-z0-9_.\\/:~%$*+-]{0,200}|[\\/%$~.][a-z0-9][a-z0-9_.\\/:~%$*+-]{0,200}/giu;
const trailing = /[.:/\\+*-]{1,20}$/u;
/** `[人员1]` that nobody was given. */
const strangeToken = /\[(?:人员|电话|邮箱|QQ|主机|用户|IP|MAC|证件)\d{0,4}\]/u;
const number = /^\d+$/u;
const longestLogged = 4;
/** What a log names and a sentence does not hold by chance. */
const hasDigit = /\d/u;
const camel = /[a-z][A-Z]/u;
const path = /[\\]|^[a-z]:|\/.*\/|_|~/u;
const fileName =
  /\.(?:dll|exe|sys|inf|cat|mum|manifest|cab|msu|msi|msp|wim|esd|iso|efi|log|etl|evtx|dmp|xml|dat|txt|ini|reg|json|csv|mui|ocx|cpl|drv|bin|edb|tmp|pnf|inx|stl|xrm-ms|appx|msix|psf|swm|mof|blf|regtrans-ms|html?)$/iu;
const mostWords = 3;

/** True when a word in Latin letters or a number stands nowhere that it may be taken from. */
export function namesUnknown(folded: string, corpus: Corpus, isAdvice: boolean): boolean {
  const lower = folded.toLowerCase();
  if (strangeToken.test(folded) || latinRuns(lower).some((run) => isLongForeign(run, corpus))) {
    return true;
  }
  const rest = withoutGlossary(lower);
  return [...rest.matchAll(token)].some(({ 0: word, index }) => {
    const written = folded.slice(index, index + word.length).replace(trailing, '');
    return written.length > 1 && !isKnown(written, corpus, isAdvice);
  });
}

/** Several words in a row are a sentence of somebody, who is to be quoted and not repeated. */
function isLongForeign(run: string, { ownRuns, own }: Corpus): boolean {
  return run.split(' ').length > mostWords && !ownRuns.has(run) && !stands(run, own);
}

/** What somebody is to do is said with words of our own alone. */
function isKnown(written: string, { own, others }: Corpus, isAdvice: boolean): boolean {
  const word = written.toLowerCase();
  return stands(word, own, isAdvice) || (!isAdvice && stands(word, others) && isName(written));
}

function isName(word: string): boolean {
  if (number.test(word)) {
    return word.length <= longestLogged;
  }
  if (word.includes('.') && !hasDigit.test(word) && !fileName.test(word)) {
    return path.test(word);
  }
  return hasDigit.test(word) || path.test(word) || fileName.test(word) || camel.test(word);
}
