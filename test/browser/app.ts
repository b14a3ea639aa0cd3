import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface App {
  url: string;
  stop(): Promise<void>;
}

const startMilliseconds = 20_000;
const repository = join(import.meta.dirname, '../..');

/** The real program as a process of its own, with an empty data folder and nothing configured. */
export async function startApp(): Promise<App> {
  const folder = await mkdtemp(join(tmpdir(), 'caselens-browser-'));
  const [port, consolePort] = [await findFreePort(), await findFreePort()];
  const child = spawn(process.execPath, ['bot/main.ts'], {
    cwd: repository,
    env: {
      CASELENS_DATA: folder,
      PORT: `${port}`,
      CONSOLE_PORT: `${consolePort}`,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = `http://127.0.0.1:${consolePort}`;
  await waitUntilReady(child, `${url}/readyz`);
  return {
    url,
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
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
  throw new Error(`bot/main.ts did not become ready: ${complaint}`);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
