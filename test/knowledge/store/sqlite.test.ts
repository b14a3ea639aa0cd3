import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Case } from '../../../knowledge/cases/case.ts';
import { openSqlite } from '../../../knowledge/store/sqlite.ts';
import type { Store, StoredInquiry } from '../../../knowledge/store/store.ts';
import { temporaryFolder } from '../../support/answering.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';
import { storeWriter } from '../../support/store-writer.ts';
import { describeStore } from './contract.ts';
import { diagnosisNaming, inquiryOf } from './rows.ts';

vi.setConfig({ testTimeout: 30_000 });

const home = temporaryFolder();

let opened: Store[] = [];

afterEach(async () => {
  // A store that the test has closed cannot be closed again.
  await Promise.all(opened.map((store) => store.close().catch(() => undefined)));
  opened = [];
});

function newFolder(): string {
  return mkdtempSync(path.join(home, 'store-'));
}

function open(folder: string): Store {
  const store = openSqlite(folder);
  opened.push(store);
  return store;
}

describeStore('SQLite', async () => {
  const folder = newFolder();
  return { open: async () => open(folder) };
});

describe('an SQLite file', () => {
  it('is made with its folder', () => {
    const folder = path.join(newFolder(), 'a', 'b');

    open(folder);

    expect(existsSync(path.join(folder, 'caselens.db'))).toBe(true);
  });

  it('that a newer program wrote is refused in Chinese, with what to do, and left as it is', async () => {
    const folder = newFolder();
    await open(folder).importCase(caseOf({ case: caseNumber(1) }));
    const db = new DatabaseSync(path.join(folder, 'caselens.db'));
    db.exec('PRAGMA user_version = 99');

    expect(() => openSqlite(folder)).toThrow(/更新版本.*请升级程序/u);

    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
    expect(db.prepare('SELECT count(*) AS cases FROM cases').get()).toEqual({ cases: 1 });
    db.close();
  });

  it('of the first release is brought up to date, once', async () => {
    const folder = newFolder();
    const { statuses, waitingFor, owner, machines, progress, signatures, formerly, ...old } =
      caseOf({ case: caseNumber(1) });
    const inquiry = inquiryOf({ diagnosis: diagnosisNaming(), branch: undefined });
    writeFirstRelease(folder, old, inquiry);

    const stores = [open(folder), open(folder)];

    for (const store of stores) {
      expect(await store.listCases()).toEqual([caseOf({ case: caseNumber(1) })]);
      expect(await store.findInquiry(inquiry.id)).toEqual(inquiry);
      expect(await store.listAsked(0, 2000)).toMatchObject([
        { face: 'test', conversation: 'c1', question: '补丁装不上', verdict: 'likely' },
      ]);
      expect((await store.listAsked(0, 2000))[0]).toMatchObject({
        customer: '工商银行',
        branch: undefined,
        signature: 'filter-driver-denies-file',
        title: '写入被拒绝',
      });
    }
    expect((await stores[0]?.importCase(caseOf({ case: caseNumber(1) })))?.outcome).toBe(
      'unchanged',
    );
  });

  it('holds no byte of a case that was forgotten', async () => {
    const folder = newFolder();
    const store = open(folder);
    const one = caseOf({ case: caseNumber(1), logs: ['TouchedByNobody.sys'] });
    await store.importCase(one);
    await store.importCase({ ...one, updated: '2024-05-01', symptom: 'TouchedByNobody.sys' });
    const bytes = () =>
      readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'latin1'));
    expect(bytes().join('')).toContain('TouchedByNobody');

    await store.forgetCase(one.case);

    expect(bytes().join('')).not.toContain('TouchedByNobody');
  });

  it('keeps one feedback for each asker of an inquiry, the last', async () => {
    const folder = newFolder();
    const store = open(folder);
    const inquiry = {
      id: 'i',
      face: 'f',
      conversation: 'c',
      asker: 'a',
      customer: undefined,
      at: 1,
      question: '',
      sent: [],
      diagnosis: undefined,
      reply: '',
    };
    await store.saveInquiry(inquiry);

    await store.saveFeedback({ inquiry: 'i', asker: 'a', helpful: true, reason: '', at: 1 });
    await store.saveFeedback({
      inquiry: 'i',
      asker: 'a',
      helpful: false,
      reason: '步骤没有用',
      at: 2,
    });
    await store.saveFeedback({ inquiry: 'i', asker: 'b', helpful: true, reason: '', at: 3 });

    const db = new DatabaseSync(path.join(folder, 'caselens.db'));
    const rows = db.prepare('SELECT asker, helpful, reason, at FROM feedback ORDER BY asker').all();
    db.close();
    expect(rows).toEqual([
      { asker: 'a', helpful: 0, reason: '步骤没有用', at: 2 },
      { asker: 'b', helpful: 1, reason: '', at: 3 },
    ]);
  });
});

/** The tables as the first release made them. */
function writeFirstRelease(folder: string, one: Partial<Case>, inquiry: StoredInquiry): void {
  const db = new DatabaseSync(path.join(folder, 'caselens.db'));
  db.exec(`
    CREATE TABLE cases (number TEXT PRIMARY KEY, customer TEXT NOT NULL, status TEXT NOT NULL,
      body TEXT NOT NULL, sequence INTEGER NOT NULL UNIQUE) STRICT;
    CREATE TABLE inquiries (id TEXT PRIMARY KEY, conversation TEXT NOT NULL, at INTEGER NOT NULL,
      body TEXT NOT NULL) STRICT;
    CREATE INDEX inquiries_by_conversation ON inquiries (conversation, at);
    CREATE INDEX inquiries_by_time ON inquiries (at);
    CREATE TABLE feedback (inquiry TEXT NOT NULL REFERENCES inquiries (id) ON DELETE CASCADE,
      asker TEXT NOT NULL, helpful INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY (inquiry, asker)) STRICT;
    PRAGMA user_version = 1`);
  db.prepare('INSERT INTO cases VALUES (?, ?, ?, ?, 1)').run(
    ...[one.case ?? '', one.customer ?? '', one.status ?? '', JSON.stringify(one)],
  );
  db.prepare('INSERT INTO inquiries VALUES (?, ?, ?, ?)').run(
    ...[inquiry.id, inquiry.conversation, inquiry.at, JSON.stringify(inquiry)],
  );
  db.close();
}

function startWriter(folder: string, from: number, count: number): ChildProcess {
  return spawn(process.execPath, [storeWriter, folder, String(from), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('processes', () => {
  it('that start at once on an empty folder and write at once lose nothing', async () => {
    const folder = newFolder();

    const writers = [0, 1, 2].map((index) => startWriter(folder, index * 50, 50));
    const exits = await Promise.all(writers.map((child) => once(child, 'exit')));

    expect(exits.map(([status]) => status)).toEqual([0, 0, 0]);
    expect(await open(folder).listCases()).toHaveLength(150);
  });

  it('that are killed lose nothing of which they said that it was stored', async () => {
    const folder = newFolder();
    const child = startWriter(folder, 0, 100_000);
    let last = -1;

    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      last = Number(line);
      if (last === 25) {
        child.kill('SIGKILL');
      }
    }

    const stored = await open(folder).listCases();
    expect(last).toBeGreaterThanOrEqual(25);
    expect(stored.length).toBeGreaterThan(last);
    expect(stored[last]?.case).toBe(caseNumber(last));
  });
});
