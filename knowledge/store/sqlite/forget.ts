import type { DatabaseSync } from 'node:sqlite';
import { scrubInquiry } from '../scrub.ts';
import { forgetTextsOf } from './audit.ts';
import { blankCase, findCase } from './case-rows.ts';
import { all, run, transaction } from './database.ts';
import { parseInquiry, saveInquiry } from './inquiries.ts';
import { forgetReadings } from './readings.ts';
import { forgetVectors } from './vectors.ts';

/**
 * Questions filed under the case go with it, since their logs are the case's own; answers to others lose what
 * they said of it. The audit still tells that somebody did something, but of this case only that it was forgotten.
 */
export function forgetCase(db: DatabaseSync, caseNumber: string): boolean {
  const forgotten = transaction(db, () => {
    const one = findCase(db, caseNumber);
    if (!one) {
      return false;
    }
    const former = all(db, 'SELECT number FROM former_numbers WHERE current = ?', one.case);
    const numbers = [one.case, ...former.map(({ number }) => String(number))];
    forgetTextsOf(db, numbers);
    forgetFiled(db, numbers);
    for (const row of listMentioning(db, numbers)) {
      const inquiry = parseInquiry(row);
      if (inquiry) {
        saveInquiry(db, scrubInquiry(inquiry, numbers));
      }
    }
    for (const number of numbers) {
      run(
        db,
        "UPDATE audit SET case_number = '' WHERE case_number = ? AND what <> 'forget'",
        number,
      );
    }
    run(db, 'DELETE FROM former_numbers WHERE current = ?', one.case);
    forgetVectors(db, numbers);
    forgetReadings(db, numbers);
    blankCase(db, one.case);
    return true;
  });
  if (forgotten) {
    // Until then the old pages would still lie in the log beside the database.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }
  return forgotten;
}

function forgetFiled(db: DatabaseSync, numbers: readonly string[]): void {
  for (const number of numbers) {
    run(
      db,
      `UPDATE jobs SET payload = '' WHERE status IN ('done', 'given-up')
         AND id IN (SELECT id FROM inquiries WHERE case_number = ?)`,
      number,
    );
    run(db, 'DELETE FROM inquiries WHERE case_number = ?', number);
  }
}

function listMentioning(db: DatabaseSync, numbers: readonly string[]) {
  const any = numbers.map(() => 'instr(body, ?) > 0').join(' OR ');
  return all(db, `SELECT body, case_number FROM inquiries WHERE ${any}`, ...numbers);
}
