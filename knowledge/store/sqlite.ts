import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './migrations.ts';
import { auditMethods } from './sqlite/audit.ts';
import { caseMethods } from './sqlite/cases.ts';
import { forgetCase } from './sqlite/forget.ts';
import { inquiryMethods } from './sqlite/inquiries.ts';
import { jobMethods } from './sqlite/jobs.ts';
import { readingMethods } from './sqlite/readings.ts';
import { recordMethods } from './sqlite/records.ts';
import { referenceMethods } from './sqlite/references.ts';
import { vectorMethods } from './sqlite/vectors.ts';
import type { Store } from './store.ts';

/**
 * - Writers of other processes are waited for instead of failing at once.
 * - FULL: what was acknowledged to a platform is not delivered again, so it must outlive a power cut, not only
 *   the process. It costs a quarter of a millisecond on an SSD.
 * - What is deleted is overwritten.
 */
const settings = `PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON`;

/** One file, shared by any number of processes of one machine. */
export function openSqlite(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(path.join(folder, 'caselens.db'));
  db.exec(settings);
  migrate(db);
  return {
    ...caseMethods(db),
    forgetCase: async (caseNumber) => forgetCase(db, caseNumber),
    ...inquiryMethods(db),
    ...jobMethods(db),
    ...recordMethods(db),
    ...auditMethods(db),
    ...referenceMethods(db),
    ...vectorMethods(db),
    ...readingMethods(db),
    ping: async () => {
      db.prepare('SELECT 1').get();
    },
    close: async () => {
      db.close();
    },
  };
}
