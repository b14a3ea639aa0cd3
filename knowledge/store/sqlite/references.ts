import type { DatabaseSync } from 'node:sqlite';
import type { Store } from '../store.ts';
import { all, run } from './database.ts';

/** Written with every message that comes in, so nothing is written that is there already. */
export function referenceMethods(db: DatabaseSync) {
  return {
    saveReference: async (face: string, id: string, body: string) => {
      run(
        db,
        `INSERT INTO conversation_references (face, id, body) VALUES (?, ?, ?)
         ON CONFLICT (face, id) DO UPDATE SET body = excluded.body WHERE body <> excluded.body`,
        ...[face, id, body],
      );
    },
    findReference: async (face: string, id: string) => {
      const row = all(
        db,
        'SELECT body FROM conversation_references WHERE face = ? AND id = ?',
        ...[face, id],
      )[0];
      return row && String(row.body);
    },
    removeReference: async (face: string, id: string) => {
      run(db, 'DELETE FROM conversation_references WHERE face = ? AND id = ?', face, id);
    },
  } satisfies Partial<Store>;
}
