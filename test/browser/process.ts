import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Running {
  url: string;
  stop(): Promise<void>;
}

const startMilliseconds = 30_000;
export const repository = join(import.meta.dirname, '../..');

/** A program of its own, once something answers at `ready`. */
export async function startProgram(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { url, ready }: { url: string; ready: string },
): Promise<Running> {
  const child = spawn(process.execPath, args, {
    cwd: repository,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await waitUntilReady(child, ready);
  return {
    url,
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
    },
  };
}

async function waitUntilReady(child: ChildProcess, url: string): Promise<void> {
  let complaint = '';
  child.stderr?.on('data', (part) => {
    complaint += String(part);
  });
  const end = Date.now() + startMilliseconds;
  while (child.exitCode === null && Date.now() < end) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) {
      return;
    }
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error(`${child.spawnargs[1]} did not become ready: ${complaint}`);
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
