import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createLog } from '../../bot/log.ts';
import { createFileImporter } from '../../bot/watch/import-file.ts';
import { createWorkbench, type ImportFile } from '../../bot/watch/workbench.ts';
import { startWatching } from '../../bot/watch.ts';
import { createAnswering, temporaryFolder } from '../support/answering.ts';

const threads = path.join(import.meta.dirname, '../fixtures/threads');
const silent = { write: () => undefined };
const done: ImportFile = async () => ({ kind: 'done', notes: [] });

function open(
  importFile: ImportFile,
  settings: { settleFor?: number; abandonedAfter?: number } = {},
) {
  const folder = temporaryFolder();
  return { folder, bench: benchOn(folder, importFile, settings) };
}

function benchOn(
  folder: string,
  importFile: ImportFile,
  { settleFor = 0, abandonedAfter = 60_000 } = {},
) {
  const log = createLog('fatal', silent);
  return createWorkbench({ folder, importFile, log, settleFor, abandonedAfter });
}

/** Names of files, without what the bench keeps for itself. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((one) => !one.isDirectory())
    .map(({ name }) => name)
    .sort();
}

describe('a file in the watch folder', () => {
  it('is imported once it has not changed between two looks, and moved to done', async () => {
    const imported: string[] = [];
    const { folder, bench } = open(async (file, name) => {
      imported.push(`${name}: ${readFileSync(file, 'utf8')}`);
      return { kind: 'done', notes: [] };
    });
    await writeFile(path.join(folder, 'a.txt'), 'half');
    await bench.look();
    await writeFile(path.join(folder, 'a.txt'), 'half and whole');

    await bench.look();
    const early = [...imported];
    await bench.look();
    await bench.look();

    expect(early).toEqual([]);
    expect(imported).toEqual(['a.txt: half and whole']);
    expect(filesIn(folder)).toEqual([]);
    expect(filesIn(path.join(folder, 'done'))).toEqual(['a.txt']);
  });

  it('that cannot be imported lies in failed beside the reason', async () => {
    const { folder, bench } = open(async () => ({ kind: 'failed', reasons: ['请重新导出。'] }));
    await writeFile(path.join(folder, '坏的.txt'), 'x');

    await bench.look();
    await bench.look();

    expect(filesIn(path.join(folder, 'failed'))).toEqual(['坏的.txt', '坏的.txt.原因.txt']);
    expect(readFileSync(path.join(folder, 'failed/坏的.txt.原因.txt'), 'utf8')).toContain(
      '请重新导出。',
    );
  });

  it('keeps apart from another of the same name', async () => {
    const { folder, bench } = open(done);
    for (const content of ['one', 'two', 'three']) {
      await writeFile(path.join(folder, 'a.txt'), content);
      await bench.look();
      await bench.look();
    }

    const contents = filesIn(path.join(folder, 'done')).map((name) => [
      name,
      readFileSync(path.join(folder, 'done', name), 'utf8'),
    ]);

    expect(contents).toEqual([
      ['a (2).txt', 'two'],
      ['a (3).txt', 'three'],
      ['a.txt', 'one'],
    ]);
  });

  it('with notes has them beside it', async () => {
    const { folder, bench } = open(async () => ({ kind: 'done', notes: ['第 5 行未导入。'] }));
    await writeFile(path.join(folder, 'cases.csv'), 'x');

    await bench.look();
    await bench.look();

    expect(readFileSync(path.join(folder, 'done/cases.csv.说明.txt'), 'utf8')).toContain('第 5 行');
  });

  it('that is a link is refused, and what it points to stays untouched', async () => {
    const secret = path.join(temporaryFolder(), 'secret.txt');
    await writeFile(secret, 'secret');
    const importFile = vi.fn(done);
    const { folder, bench } = open(importFile);
    await symlink(secret, path.join(folder, 'link.txt'));

    await bench.look();
    await bench.look();

    expect(importFile).not.toHaveBeenCalled();
    expect(readFileSync(secret, 'utf8')).toBe('secret');
    expect(filesIn(path.join(folder, 'failed'))).toEqual(['link.txt', 'link.txt.原因.txt']);
  });

  it.each(['.hidden', '~$cases.xlsx', 'cases.xlsx.part', 'cases.crdownload'])(
    'named %s is still being written',
    async (name) => {
      const importFile = vi.fn(done);
      const { folder, bench } = open(importFile);
      await writeFile(path.join(folder, name), 'x');

      await bench.look();
      await bench.look();

      expect(importFile).not.toHaveBeenCalled();
      expect(filesIn(folder)).toEqual([name]);
    },
  );

  it('in a folder below is left alone', async () => {
    const importFile = vi.fn(done);
    const { folder, bench } = open(importFile);
    await mkdir(path.join(folder, 'below'));
    await writeFile(path.join(folder, 'below/a.txt'), 'x');

    await bench.look();
    await bench.look();

    expect(importFile).not.toHaveBeenCalled();
    expect(existsSync(path.join(folder, 'below/a.txt'))).toBe(true);
  });

  it('is tried again when the trouble is not its own, and given up visibly', async () => {
    const importFile = vi.fn<ImportFile>().mockRejectedValue(new Error('database is locked'));
    const { folder, bench } = open(importFile);
    await writeFile(path.join(folder, 'a.txt'), 'x');

    for (let look = 0; look < 8; look += 1) {
      await bench.look();
    }

    expect(importFile).toHaveBeenCalledTimes(5);
    expect(filesIn(path.join(folder, 'failed'))).toEqual(['a.txt', 'a.txt.原因.txt']);
  });
});

describe('several processes on one folder', () => {
  it('import every file once', async () => {
    const imported: string[] = [];
    const importFile: ImportFile = async (_, name) => {
      imported.push(name);
      return { kind: 'done', notes: [] };
    };
    const folder = temporaryFolder();
    const benches = Array.from({ length: 4 }, () => benchOn(folder, importFile));
    const names = Array.from({ length: 40 }, (_, at) => `${String(at).padStart(2, '0')}.txt`);
    await Promise.all(names.map((name) => writeFile(path.join(folder, name), name)));

    await Promise.all(benches.map((bench) => bench.look()));
    await Promise.all(benches.map((bench) => bench.look()));

    expect(imported.sort()).toEqual(names);
    expect(filesIn(path.join(folder, 'done'))).toEqual(names);
  });

  it('take over what a dead one left, and nothing of a living one', async () => {
    const imported: string[] = [];
    const { folder, bench } = open(async (_, name) => {
      imported.push(name);
      return { kind: 'done', notes: [] };
    });
    for (const process of ['dead', 'alive']) {
      await mkdir(path.join(folder, 'working', process, 'claim'), { recursive: true });
      await writeFile(path.join(folder, 'working', process, 'claim', `${process}.txt`), 'x');
    }
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(path.join(folder, 'working/dead'), longAgo, longAgo);

    await bench.look();

    expect(imported).toEqual(['dead.txt']);
    expect(readdirSync(path.join(folder, 'working'))).not.toContain('dead');
    expect(existsSync(path.join(folder, 'working/alive/claim/alive.txt'))).toBe(true);
  });
});

describe('a folder that cannot be read', () => {
  it('is told of once, and worked through when it is back', async () => {
    const records: string[] = [];
    const log = createLog('info', { write: (line: string) => records.push(line) });
    const importFile = vi.fn(done);
    const folder = path.join(temporaryFolder(), 'inbox');
    const settings = { folder, importFile, log, settleFor: 0, abandonedAfter: 60_000 };
    const bench = createWorkbench(settings);
    await bench.look();
    await bench.look();
    await mkdir(folder);
    await writeFile(path.join(folder, 'a.txt'), 'x');

    await bench.look();
    await bench.look();

    expect(importFile).toHaveBeenCalledTimes(1);
    expect(records.filter((line) => line.includes('cannot be read'))).toHaveLength(1);
    expect(records.filter((line) => line.includes('can be read again'))).toHaveLength(1);
    expect(records.join('')).not.toContain('a.txt');
  });

  it('is not followed through a link that somebody put in place of our own', async () => {
    const elsewhere = temporaryFolder();
    const { folder, bench } = open(done);
    await symlink(elsewhere, path.join(folder, 'done'));
    await writeFile(path.join(folder, 'a.txt'), 'x');

    await bench.look();
    await bench.look();

    expect(readdirSync(elsewhere)).toEqual([]);
    expect(filesIn(folder)).toContain('a.txt');
  });
});

describe('watching', () => {
  it('imports threads into the store until it is told to end', async () => {
    const answering = await createAnswering();
    const folder = temporaryFolder();
    const ending = new AbortController();
    const watching = startWatching({
      folder,
      importFile: createFileImporter(answering),
      log: createLog('fatal', silent),
      signal: ending.signal,
      pollEvery: 20,
      settleFor: 0,
    });
    const outside = path.join(temporaryFolder(), 'thread.txt');
    const thread = readFileSync(path.join(threads, 'CAS-02713-B6R8B4.txt'));
    await writeFile(outside, thread);
    await rename(outside, path.join(folder, 'thread.txt'));
    await writeFile(path.join(folder, 'notes.txt'), '今天天气很好');

    await vi.waitFor(
      () => {
        expect(filesIn(path.join(folder, 'done'))).toEqual(['thread.txt']);
        expect(filesIn(path.join(folder, 'failed'))).toEqual(['notes.txt', 'notes.txt.原因.txt']);
      },
      { timeout: 20_000 },
    );
    ending.abort();
    await watching;

    const cases = await answering.store.listCases();
    expect(cases.map((one) => one.case)).toContain('CAS-02713-B6R8B4');
    expect(await answering.store.listAudit({ limit: 9 })).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ what: 'import', case: 'CAS-02713-B6R8B4', who: 'watch/folder' }),
      ]),
    );
    await rm(folder, { recursive: true, force: true });
  }, 30_000);
});
