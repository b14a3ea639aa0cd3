/** One kind of table or list that a command prints. */
export interface Table {
  /** Every character with which a first line can begin, blanks aside. */
  starts: string;
  /** Asked of lines outside tables that begin so. */
  begins(line: string): boolean;
  open(): Rows;
}

export interface Rows {
  /** What a line adds; `undefined` when the table ended before it. */
  read(line: string): Row | undefined;
}

export type Row =
  /** A heading, a rule, or what must not leave the machine. */
  | { kind: 'nothing' }
  /** A record of its own. */
  | { kind: 'record'; text: string }
  /** Several lines that make one record; `isFirst` begins the next. */
  | { kind: 'part'; text: string; isFirst: boolean };

export const nothing: Row = { kind: 'nothing' };

const blanks = /\s{2,}|\t/gu;

export function squeeze(text: string): string {
  return text.trim().replace(blanks, ' ');
}
