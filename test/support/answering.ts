import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { AnswerDeps } from '../../handlers/answer.ts';
import type { Desk } from '../../handlers/desk.ts';
import { diagnoseOnce } from '../../handlers/diagnosing.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Diagnosis } from '../../knowledge/diagnosis.ts';
import { type ReadLimits, uploadOfText } from '../../knowledge/input/read.ts';
import type { Upload } from '../../knowledge/input/upload.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import { createCaseLibrary } from '../../knowledge/search/cases.ts';
import { createInbox } from '../../knowledge/store/inbox.ts';
import { openSqlite } from '../../knowledge/store/sqlite.ts';

export const operator: Asker = { face: 'test', id: 'operator', role: 'operator' };

export const limits: ReadLimits = {
  uploadMiB: 256,
  archiveEntries: 1000,
  archiveRatio: 200,
  archiveDepth: 3,
  answerSeconds: 60,
};

export const desk: Desk = {
  customers: [
    { id: 'icbc', name: '工商银行', aliases: ['ICBC', '工行', '中国工商银行'] },
    { id: 'abc', name: '农业银行', aliases: ['农行'] },
  ],
  staff: [
    { name: '谭工', ids: ['slack/U0000001', 'teams/22222222-2222-2222-2222-222222222222'] },
    { name: '林工', ids: ['slack/U0000002'] },
  ],
  crm: { columns: {}, statuses: {} },
  zone: 'Asia/Shanghai',
  staleDays: 7,
};

/** An empty folder of its own, removed behind the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'caselens-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The real thing on an empty store. */
export async function createAnswering(now: () => number = Date.now): Promise<AnswerDeps> {
  const folder = temporaryFolder();
  const knowledge = await loadKnowledge();
  const store = openSqlite(folder);
  afterAll(() => store.close());
  return {
    knowledge,
    store,
    library: createCaseLibrary(knowledge.builtinCases, store),
    inbox: createInbox(path.join(folder, 'inbox')),
    limits,
    spoolFolder: path.join(folder, 'tmp'),
    desk,
    now,
  };
}

export function diagnoseFiles(
  files: readonly Upload[],
  deps: AnswerDeps,
  question?: string,
): Promise<Diagnosis> {
  return diagnoseOnce({ asker: operator, texts: [], question, files }, deps, () => undefined);
}

export function diagnoseText(text: string, deps: AnswerDeps): Promise<Diagnosis> {
  return diagnoseOnce(
    { asker: operator, texts: [text], question: undefined, files: [] },
    deps,
    () => undefined,
  );
}

export function uploadOfBytes(name: string, bytes: Uint8Array): Upload {
  return { ...uploadOfText(name, ''), size: bytes.length, open: () => once(bytes) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
