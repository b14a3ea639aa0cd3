import { narrow } from './parse-code.ts';
import { errorCodes } from './table.ts';

const tokens = /[^\s,，、;；。：:（）()[\]]{6,14}/gu;
/** Codes of this field start with 8, c, d or e; a KB number or a date does not. */
const nearly =
  /^(?:[0o]x([0-9a-fo]{6,7}|[0-9a-fo]{9,10})|([8cde][0-9a-fo]{5,6}|[8cde][0-9a-fo]{8,9}))$/iu;
const letterO = /o/giu;
/** `0x240006` is a whole code without its leading zeros. */
const fromEight = /^[8cde]/u;
const wholeDigits = 8;
const mostTokens = 20;
const mostSuggestions = 3;

export interface Suggestion {
  /** As it was written. */
  written: string;
  /** Codes of the table that differ by one or two zeros, the likelier ones first. */
  codes: string[];
}

/** Words that are codes but for a zero too few or too many. Nothing is assumed of them. */
export function suggestCodes(text: string): Suggestion[] {
  const found = (narrow(text).match(tokens) ?? []).slice(0, mostTokens);
  return [...new Set(found)].flatMap((written) => {
    const [, marked, bare] = nearly.exec(written) ?? [];
    const digits = (marked ?? bare ?? '').toLowerCase().replace(letterO, '0');
    const codes = fromEight.test(digits) ? likelyCodes(digits) : [];
    return codes.length > 0 ? [{ written, codes }] : [];
  });
}

function likelyCodes(digits: string): string[] {
  const change = wholeDigits - digits.length;
  const step = change > 0 ? withZero : withoutZero;
  let all = new Set([digits]);
  for (let count = Math.abs(change); count > 0; count -= 1) {
    all = new Set([...all].flatMap(step));
  }
  const known = [...all]
    .map((one) => errorCodes().get(`0x${one}`))
    .filter((one) => one !== undefined);
  return known
    .sort((a, b) => Number(b.step !== '') - Number(a.step !== '') || (a.code < b.code ? -1 : 1))
    .slice(0, mostSuggestions)
    .map(({ code }) => code);
}

function withZero(digits: string): string[] {
  return [...digits, ''].map((_, at) => `${digits.slice(0, at)}0${digits.slice(at)}`);
}

function withoutZero(digits: string): string[] {
  return [...digits].flatMap((digit, at) =>
    digit === '0' ? [`${digits.slice(0, at)}${digits.slice(at + 1)}`] : [],
  );
}
