import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort, type Running, startProgram } from './process.ts';

/** The real program as a process of its own, with an empty data folder and nothing configured but what is `set`. */
export async function startApp(set: NodeJS.ProcessEnv = {}): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'caselens-browser-'));
  const [port, consolePort] = [await findFreePort(), await findFreePort()];
  const url = `http://127.0.0.1:${consolePort}`;
  const env = {
    CASELENS_DATA: folder,
    PORT: `${port}`,
    CONSOLE_PORT: `${consolePort}`,
    LOG_LEVEL: 'warn',
    ...set,
  };
  const running = await startProgram(['bot/main.ts'], env, { url, ready: `${url}/readyz` });
  return {
    url,
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
