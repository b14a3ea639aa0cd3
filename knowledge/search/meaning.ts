import { createHash } from 'node:crypto';
import type { Case } from '../cases/case.ts';
import { knownCustomers } from '../cases/customers.ts';

/** What texts are compared by when it is their meaning that counts: what happened, not to whom. */
export interface Meaning {
  ofCase(one: Case): string;
  /** Of a question, redacted already. */
  ofText(text: string): string;
}

/** In characters: some models take no more than 512 tokens. */
const longest = 1000;
const longestPart = 400;
const caseNumbers = /(?:CAS-\d{5}(?:-[A-Z0-9]{6})?|TMP-\d{8}-[A-Z0-9]{4})/giu;
const blanks = /[^\S\n]+/gu;
const breaks = /\s*\n\s*/gu;

/** Names of customers make cases alike that have nothing else in common; like those of `unsaid`, they are left out. */
export function createMeaning(unsaid: readonly string[]): Meaning {
  const customers = knownCustomers.flatMap(({ name, aliases }) => [name, ...aliases]);
  const names = compile([...unsaid, ...customers]);
  const plain = (text: string, branch: string | null): string =>
    (branch ? text.replaceAll(branch, ' ') : text)
      .replace(names, ' ')
      .replace(caseNumbers, ' ')
      .replace(blanks, ' ')
      .replace(breaks, '\n')
      .trim()
      .slice(0, longest)
      .toWellFormed();
  return {
    ofCase(one) {
      const seen = one.findings.map((finding) => finding.seen).join('\n');
      const parts = [one.title, one.symptom, one.wording.join('\n'), seen, one.resolution];
      return plain(parts.map((part) => part.slice(0, longestPart)).join('\n'), one.branch);
    },
    ofText: (text) => plain(text, null),
  };
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const special = /[\\^$.*+?()[\]{}|]/gu;
const latin = /^[\w .-]+$/u;

/** The longest first: a part of a name would leave the rest of it behind. A Latin one is a word of its own. */
function compile(names: readonly string[]): RegExp {
  const sources = names
    .filter((name) => name.length > 1)
    .toSorted((left, right) => right.length - left.length)
    .map((name) => {
      const source = name.replace(special, '\\$&');
      return latin.test(name) ? `(?<![A-Za-z0-9])${source}(?![A-Za-z0-9])` : source;
    });
  return new RegExp(sources.join('|'), 'giu');
}
