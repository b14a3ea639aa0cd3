import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ImportOptions, type ImportReport, importCases } from '../../handlers/import-cases.ts';
import { uploadOfFile, uploadOfText } from '../../knowledge/input/read.ts';
import type { Upload } from '../../knowledge/input/upload.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import { createCaseLibrary } from '../../knowledge/search/cases.ts';
import { findSimilar } from '../../knowledge/search/similar.ts';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import { desk, limits, temporaryFolder } from '../support/answering.ts';

const threads = path.join(import.meta.dirname, '../fixtures/threads');
const knowledge = await loadKnowledge();
const numbers = [
  'CAS-02564-J6C0B1',
  'CAS-02713-B6R8B4',
  'CAS-06079-G5K3W1',
  'CAS-06686-V8Q9W1',
  'CAS-06859-Q6V5Z7',
];
const uploads = numbers.map((number) =>
  uploadOfFile(`${number}.txt`, path.join(threads, `${number}.txt`)),
);
const gbkThread = Buffer.from('c4e3bac3', 'hex');

function openStore() {
  const folder = temporaryFolder();
  return { folder, store: openSqlite(folder) };
}

function importThreads(
  files: readonly Upload[],
  options: Pick<ImportOptions, 'store' | 'dryRun'>,
): Promise<ImportReport> {
  return importCases(files, {
    ...options,
    knowledge,
    desk,
    limits,
    spoolFolder: path.join(temporaryFolder(), 'tmp'),
    now: () => 0,
    who: 'test/operator',
    where: 'test/import',
  });
}

/** The first outcome of each case: a second thread may tell of it too. */
function outcomes({ cases }: ImportReport): Record<string, string> {
  return Object.fromEntries(cases.toReversed().map((one) => [one.case, one.outcome]));
}

describe('a mail thread exported as text', () => {
  it('imports every case of every thread', async () => {
    const { store } = openStore();

    const report = await importThreads(uploads, { store, dryRun: false });

    expect(report.failed).toEqual([]);
    expect(outcomes(report)).toMatchObject(
      Object.fromEntries(numbers.map((number) => [number, 'new'])),
    );
    expect((await store.listCases()).map((one) => one.case)).toEqual(
      expect.arrayContaining(numbers),
    );
    await store.close();
  });

  it('counts a case that only a comparison table told of, as it stands there', async () => {
    const { store } = openStore();
    await importThreads(uploads, { store, dryRun: false });

    const open = await store.listCases({
      statuses: ['open', 'waiting-customer', 'waiting-vendor'],
    });
    const index = await createCaseLibrary(knowledge.builtinCases, store).refresh();

    expect(open.map((one) => [one.case, one.status])).toEqual([
      ['CAS-02695-W0F0D7', 'waiting-customer'],
    ]);
    expect(index.get('CAS-02695-W0F0D7')).toMatchObject({
      source: 'thread',
      status: 'waiting-customer',
      waitingFor: '测试结果',
    });
    await store.close();
  });

  it('changes nothing the second time', async () => {
    const { store } = openStore();
    await importThreads(uploads, { store, dryRun: false });
    const before = await store.changes(0);

    const report = await importThreads(uploads, { store, dryRun: false });

    expect(new Set(report.cases.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
    expect(await store.changes(0)).toEqual(before);
    await store.close();
  });

  it('gives the same cases in whatever order the threads come', async () => {
    const [there, back] = [openStore().store, openStore().store];

    await importThreads(uploads, { store: there, dryRun: false });
    await importThreads(uploads.toReversed(), { store: back, dryRun: false });

    expect(
      (await back.listCases()).map(({ case: number, status, updated, title }) => ({
        number,
        status,
        updated,
        title,
      })),
    ).toEqual(
      (await there.listCases()).map(({ case: number, status, updated, title }) => ({
        number,
        status,
        updated,
        title,
      })),
    );
    await Promise.all([there.close(), back.close()]);
  });

  it('says in a dry run what it would do, and does nothing', async () => {
    const { store } = openStore();

    const report = await importThreads(uploads, { store, dryRun: true });

    expect(outcomes(report)).toMatchObject({ 'CAS-02713-B6R8B4': 'new' });
    expect(await store.listCases()).toEqual([]);
    await store.close();
  });

  it.each<[string, Upload]>([
    ['that is no thread', uploadOfText('notes.txt', '今天天气很好')],
    ['that is empty', uploadOfText('notes.txt', '')],
    ['that is no text', { name: 'notes.txt', open: () => once(gbkThread) }],
    ['that cannot be opened', uploadOfFile('notes.txt', '/nowhere/notes.txt')],
    ['that breaks in the middle', { name: 'notes.txt', open: () => breaks() }],
    ['that is no thread by its size', { name: 'notes.txt', open: () => endless() }],
  ])('tells of a file %s, and imports the others', async (_, broken) => {
    const { store } = openStore();
    const [first, second] = uploads;

    const report = await importThreads(
      [first, broken, second].flatMap((one) => one ?? []),
      { store, dryRun: false },
    );

    expect(report.failed).toEqual([
      { file: 'notes.txt', reason: expect.stringMatching(/请.+。$/u) },
    ]);
    expect(outcomes(report)).toMatchObject({
      'CAS-02564-J6C0B1': 'new',
      'CAS-02713-B6R8B4': 'new',
    });
    await store.close();
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* breaks(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('====第1封邮件====\n');
  throw new Error('EIO');
}

async function* endless(): AsyncGenerator<Uint8Array> {
  const block = Buffer.alloc(1024 * 1024, 'x');
  for (;;) {
    yield block;
  }
}

describe('what is private in a thread', () => {
  const words = readFileSync(path.join(threads, 'private.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const leaksIn = (text: string) =>
    words.filter((word) => text.toLowerCase().includes(word.toLowerCase()));

  it('is not in the bytes of the store', async () => {
    const { folder, store } = openStore();
    await importThreads(uploads, { store, dryRun: false });
    await store.close();

    const stored = readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .join('\n');

    expect(stored).toContain('CAS-02713-B6R8B4');
    expect(leaksIn(stored)).toEqual([]);
  });

  it('is in no report of the import and in no answer', async () => {
    const { store } = openStore();
    const report = await importThreads(uploads, { store, dryRun: false });

    const index = await createCaseLibrary([], store).refresh();
    const answers = numbers.map((number) =>
      findSimilar(
        {
          said: index.get(number)?.symptom ?? '',
          causes: [],
          failure: null,
          mayRead: () => true,
          limit: 9,
        },
        index,
      ),
    );

    const told = JSON.stringify({ report, answers });
    expect(told).toContain('CAS-06686-V8Q9W1');
    expect(leaksIn(told)).toEqual([]);
    await store.close();
  });
});
