import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Case } from '../cases/case.ts';
import { mergeCase } from '../cases/merge.ts';
import { migrate } from './migrations.ts';
import type { CaseFilter, Feedback, ImportResult, Store, StoredInquiry } from './store.ts';

/** One file, shared by any number of processes of one machine. */
export function openSqlite(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(path.join(folder, 'caselens.db'));
  // Writers of other processes are waited for instead of failing at once.
  db.exec(
    'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON',
  );
  migrate(db);
  return { ...caseMethods(db), ...inquiryMethods(db), ...lifeMethods(db) };
}

type Row = Record<string, unknown>;

/** A transaction that either happens whole or not at all, also between processes. */
function transaction<Result>(db: DatabaseSync, run: () => Result): Result {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = run();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function all(db: DatabaseSync, sql: string, ...values: SQLInputValue[]): Row[] {
  return db.prepare(sql).all(...values) as Row[];
}

function parseCase(row: Row | undefined): Case | undefined {
  return row ? Case.parse(JSON.parse(String(row.body))) : undefined;
}

function isCase(one: Case | undefined): one is Case {
  return one !== undefined;
}

function caseMethods(db: DatabaseSync) {
  const find = (caseNumber: string) =>
    parseCase(all(db, "SELECT body FROM cases WHERE number = ? AND body <> ''", caseNumber)[0]);
  const importNow = (read: Case, dryRun: boolean): ImportResult => {
    const stored = find(read.case);
    const merged = mergeCase(stored, read);
    if (merged.changed && !dryRun) {
      saveCase(db, merged.case);
    }
    const outcome = !merged.changed ? 'unchanged' : stored ? 'updated' : 'new';
    return { case: merged.case, outcome, conflicts: merged.conflicts };
  };
  return {
    importCase: async (read: Case, dryRun = false) =>
      transaction(db, () => importNow(read, dryRun)),
    findCase: async (caseNumber: string) => find(caseNumber),
    listCases: async (filter: CaseFilter = {}) => listCases(db, filter),
    changes: async (since: number) => {
      const rows = all(
        db,
        'SELECT number, body, sequence FROM cases WHERE sequence > ? ORDER BY sequence',
        since,
      );
      const saved = rows
        .filter((row) => row.body !== '')
        .map(parseCase)
        .filter(isCase);
      const removed = rows.filter((row) => row.body === '').map((row) => String(row.number));
      return { sequence: Number(rows.at(-1)?.sequence ?? since), saved, removed };
    },
  } satisfies Partial<Store>;
}

function saveCase(db: DatabaseSync, one: Case): void {
  db.prepare(
    `INSERT INTO cases (number, customer, status, body, sequence)
     VALUES (?, ?, ?, ?, (SELECT coalesce(max(sequence), 0) + 1 FROM cases))
     ON CONFLICT (number) DO UPDATE SET
       customer = excluded.customer, status = excluded.status, body = excluded.body, sequence = excluded.sequence`,
  ).run(one.case, one.customer, one.status, JSON.stringify(one));
}

function listCases(db: DatabaseSync, { customer, statuses }: CaseFilter): Case[] {
  return all(db, "SELECT body FROM cases WHERE body <> '' ORDER BY number")
    .map(parseCase)
    .filter(isCase)
    .filter((one) => customer === undefined || one.customer === customer)
    .filter((one) => statuses === undefined || statuses.includes(one.status));
}

function inquiryMethods(db: DatabaseSync) {
  return {
    saveInquiry: async (inquiry: StoredInquiry) => {
      db.prepare(
        `INSERT INTO inquiries (id, conversation, at, body) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
      ).run(inquiry.id, inquiry.conversation, inquiry.at, JSON.stringify(inquiry));
    },
    findInquiry: async (id: string) =>
      parseInquiry(all(db, 'SELECT body FROM inquiries WHERE id = ?', id)[0]),
    listInquiries: async (conversation: string, since: number) =>
      all(
        db,
        'SELECT body FROM inquiries WHERE conversation = ? AND at >= ? ORDER BY at DESC, rowid DESC',
        conversation,
        since,
      )
        .map(parseInquiry)
        .filter((one) => one !== undefined),
    forgetInquiries: async (before: number) =>
      transaction(db, () => {
        const ids = all(db, 'SELECT id FROM inquiries WHERE at < ?', before).map((row) =>
          String(row.id),
        );
        db.prepare('DELETE FROM inquiries WHERE at < ?').run(before);
        return ids;
      }),
    saveFeedback: async ({ inquiry, asker, helpful, reason, at }: Feedback) => {
      db.prepare(
        `INSERT INTO feedback (inquiry, asker, helpful, reason, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (inquiry, asker) DO UPDATE SET helpful = excluded.helpful, reason = excluded.reason, at = excluded.at`,
      ).run(inquiry, asker, helpful ? 1 : 0, reason, at);
    },
  } satisfies Partial<Store>;
}

/** Our own rows: written by `saveInquiry` and nobody else. */
function parseInquiry(row: Row | undefined): StoredInquiry | undefined {
  return row ? (JSON.parse(String(row.body)) as StoredInquiry) : undefined;
}

function lifeMethods(db: DatabaseSync) {
  return {
    ping: async () => {
      db.prepare('SELECT 1').get();
    },
    close: async () => {
      db.close();
    },
  } satisfies Partial<Store>;
}
