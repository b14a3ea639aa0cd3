import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A row of error-codes.tsv. `cause` and `step` are empty where those of the family speak. */
export interface ErrorCode {
  code: string;
  /** The symbol, or the component in capitals where Microsoft published none. */
  name: string;
  /** A row of code-families.tsv. */
  family: string;
  meaning: string;
  cause: string;
  step: string;
  source: string;
}

/** Rows of a table beside this file, without the headings. */
export function readTable(file: string): string[][] {
  const [, ...rows] = readFileSync(path.join(import.meta.dirname, file), 'utf8').split('\n');
  return rows.filter(Boolean).map((row) => row.split('\t'));
}

const columns = 7;

/** Read when it is first needed. Throws when error-codes.tsv has a line that cannot be read. */
export const errorCodes = once(() => {
  const known = new Map<string, ErrorCode>();
  for (const cells of readTable('error-codes.tsv')) {
    const [code = '', name = '', family = '', meaning = '', cause = '', step = '', source = ''] =
      cells;
    if (cells.length !== columns || !(name && family && meaning && source) || known.has(code)) {
      throw new Error(`knowledge/codes/error-codes.tsv: bad or repeated row "${cells.join(' ')}"`);
    }
    known.set(code, { code, name, family, meaning, cause, step, source });
  }
  return known;
});

/** The first six characters of a code, such as `0x8024`, and the part of Windows they stand for. */
export const prefixes = once(
  () =>
    new Map(
      readTable('upgrade-phases.tsv').flatMap(([kind, code = '', , title = '']) =>
        kind === 'result-family' ? [[code, title] as const] : [],
      ),
    ),
);

/** Names of other headers, and names that newer builds replaced. */
const otherNames: [string, string][] = [
  ['CBS_E_CANNOT_REMOVE', '0x800f0825'],
  ['CBS_E_INVALID_WINDOWS_UPDATE_COUNT', '0x800f0950'],
  ['CBS_E_INVALID_WINDOWS_UPDATE_COUNT_WSUS', '0x800f0954'],
  ['WININET_E_CONNECTION_RESET', '0x80072eff'],
];

/** Codes by symbol, those of our own table first: a name that has a `_` is a symbol. */
export const symbols = once(
  () =>
    new Map([
      ...otherNames,
      ...readTable('header-symbols.tsv').map(([code = '', name = '']) => [name, code] as const),
      ...[...errorCodes().values()].flatMap(({ code, name }) =>
        name.includes('_') ? [[name, code] as const] : [],
      ),
    ]),
);

/** The value is made at the first call and kept as long as the process. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
