import { findCodes } from '../../../knowledge/codes/find-codes.ts';
import { parseCode } from '../../../knowledge/codes/parse-code.ts';
import type { Corpus } from './corpus.ts';
import { stands } from './corpus.ts';
import { findKbs, squeeze } from './spans.ts';

const caseNumber = /(?:CAS|TMP)[0-9OIL]{3}/u;
const calledCase =
  /案例(?:编?号)?[^\p{Script=Han}a-z0-9]{0,4}\d{3}|\d{3,}[^\p{Script=Han}a-z0-9]{0,2}号?案例/iu;
const threeDigits = /\d{3}/u;

/** A number of a case that is not among those that may be told; a part of one is none. */
export function namesUnknownCase(spelled: string, { cases }: Corpus): boolean {
  const rest = [...cases.keys()].reduce(
    (text, known) => text.replaceAll(known, ' '),
    squeeze(spelled),
  );
  return caseNumber.test(rest) || (calledCase.test(spelled) && threeDigits.test(rest));
}

/** How the cases that a sentence names ended. */
export function namedOutcomes(folded: string, { cases }: Corpus): string[] {
  const squeezed = squeeze(folded);
  return [...cases].filter(([number]) => squeezed.includes(number)).map(([, outcome]) => outcome);
}

export function namesUnknownKb(spelled: string, { kbs }: Corpus): boolean {
  return findKbs(spelled).some((kb) => !kbs.has(kb));
}

const codeLike =
  /(?<![a-z0-9_.~\\-])(?:0 ?[xo] ?[0-9a-fo]{1,8}(?: [0-9a-fo]{4})?|[0-9a-f]{4} ?[0-9a-f]{4}|-\d{9,10}|\d{10})(?![a-z0-9_~])/gu;
const hasDigit = /\d/u;
const blanks = / /gu;

/** In whatever form it is written: with blanks, in decimals, by its symbol, without `0x`. */
export function namesUnknownCode(spelled: string, { codes, own, others }: Corpus): boolean {
  if (findCodes(spelled).some((code) => !codes.has(code))) {
    return true;
  }
  return (spelled.toLowerCase().match(codeLike) ?? [])
    .filter((written) => hasDigit.test(written))
    .some((written) => {
      const code = parseCode(written.replace(blanks, ''));
      const isSaid = stands(written, own) || stands(written, others);
      return !(isSaid || (code !== undefined && codes.has(code)));
    });
}
