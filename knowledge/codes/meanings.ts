import type { Cause, CodeMeaning } from '../diagnosis.ts';
import type { Codes } from './codes.ts';
import { findCodes } from './parse-code.ts';

/** More would bury the ones that matter. */
const mostCodes = 6;
/** A long paste is told by its proof lines. */
const longestSaid = 4000;

/** What the codes mean that the answer rests on: those of the proof first, then those asked about. */
export function meanings(
  said: string,
  causes: readonly Cause[],
  lastCode: string | undefined,
  codes: Codes,
): CodeMeaning[] {
  const proof = causes.slice(0, 2).flatMap(({ evidence }) => evidence.map(({ text }) => text));
  const asked = said.length <= longestSaid ? said : '';
  const found = [lastCode ?? '', ...proof, asked].flatMap(findCodes);
  const told = new Map<string, CodeMeaning>();
  for (const code of new Set(found)) {
    const meaning = codes.explain(code) ?? unknownCode(code, codes);
    if (!told.has(meaning.code) && told.size < mostCodes) {
      told.set(meaning.code, meaning);
    }
  }
  return [...told.values()];
}

function unknownCode(code: string, codes: Codes): CodeMeaning {
  return { code, name: '', meaning: codes.describe(code) };
}
