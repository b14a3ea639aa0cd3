import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type {
  AuditEntry,
  CallEnd,
  CountedTokens,
  ModelCall,
  ModelEntry,
  Store,
  TokenBudget,
} from '../store.ts';
import { all, type Row, run, transaction } from './database.ts';

export function auditMethods(db: DatabaseSync) {
  return {
    audit: async (entry: AuditEntry) => {
      insert(db, entry);
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
    startCall: async (entry: ModelEntry, budgets: readonly TokenBudget[]) =>
      transaction(db, () => startCall(db, entry, budgets)),
    endCall: async (id: number, end: CallEnd) => {
      const { sent, received } = end;
      run(
        db,
        'UPDATE audit SET tokens = ?, call = json_patch(call, ?) WHERE sequence = ?',
        ...[sent + received, JSON.stringify(end), id],
      );
    },
    countTokens: async (counted: CountedTokens) => countTokens(db, counted),
    forgetCallTexts: async (before: number) => {
      run(db, `UPDATE audit SET call = ${withoutText} WHERE what = 'model' AND at < ?`, before);
    },
  } satisfies Partial<Store>;
}

const withoutText = "json_remove(call, '$.text')";

/** Its number. */
function insert(db: DatabaseSync, { at, who, what, case: caseNumber, where, call }: AuditEntry) {
  const values: SQLInputValue[] = [at, who, what, caseNumber, where];
  const row = all(
    db,
    `INSERT INTO audit (at, who, what, case_number, place, inquiry, tokens, call)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING sequence`,
    ...values,
    call?.inquiry ?? '',
    call ? call.sent + call.received : 0,
    call ? JSON.stringify(call) : '',
  )[0];
  return Number(row?.sequence);
}

function startCall(
  db: DatabaseSync,
  entry: ModelEntry,
  budgets: readonly TokenBudget[],
): number | undefined {
  const cost = entry.call.sent + entry.call.received;
  const fits = budgets.every((budget) => countTokens(db, budget) + cost <= budget.tokens);
  return fits ? insert(db, entry) : undefined;
}

function countTokens(db: DatabaseSync, { since, until, who, inquiry }: CountedTokens): number {
  const row = all(
    db,
    `SELECT coalesce(sum(tokens), 0) AS tokens FROM audit
     WHERE what = 'model' AND at >= ? AND at <= ? AND (? IS NULL OR who = ?) AND (? IS NULL OR inquiry = ?)`,
    ...[
      since,
      until ?? Number.MAX_SAFE_INTEGER,
      who ?? null,
      who ?? null,
      inquiry ?? null,
      inquiry ?? null,
    ],
  )[0];
  return Number(row?.tokens ?? 0);
}

/**
 * What was sent in a conversation about a case, and whatever names it. Call it before the questions themselves are
 * deleted.
 */
export function forgetTextsOf(db: DatabaseSync, numbers: readonly string[]): void {
  for (const number of numbers) {
    run(
      db,
      `UPDATE audit SET call = ${withoutText} WHERE what = 'model' AND (case_number = ? OR inquiry = ? OR instr(call, ?) > 0
         OR place IN (SELECT body ->> '$.face' || '/' || conversation FROM inquiries WHERE case_number = ?))`,
      ...[number, number, number, number],
    );
  }
}

/** Our own rows. */
function parse({ at, who, what, case_number: caseNumber, place, call }: Row): AuditEntry {
  return {
    at: Number(at),
    who: String(who),
    what: what as AuditEntry['what'],
    case: String(caseNumber),
    where: String(place),
    ...(call !== '' && { call: JSON.parse(String(call)) as ModelCall }),
  };
}
