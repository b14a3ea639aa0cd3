import type { Cause, CodeMeaning } from '../diagnosis.ts';
import { proseOf } from '../input/prose.ts';
import type { Codes } from './codes.ts';
import { findCodes } from './find-codes.ts';

/** More would bury the ones that matter. */
const mostCodes = 6;
/** A long paste is told by its proof lines. */
const longestSaid = 4000;

/** The last error of the thread at the time of writing, seldom the one that is told of. */
const lastError = /\[gle=0x[0-9a-f]{1,8}\]/giu;

/** What the codes mean that the answer rests on: those of the proof first, then those asked about. */
export function meanings(
  said: string,
  causes: readonly Cause[],
  lastCode: string | undefined,
  codes: Codes,
): CodeMeaning[] {
  const proof = causes.slice(0, 2).flatMap(({ evidence }) => evidence.map(({ text }) => text));
  const asked = proseOf(said.slice(0, longestSaid));
  const found = [lastCode ?? '', ...proof, asked]
    .map((text) => text.replace(lastError, ''))
    .flatMap(findCodes);
  const told = new Map<string, CodeMeaning>();
  for (const code of new Set(found)) {
    const meaning = codes.explain(code) ?? unknownCode(code, codes);
    // 0x00000005 beside 0x80070005 says nothing new.
    if (!told.has(meaning.meaning) && told.size < mostCodes) {
      told.set(meaning.meaning, meaning);
    }
  }
  return [...told.values()];
}

function unknownCode(code: string, codes: Codes): CodeMeaning {
  return { code, name: '', meaning: codes.describe(code) };
}
