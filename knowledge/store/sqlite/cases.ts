import type { DatabaseSync } from 'node:sqlite';
import { type Case, isTemporary } from '../../cases/case.ts';
import { applyChange, type CaseChange } from '../../cases/change.ts';
import { mergeCase } from '../../cases/merge.ts';
import { renameCase, uniteCases } from '../link.ts';
import type { CaseChanges, CaseFilter, ImportResult, Linked, Store } from '../store.ts';
import { blankCase, CaseCache, findCase, findOwn, saveCase } from './case-rows.ts';
import { all, run, transaction } from './database.ts';
import { moveInquiries } from './inquiries.ts';
import { forgetReadings } from './readings.ts';
import { forgetVectors } from './vectors.ts';

export function caseMethods(db: DatabaseSync) {
  const cache = new CaseCache(db);
  return {
    importCase: async (read: Case, dryRun = false) =>
      transaction(db, () => importCase(db, read, dryRun)),
    findCase: async (caseNumber: string) => findCase(db, caseNumber),
    openCase: async (one: Case) => transaction(db, () => openCase(db, one)),
    changeCase: async (change: CaseChange) => transaction(db, () => changeCase(db, change)),
    linkCase: async (from: string, to: string, at: string) =>
      transaction(db, () => linkCase(db, from, to, at)),
    listCases: async ({ customer, statuses }: CaseFilter = {}) =>
      cache
        .list()
        .filter((one) => customer === undefined || one.customer === customer)
        .filter((one) => statuses === undefined || statuses.includes(one.status)),
    changes: async (since: number) => listChanges(db, cache, since),
  } satisfies Partial<Store>;
}

/** A number of the CRM is its own case, even where somebody once linked a case to it by mistake. */
function importCase(db: DatabaseSync, read: Case, dryRun: boolean): ImportResult {
  const find = isTemporary(read.case) ? findCase : findOwn;
  const stored = find(db, read.case);
  const merged = mergeCase(stored, read);
  if (merged.changed && !dryRun) {
    saveCase(db, merged.case);
  }
  const outcome = !merged.changed ? 'unchanged' : stored ? 'updated' : 'new';
  return { case: merged.case, outcome, conflicts: merged.conflicts };
}

function openCase(db: DatabaseSync, one: Case) {
  const stored = findCase(db, one.case);
  if (stored) {
    return { kind: 'exists' as const, case: stored };
  }
  saveCase(db, one);
  return { kind: 'opened' as const, case: one };
}

function changeCase(db: DatabaseSync, change: CaseChange) {
  const stored = findCase(db, change.case);
  if (!stored) {
    return { kind: 'missing' as const };
  }
  const changed = applyChange(stored, change);
  if (changed.kind === 'changed') {
    saveCase(db, changed.case);
  }
  return changed;
}

function linkCase(db: DatabaseSync, from: string, to: string, at: string): Linked {
  const linked = findCase(db, from);
  if (!linked) {
    return { kind: 'missing' };
  }
  if (linked.case === to) {
    return { kind: 'linked', case: linked, conflicts: [] };
  }
  const known = findOwn(db, to);
  const united = known ? uniteCases(known, linked, at) : renameCase(linked, to, at);
  if (united.kind !== 'linked') {
    return united;
  }
  saveCase(db, united.case);
  blankCase(db, linked.case);
  forgetVectors(db, [linked.case]);
  forgetReadings(db, [linked.case]);
  run(db, 'UPDATE former_numbers SET current = ? WHERE current = ?', to, linked.case);
  run(db, 'INSERT INTO former_numbers (number, current) VALUES (?, ?)', linked.case, to);
  moveInquiries(db, linked.case, to);
  return united;
}

function listChanges(db: DatabaseSync, cache: CaseCache, since: number): CaseChanges {
  const rows = all(
    db,
    'SELECT number, sequence FROM cases WHERE sequence > ? ORDER BY sequence',
    since,
  );
  const cases = cache.byNumber();
  const saved: Case[] = [];
  const removed: string[] = [];
  for (const row of rows) {
    const caseNumber = String(row.number);
    const one = cases.get(caseNumber);
    if (one) {
      saved.push(one);
    } else {
      removed.push(caseNumber);
    }
  }
  return { sequence: Number(rows.at(-1)?.sequence ?? since), saved, removed };
}
