import type { DatabaseSync } from 'node:sqlite';
import type { AuditEntry, PostedDigest, Preference, Store } from '../store.ts';
import { all, type Row, run } from './database.ts';

/** What was posted and done, for later. */
export function recordMethods(db: DatabaseSync) {
  return {
    claimDigest: async ({ date, channel, at }: PostedDigest) =>
      run(
        db,
        'INSERT INTO digests (date, channel, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        date,
        channel,
        at,
      ) > 0,
    lastDigest: async (channel: string, before: string) => {
      const row = all(
        db,
        'SELECT date, channel, at FROM digests WHERE channel = ? AND date < ? ORDER BY date DESC LIMIT 1',
        channel,
        before,
      )[0];
      return row && ({ ...row } as unknown as PostedDigest);
    },
    savePreference: async ({ person, name, value }: Preference) => {
      run(
        db,
        `INSERT INTO preferences (person, name, value) VALUES (?, ?, ?)
         ON CONFLICT (name, person) DO UPDATE SET value = excluded.value`,
        ...[person, name, value],
      );
    },
    listPreferences: async (name: Preference['name']) =>
      all(
        db,
        'SELECT person, name, value FROM preferences WHERE name = ? ORDER BY person',
        name,
      ).map((row) => ({ ...row }) as unknown as Preference),
    audit: async ({ at, who, what, case: caseNumber, where }: AuditEntry) => {
      run(
        db,
        'INSERT INTO audit (at, who, what, case_number, place) VALUES (?, ?, ?, ?, ?)',
        ...[at, who, what, caseNumber, where],
      );
    },
    listAudit: async ({ case: caseNumber, limit }: { case?: string; limit: number }) =>
      caseNumber === undefined
        ? all(db, 'SELECT * FROM audit ORDER BY at DESC, sequence DESC LIMIT ?', limit).map(parse)
        : all(
            db,
            `SELECT * FROM audit WHERE case_number = ?
               OR case_number IN (SELECT number FROM former_numbers WHERE current = ?)
             ORDER BY at DESC, sequence DESC LIMIT ?`,
            ...[caseNumber, caseNumber, limit],
          ).map(parse),
  } satisfies Partial<Store>;
}

/** Our own rows. */
function parse({ at, who, what, case_number: caseNumber, place }: Row): AuditEntry {
  return {
    at: Number(at),
    who: String(who),
    what: what as AuditEntry['what'],
    case: String(caseNumber),
    where: String(place),
  };
}
