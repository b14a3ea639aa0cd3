import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { vi } from 'vitest';
import { runCli } from '../../bot/cli/main.ts';

const root = path.join(import.meta.dirname, '../..');
const main = path.join(root, 'bot/cli/main.ts');

export interface CliRun {
  status: number;
  out: string;
  err: string;
}

/** Runs `caselens` as a user would, with nothing of our own environment but the path. */
export function createCli(
  environment: Readonly<Record<string, string>>,
): (args: readonly string[], stdin?: string) => Promise<CliRun> {
  return async (args, stdin = '') => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: root,
      // biome-ignore lint/style/noProcessEnv: a child needs the path to find its libraries
      env: { PATH: process.env.PATH ?? '', ...environment },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    const [status] = (await once(child, 'close')) as [number];
    return { status, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
  };
}

/** The same without a process of its own: for commands that do not read standard input. */
export function createInner(
  environment: Readonly<Record<string, string>>,
): (args: readonly string[]) => Promise<CliRun> {
  return async (args) => {
    const written = { out: '', err: '' };
    const spies = [
      vi.spyOn(process.stdout, 'write').mockImplementation((text) => keep('out', text)),
      vi.spyOn(process.stderr, 'write').mockImplementation((text) => keep('err', text)),
    ];
    function keep(where: 'out' | 'err', text: string | Uint8Array): boolean {
      written[where] += String(text);
      return true;
    }
    for (const [name, value] of Object.entries(environment)) {
      vi.stubEnv(name, value);
    }
    try {
      const status = await runCli(args);
      return { status, ...written };
    } finally {
      vi.unstubAllEnvs();
      spies.forEach((spy) => {
        spy.mockRestore();
      });
    }
  };
}
