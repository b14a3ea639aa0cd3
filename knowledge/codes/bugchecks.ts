import { once, readTable } from './table.ts';

/** What a stop code means. */
export interface BugCheck {
  name: string;
  /** Chinese. */
  meaning: string;
  /** Which parameter, from 1, is the address of the code that ran into it; `undefined` for none. */
  address: number | undefined;
}

const row = /^0x[0-9a-f]{8}\t[A-Z][A-Z0-9_]+\t[^\t]{2,60}\t[1-4]?\thttps:\/\/\S+$/;
/** Throws when bugchecks.tsv has a line that cannot be read. */
const bugChecks = once(load);

/**
 * By the number that a dump holds; codes with bit 28 set are the same ones, written where only a small dump could be.
 * `undefined` for a code that the table does not name.
 */
export function readBugCheck(code: number): BugCheck | undefined {
  const known = bugChecks();
  return known.get(code) ?? (code >>> 28 === 1 ? known.get(code & 0x0fff_ffff) : undefined);
}

function load(): Map<number, BugCheck> {
  const table = new Map<number, BugCheck>();
  for (const cells of readTable('bugchecks.tsv')) {
    const [code = '', name = '', meaning = '', address = ''] = cells;
    if (!row.test(cells.join('\t')) || table.has(Number(code))) {
      throw new Error(`knowledge/codes/bugchecks.tsv: bad or repeated row "${cells.join(' ')}"`);
    }
    table.set(Number(code), { name, meaning, address: address ? Number(address) : undefined });
  }
  return table;
}
