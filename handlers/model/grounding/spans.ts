const run = /[\x21-\x7e](?:[\x20-\x7e]{0,400}[\x21-\x7e])?/gu;
const edges = /^[\s"'.,;:!?()[\]{}=]{1,40}|[\s"'.,;:!?()[\]{}=]{1,40}$/gu;

/** Stretches of ASCII between Chinese, without the punctuation around them. */
export function latinRuns(folded: string): string[] {
  return (folded.match(run) ?? []).map((one) => one.replace(edges, '')).filter(Boolean);
}

const kb = /(?<![a-z])kb[ -_.:#]{0,3}((?:\d[ -]?){4,9})/giu;
const notDigit = /\D/gu;

/** `kb5034441` */
export function findKbs(folded: string): string[] {
  return [...folded.matchAll(kb)].map(([, number = '']) => `kb${number.replace(notDigit, '')}`);
}

const notAlphanumeric = /[^A-Z0-9]/gu;

/** `CAS02564J6C0B1`: a number of a case, however it is written. */
export function squeeze(folded: string): string {
  return folded.toUpperCase().replace(notAlphanumeric, '');
}
