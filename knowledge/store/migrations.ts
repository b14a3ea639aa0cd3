import type { DatabaseSync } from 'node:sqlite';

/** In order; one that has been released is never changed, a new one is added behind it. */
const migrations: readonly string[] = [
  `CREATE TABLE cases (
     number TEXT PRIMARY KEY,
     customer TEXT NOT NULL,
     status TEXT NOT NULL,
     body TEXT NOT NULL,
     sequence INTEGER NOT NULL UNIQUE
   ) STRICT;
   CREATE TABLE inquiries (
     id TEXT PRIMARY KEY,
     conversation TEXT NOT NULL,
     at INTEGER NOT NULL,
     body TEXT NOT NULL
   ) STRICT;
   CREATE INDEX inquiries_by_conversation ON inquiries (conversation, at);
   CREATE INDEX inquiries_by_time ON inquiries (at);
   CREATE TABLE feedback (
     inquiry TEXT NOT NULL REFERENCES inquiries (id) ON DELETE CASCADE,
     asker TEXT NOT NULL,
     helpful INTEGER NOT NULL,
     reason TEXT NOT NULL,
     at INTEGER NOT NULL,
     PRIMARY KEY (inquiry, asker)
   ) STRICT;`,
];

/** Brings the file to the newest shape; two processes that start at once do it once. */
export function migrate(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    const row = db.prepare('PRAGMA user_version').get();
    const version = Number(row?.user_version ?? 0);
    if (version > migrations.length) {
      throw new Error('数据文件由更新版本的 CaseLens 写成。请升级程序，或另指定 CASELENS_DATA');
    }
    for (const sql of migrations.slice(version)) {
      db.exec(sql);
    }
    db.exec(`PRAGMA user_version = ${migrations.length}`);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
