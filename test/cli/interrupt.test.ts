import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createProgress } from '../../bot/cli/progress.ts';
import { temporaryFolder } from '../support/answering.ts';
import { buildZip } from '../support/zip.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = temporaryFolder();
const data = path.join(folder, 'data');
const spool = path.join(data, 'tmp');

describe('Ctrl-C', () => {
  it('ends a diagnosis with 130, without an answer and without anything left behind', async () => {
    const child = spawn(
      process.execPath,
      [path.join(root, 'bot/cli/main.ts'), 'diagnose', '--no-store', '-'],
      // biome-ignore lint/style/noProcessEnv: a child needs the path to find its libraries
      { cwd: root, env: { PATH: process.env.PATH ?? '', CASELENS_DATA: data } },
    );
    const told = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      told.out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      told.err += chunk;
    });
    const closed = once(child, 'close');
    // What was not yet sent when the program ended cannot be.
    child.stdin.on('error', () => undefined);
    // An archive that is never sent to its end, and so is being put down.
    const archive = buildZip([{ name: 'CBS.log', content: Buffer.alloc(8 << 20), method: 0 }]);
    child.stdin.write(archive.subarray(0, 6 << 20));
    await vi.waitFor(() => expect(readdirSync(spool)).toHaveLength(1), { timeout: 10_000 });

    child.kill('SIGINT');
    const [status] = await closed;

    expect(status).toBe(130);
    expect(told.out).toBe('');
    expect(told.err).toContain('已停止，没有得出结果。');
    expect(readdirSync(spool)).toEqual([]);
  }, 20_000);
});

describe('progress on the command line', () => {
  const progress = {
    stage: 'reading',
    ...{ input: 'logs.zip/CBS.log', bytes: 700 << 20, read: 320 << 20, expected: 1 << 30 },
    ...{ files: 12, secondsLeft: 8 },
  } as const;

  function draw(interactive: boolean) {
    const written: string[] = [];
    let now = 0;
    const shown = createProgress({ err: (text) => written.push(text), interactive }, () => now);
    const tellAt = (at: number) => {
      now = at;
      shown.tell(progress);
    };
    return { written, tellAt, end: shown.end };
  }

  it('says nothing in the first second', () => {
    const { written, tellAt, end } = draw(true);

    tellAt(0);
    tellAt(900);
    end();

    expect(written).toEqual([]);
  });

  it('is drawn over itself on a terminal, and taken away in the end', () => {
    const { written, tellAt, end } = draw(true);

    tellAt(1000);
    tellAt(1100);
    tellAt(1300);
    end();

    const line = '\r\u001b[K正在读取 logs.zip/CBS.log：320 MB / 1.0 GB，已读 12 个文件，约剩 8 秒';
    expect(written).toEqual([line, line, '\r\u001b[K']);
  });

  it('is a line now and then elsewhere', () => {
    const { written, tellAt, end } = draw(false);

    tellAt(1000);
    tellAt(3000);
    tellAt(6000);
    end();

    expect(written).toHaveLength(2);
    expect(written[0]).toMatch(/^正在读取 .*约剩 8 秒\n$/u);
  });
});
