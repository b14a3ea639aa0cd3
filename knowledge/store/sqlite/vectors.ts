import type { DatabaseSync } from 'node:sqlite';
import type { CaseVector, Store } from '../store.ts';
import { all, type Row, run, transaction } from './database.ts';

export function vectorMethods(db: DatabaseSync) {
  return {
    saveVectors: async (vectors: readonly CaseVector[]) =>
      transaction(db, () => vectors.filter((one) => saveVector(db, one)).length),
    listVectors: async (model: string, after: number, limit: number) => {
      const rows = all(
        db,
        'SELECT * FROM vectors WHERE model = ? AND sequence > ? ORDER BY sequence LIMIT ?',
        ...[model, after, limit],
      );
      const sequence = Number(rows.at(-1)?.sequence ?? after);
      return { sequence, vectors: rows.map(parseVector) };
    },
    keepVectorsOf: async (model: string) => run(db, 'DELETE FROM vectors WHERE model <> ?', model),
  } satisfies Partial<Store>;
}

/** Replacing gives a new sequence, so that other processes learn of it. */
const saveSql = `INSERT OR REPLACE INTO vectors (number, model, dimension, hash, vector)
  SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM cases WHERE number = ? AND body = '')`;

/** Whoever forgets a case while its vector is being made must not find it again. */
function saveVector(db: DatabaseSync, { case: number, model, hash, vector }: CaseVector): boolean {
  const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
  return run(db, saveSql, number, model, vector.length, hash, bytes, number) > 0;
}

/** Also where the case got another number: it is made again under that one. */
export function forgetVectors(db: DatabaseSync, numbers: readonly string[]): void {
  for (const number of numbers) {
    run(db, 'DELETE FROM vectors WHERE number = ?', number);
  }
}

/** What is no vector (a file that was damaged, another program's row) is one without numbers: it is made again. */
function parseVector({ number, model, dimension, hash, vector }: Row): CaseVector {
  const bytes = vector instanceof Uint8Array ? vector : new Uint8Array();
  const isWhole = bytes.length === Number(dimension) * Float32Array.BYTES_PER_ELEMENT;
  return {
    case: String(number),
    model: String(model),
    hash: String(hash),
    // A copy: the bytes may begin anywhere, numbers only at a multiple of four.
    vector: isWhole ? new Float32Array(bytes.slice().buffer) : new Float32Array(),
  };
}
