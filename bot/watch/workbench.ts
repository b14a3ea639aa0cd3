import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, rmdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../log.ts';
import { makeFolder, moveInto, writeBeside } from './place.ts';
import { createSettled, type Settled } from './settled.ts';

export type ImportOutcome =
  /** `notes` stand in a file beside the imported one. */
  | { kind: 'done'; notes: readonly string[] }
  /** Chinese, with what to do. */
  | { kind: 'failed'; reasons: readonly string[] };

/** Imports a file under the name that its owner gave it; throws when the trouble is not the file's. */
export type ImportFile = (file: string, name: string) => Promise<ImportOutcome>;

export interface BenchSettings {
  folder: string;
  importFile: ImportFile;
  log: Log;
  settleFor: number;
  abandonedAfter: number;
}

export interface Workbench {
  /** Takes up what is complete by now, and what another process left behind. */
  look(): Promise<void>;
  leave(): Promise<void>;
}

const mostAttempts = 5;
const heartbeat = 10_000;
const refusal = '是链接或特殊文件，没有导入。请放入文件本身。';
const trouble = '多次导入都没有完成，问题出在程序一侧。请联系管理员查看日志，之后重新放入。';

/**
 * A file is claimed by moving it into a folder of our own below `working`, which only one process can do. What lies
 * there when a process dies is taken over by another as soon as its sign of life is old.
 */
export function createWorkbench(settings: BenchSettings): Workbench {
  return new Bench(settings);
}

class Bench implements Workbench {
  private readonly settings: BenchSettings;
  private readonly working: string;
  private readonly own: string;
  private readonly settled: Settled;
  private readonly attempts = new Map<string, number>();
  private readable = true;

  constructor(settings: BenchSettings) {
    this.settings = settings;
    this.working = path.join(settings.folder, 'working');
    this.own = path.join(this.working, randomUUID());
    this.settled = createSettled(settings.folder, settings.settleFor);
  }

  async look(): Promise<void> {
    if (!(await this.prepare())) {
      return;
    }
    const beating = setInterval(() => this.beat(), heartbeat);
    try {
      await this.takeOver();
      for (const claimed of await filesBelow(this.own)) {
        await this.work(claimed);
      }
      for (const name of await this.settled.names()) {
        const claimed = await this.claim(path.join(this.settings.folder, name), name);
        if (claimed !== undefined) {
          await this.work(claimed);
        }
      }
    } finally {
      clearInterval(beating);
    }
  }

  async leave(): Promise<void> {
    // Not empty when something could not be finished: another process takes it over.
    await rmdir(this.own).catch(() => undefined);
  }

  /** False when the folder cannot be read; said once, and once when it can be again. */
  private async prepare(): Promise<boolean> {
    const { folder, log } = this.settings;
    try {
      await readdir(folder);
      for (const one of ['working', 'done', 'failed']) {
        await makeFolder(path.join(folder, one));
      }
      await makeFolder(this.own);
      await this.beat();
    } catch (error) {
      if (this.readable) {
        log.warn({ err: error }, 'Watch folder cannot be read');
      }
      this.readable = false;
      return false;
    }
    if (!this.readable) {
      log.info('Watch folder can be read again');
    }
    this.readable = true;
    return true;
  }

  private async beat(): Promise<void> {
    const now = new Date();
    await utimes(this.own, now, now).catch(() => undefined);
  }

  private async takeOver(): Promise<void> {
    const others = (await readdir(this.working)).map((name) => path.join(this.working, name));
    for (const other of others.filter((one) => one !== this.own)) {
      const info = await stat(other).catch(() => undefined);
      if (!info || Date.now() - info.mtimeMs < this.settings.abandonedAfter) {
        continue;
      }
      for (const file of await filesBelow(other)) {
        await this.claim(file, path.basename(file));
      }
      for (const place of await readdir(other).catch(() => [])) {
        await rmdir(path.join(other, place)).catch(() => undefined);
      }
      await rmdir(other).catch(() => undefined);
    }
  }

  /** Where the file is now; `undefined` when another process was quicker. */
  private async claim(file: string, name: string): Promise<string | undefined> {
    const place = path.join(this.own, randomUUID());
    await mkdir(place, { mode: 0o700 });
    const claimed = path.join(place, name);
    try {
      await rename(file, claimed);
      return claimed;
    } catch {
      await rmdir(place);
      return undefined;
    }
  }

  private async work(claimed: string): Promise<void> {
    const { importFile, log } = this.settings;
    const name = path.basename(claimed);
    const info = await lstat(claimed).catch(() => undefined);
    if (!info) {
      return;
    }
    if (!info.isFile()) {
      await this.finish(claimed, { kind: 'failed', reasons: [refusal] });
      return;
    }
    try {
      await this.finish(claimed, await importFile(claimed, name));
    } catch (error) {
      const attempts = (this.attempts.get(claimed) ?? 0) + 1;
      this.attempts.set(claimed, attempts);
      log.error({ err: error, attempts }, 'File from the watch folder was not imported');
      if (attempts >= mostAttempts) {
        await this.finish(claimed, { kind: 'failed', reasons: [trouble] });
      }
    }
  }

  private async finish(claimed: string, outcome: ImportOutcome): Promise<void> {
    const { folder, log } = this.settings;
    const isDone = outcome.kind === 'done';
    const target = await moveInto(path.join(folder, outcome.kind), claimed);
    const lines = isDone ? outcome.notes : outcome.reasons;
    if (lines.length > 0) {
      await writeBeside(target, isDone ? '说明' : '原因', lines);
    }
    this.attempts.delete(claimed);
    await rm(path.dirname(claimed), { recursive: true, force: true });
    log.info({ outcome: outcome.kind }, 'File from the watch folder was worked on');
  }
}

/** What a process claimed: one file in a folder of its own each. */
async function filesBelow(folder: string): Promise<string[]> {
  const places = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    places.map(async (place) => {
      const names = await readdir(path.join(folder, place)).catch(() => []);
      return names.map((name) => path.join(folder, place, name));
    }),
  );
  return files.flat().sort();
}
