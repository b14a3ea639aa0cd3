import type { DatabaseSync } from 'node:sqlite';
import type { Case } from '../../cases/case.ts';
import { all, type Row, run } from './database.ts';

/**
 * Our own rows: written by `saveCase` and nobody else, and completed by a migration whenever a case gets a new
 * field. Checking ten thousand of them again would take longer than everything else that is done with them.
 */
function parseCase(row: Row | undefined): Case | undefined {
  return row ? (JSON.parse(String(row.body)) as Case) : undefined;
}

/** By this number alone, not by one it had before. */
export function findOwn(db: DatabaseSync, caseNumber: string): Case | undefined {
  return parseCase(
    all(db, "SELECT body FROM cases WHERE number = ? AND body <> ''", caseNumber)[0],
  );
}

/** By this number, or by one it had before. */
export function findCase(db: DatabaseSync, caseNumber: string): Case | undefined {
  const former = all(db, 'SELECT current FROM former_numbers WHERE number = ?', caseNumber)[0];
  return findOwn(db, former ? String(former.current) : caseNumber);
}

const nextSequence = '(SELECT coalesce(max(sequence), 0) + 1 FROM cases)';

/** Whatever case once had its number by mistake has lost it. */
export function saveCase(db: DatabaseSync, one: Case): void {
  run(db, 'DELETE FROM former_numbers WHERE number = ?', one.case);
  run(
    db,
    `INSERT INTO cases (number, customer, status, body, sequence) VALUES (?, ?, ?, ?, ${nextSequence})
     ON CONFLICT (number) DO UPDATE SET
       customer = excluded.customer, status = excluded.status, body = excluded.body, sequence = excluded.sequence`,
    one.case,
    one.customer,
    one.status,
    JSON.stringify(one),
  );
}

/** Leaves the number alone, so that everybody who keeps the case learns that it is gone. */
export function blankCase(db: DatabaseSync, caseNumber: string): void {
  run(
    db,
    `UPDATE cases SET customer = '', status = '', body = '', sequence = ${nextSequence} WHERE number = ?`,
    caseNumber,
  );
}

/**
 * All cases as objects, kept up with what any process writes. What it hands out is shared by everybody who asks
 * and is never changed.
 */
export class CaseCache {
  readonly #db: DatabaseSync;
  readonly #cases = new Map<string, Case>();
  #sorted: Case[] = [];
  #sequence = 0;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** By number. */
  list(): readonly Case[] {
    this.#refresh();
    return this.#sorted;
  }

  byNumber(): ReadonlyMap<string, Case> {
    this.#refresh();
    return this.#cases;
  }

  #refresh(): void {
    const rows = all(
      this.#db,
      'SELECT number, body, sequence FROM cases WHERE sequence > ? ORDER BY sequence',
      this.#sequence,
    );
    for (const row of rows) {
      const one = row.body === '' ? undefined : parseCase(row);
      if (one) {
        this.#cases.set(one.case, one);
      } else {
        this.#cases.delete(String(row.number));
      }
      this.#sequence = Number(row.sequence);
    }
    if (rows.length > 0) {
      this.#sorted = [...this.#cases.values()].sort((a, b) => (a.case < b.case ? -1 : 1));
    }
  }
}
