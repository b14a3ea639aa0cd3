import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findFreePort, type Running, startProgram } from './process.ts';

interface PlaygroundConfig {
  tenantId: string;
  bot: { id: string; name: string };
  currentUser: { id: string; aadObjectId: string };
  personalChat: { id: string };
}

export interface Playground extends Running {
  /** An address of `content` that the bot may load, as Teams gives one for a file. */
  serve(name: string, content: Buffer): string;
  /** The people and chats that it plays. */
  config(): Promise<PlaygroundConfig>;
  /** Sends an activity to the bot as if Teams had. */
  send(activity: object): Promise<void>;
}

/** The real program with nobody's identity checked, and Microsoft's own client in front of it. */
export async function startPlayground(): Promise<Playground> {
  const folder = await mkdtemp(join(tmpdir(), 'caselens-teams-'));
  const files = new Map<string, Buffer>();
  const fileServer = await listen((request, response) => {
    const content = files.get(request.url ?? '');
    response.writeHead(content ? 200 : 404, { 'content-type': 'application/octet-stream' });
    response.end(content);
  });
  const fileHost = addressOf(fileServer);
  const port = await findFreePort();
  const bot = await startBot(folder, port, fileHost);
  const slow = await listen(forwardTo(`${bot.url}/api/messages`));
  const client = await startClient(folder, addressOf(slow));
  return {
    url: client.url,
    serve(name, content) {
      const path = `/${files.size}/${encodeURIComponent(name)}`;
      files.set(path, content);
      return `http://${fileHost}${path}`;
    },
    async config() {
      const response = await fetch(`${client.url}/_internal/v1/config`);
      const { config } = (await response.json()) as { config: PlaygroundConfig };
      return config;
    },
    async send(activity) {
      const response = await fetch(`${client.url}/_internal/v1/customActivities`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(activity),
      });
      if (!response.ok) {
        throw new Error(`The playground answered ${response.status}: ${await response.text()}`);
      }
    },
    async stop() {
      await client.stop();
      await bot.stop();
      for (const server of [fileServer, slow]) {
        server.closeAllConnections();
        server.close();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listen(answer: RequestListener): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function addressOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The playground never shows an answer that comes before it has drawn the new thread itself. */
const drawMilliseconds = 1200;

/** Messages are taken at once and handed on a little later, as Teams does; everything else as it comes. */
function forwardTo(url: string): RequestListener {
  return async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const send = () =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (request.method !== 'POST' || !body.includes('"type":"invoke"')) {
      response.end();
      if (request.method === 'POST') {
        setTimeout(() => send().catch(() => undefined), drawMilliseconds);
      }
      return;
    }
    const answer = await send();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  };
}

async function startBot(folder: string, port: number, fileHost: string): Promise<Running> {
  const env = {
    CASELENS_DATA: join(folder, 'data'),
    PORT: `${port}`,
    CONSOLE_PORT: `${await findFreePort()}`,
    LOG_LEVEL: 'warn',
    TEAMS_AUTH: 'off',
    TEAMS_FILE_HOSTS: fileHost,
  };
  const url = `http://127.0.0.1:${port}`;
  return startProgram(['bot/main.ts'], env, { url, ready: `${url}/readyz` });
}

async function startClient(folder: string, bot: string): Promise<Running> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ['-p', `${port}`, '-c', 'msteams', '--disable-telemetry'];
  const endpoint = ['-e', `http://${bot}/api/messages`];
  return startProgram(
    [await findBinary(), ...args, ...endpoint],
    { HOME: folder },
    {
      url,
      ready: `${url}/_internal/v1/config`,
    },
  );
}

async function findBinary(): Promise<string> {
  const file = createRequire(import.meta.url).resolve(
    '@microsoft/m365agentsplayground/package.json',
  );
  const { bin } = JSON.parse(await readFile(file, 'utf8'));
  return join(dirname(file), bin.agentsplayground);
}
