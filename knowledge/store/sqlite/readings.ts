import type { DatabaseSync } from 'node:sqlite';
import type { Store } from '../store.ts';
import { all, run } from './database.ts';

export function readingMethods(db: DatabaseSync) {
  return {
    saveReading: async (caseNumber: string, body: string) => {
      run(
        db,
        `INSERT OR REPLACE INTO readings (number, body)
         SELECT ?, ? WHERE EXISTS (SELECT 1 FROM cases WHERE number = ? AND body <> '')`,
        ...[caseNumber, body, caseNumber],
      );
    },
    findReading: async (caseNumber: string) => {
      const row = all(db, 'SELECT body FROM readings WHERE number = ?', caseNumber)[0];
      return row && String(row.body);
    },
  } satisfies Partial<Store>;
}

/** Also where the case got another number: its mails are read again under that one. */
export function forgetReadings(db: DatabaseSync, numbers: readonly string[]): void {
  for (const number of numbers) {
    run(db, 'DELETE FROM readings WHERE number = ?', number);
  }
}
