import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Job, JobState, NewJob } from '../job.ts';
import type { Store } from '../store.ts';
import { all, type Row, run, transaction } from './database.ts';

export function jobMethods(db: DatabaseSync) {
  return {
    receiveJob: async (job: NewJob) => receiveJob(db, job),
    takeJob: async (now: number, until: number) => transaction(db, () => takeJob(db, now, until)),
    nextJobAt: async () => {
      const row = all(db, `SELECT min(due) AS due FROM jobs AS job WHERE ${isFirst}`)[0];
      return typeof row?.due === 'number' ? row.due : undefined;
    },
    updateJob: async (id: string, state: Partial<JobState>) => updateJob(db, id, state),
    findJob: async (id: string) => parseJob(all(db, 'SELECT * FROM jobs WHERE id = ?', id)[0]),
    forgetJobs: async (before: number) => {
      run(db, `DELETE FROM jobs WHERE NOT (${isUnfinished('jobs')}) AND ended < ?`, before);
    },
  } satisfies Partial<Store>;
}

/** Written as the index has it, or SQLite would not use the index. */
function isUnfinished(table: string): string {
  return `${table}.status IN ('waiting', 'working')`;
}

/** Nobody in its conversation waits longer. */
const isFirst = `${isUnfinished('job')} AND NOT EXISTS (
  SELECT 1 FROM jobs AS earlier WHERE ${isUnfinished('earlier')} AND earlier.face = job.face
    AND earlier.conversation = job.conversation AND earlier.sequence < job.sequence)`;

function receiveJob(db: DatabaseSync, job: NewJob): boolean {
  const { id, face, event, message, conversation, payload, at, due } = job;
  const stored = run(
    db,
    `INSERT INTO jobs (id, face, event, message, conversation, payload, at, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    ...[id, face, event, message, conversation, payload, at, due],
  );
  return stored > 0;
}

function takeJob(db: DatabaseSync, now: number, until: number): Job | undefined {
  const rows = all(
    db,
    `UPDATE jobs SET status = 'working', attempts = attempts + 1, due = ? WHERE sequence = (
       SELECT sequence FROM jobs AS job WHERE ${isFirst} AND due <= ? ORDER BY sequence LIMIT 1)
     RETURNING *`,
    until,
    now,
  );
  return parseJob(rows[0]);
}

const stateKeys = ['status', 'attempts', 'due', 'posted', 'problem', 'ended'] as const;

/** Whoever lost the job to somebody else cannot wake it again once that one has finished it. */
function updateJob(db: DatabaseSync, id: string, state: Partial<JobState>): void {
  const keys = stateKeys.filter((key) => state[key] !== undefined);
  if (keys.length > 0) {
    run(
      db,
      `UPDATE jobs SET ${keys.map((key) => `${key} = ?`).join(', ')} WHERE id = ? AND ${isUnfinished('jobs')}`,
      ...keys.map((key) => state[key] as SQLInputValue),
      id,
    );
  }
}

/** Our own rows; the statuses are checked by the table. */
function parseJob(row: Row | undefined): Job | undefined {
  if (!row) {
    return undefined;
  }
  const { sequence: _, ...job } = row;
  return { ...job } as unknown as Job;
}
