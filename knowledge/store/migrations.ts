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
  // Cases are read without being checked, so those of before get the fields that are new.
  `UPDATE cases SET body = json_insert(body,
     '$.statuses', json('[]'), '$.waitingFor', NULL, '$.owner', NULL, '$.machines', NULL,
     '$.progress', '', '$.signatures', json('[]'), '$.formerly', json('[]')) WHERE body <> '';
   CREATE TABLE former_numbers (number TEXT PRIMARY KEY, current TEXT NOT NULL) STRICT;
   CREATE INDEX former_numbers_by_current ON former_numbers (current);
   ALTER TABLE inquiries ADD COLUMN asked TEXT NOT NULL DEFAULT '{}';
   ALTER TABLE inquiries ADD COLUMN case_number TEXT;
   CREATE INDEX inquiries_by_case ON inquiries (case_number);
   UPDATE inquiries SET asked = json_object(
     'face', body ->> '$.face', 'conversation', conversation, 'customer', body ->> '$.customer',
     'question', body ->> '$.question', 'verdict', body ->> '$.diagnosis.verdict',
     'signature', CASE WHEN body ->> '$.diagnosis.causes[0].certainty' <> 'clue'
       THEN body ->> '$.diagnosis.causes[0].signature' END,
     'title', CASE WHEN body ->> '$.diagnosis.causes[0].certainty' <> 'clue'
       THEN body ->> '$.diagnosis.causes[0].title' END);
   CREATE TABLE jobs (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     face TEXT NOT NULL,
     event TEXT NOT NULL,
     message TEXT NOT NULL,
     conversation TEXT NOT NULL,
     payload TEXT NOT NULL,
     at INTEGER NOT NULL,
     due INTEGER NOT NULL,
     status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'working', 'done', 'given-up')),
     attempts INTEGER NOT NULL DEFAULT 0,
     posted TEXT NOT NULL DEFAULT '',
     problem TEXT NOT NULL DEFAULT '',
     ended INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE UNIQUE INDEX jobs_by_event ON jobs (face, event) WHERE event <> '';
   CREATE UNIQUE INDEX jobs_by_message ON jobs (face, message) WHERE message <> '';
   CREATE INDEX jobs_unfinished ON jobs (face, conversation, sequence) WHERE status IN ('waiting', 'working');
   CREATE TABLE digests (
     date TEXT NOT NULL,
     channel TEXT NOT NULL,
     at INTEGER NOT NULL,
     PRIMARY KEY (channel, date)
   ) STRICT;
   CREATE TABLE audit (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     at INTEGER NOT NULL,
     who TEXT NOT NULL,
     what TEXT NOT NULL,
     case_number TEXT NOT NULL,
     place TEXT NOT NULL
   ) STRICT;
   CREATE INDEX audit_by_case ON audit (case_number, at);
   CREATE INDEX audit_by_time ON audit (at);`,
  `UPDATE inquiries SET asked = json_set(asked, '$.asker', body ->> '$.asker') WHERE body <> '';
   CREATE TABLE preferences (
     person TEXT NOT NULL,
     name TEXT NOT NULL,
     value TEXT NOT NULL,
     PRIMARY KEY (name, person)
   ) STRICT;`,
  // What a platform needs so that the bot can speak unasked.
  `CREATE TABLE conversation_references (
     face TEXT NOT NULL,
     id TEXT NOT NULL,
     body TEXT NOT NULL,
     PRIMARY KEY (face, id)
   ) STRICT;`,
  // AUTOINCREMENT: a number is never given twice, so that whoever has read up to one misses nothing after it.
  `CREATE TABLE vectors (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     number TEXT NOT NULL,
     model TEXT NOT NULL,
     dimension INTEGER NOT NULL,
     hash TEXT NOT NULL,
     vector BLOB NOT NULL,
     UNIQUE (number, model)
   ) STRICT;`,
  // What a second reading of the mails of a case proposes, until a person has decided.
  `CREATE TABLE readings (number TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;`,
  // Calls to a language model: their tokens are summed before every one.
  `ALTER TABLE audit ADD COLUMN inquiry TEXT NOT NULL DEFAULT '';
   ALTER TABLE audit ADD COLUMN tokens INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE audit ADD COLUMN call TEXT NOT NULL DEFAULT '';
   CREATE INDEX audit_model_calls ON audit (at, who, inquiry, tokens) WHERE what = 'model';`,
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
