import type { DatabaseSync } from 'node:sqlite';
import type { PostedDigest, Preference, Store } from '../store.ts';
import { all, run } from './database.ts';

/** What was posted and what people set, for later. */
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
  } satisfies Partial<Store>;
}
