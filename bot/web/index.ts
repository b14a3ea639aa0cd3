import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Face } from '../face.ts';
import { loadAssets } from './assets.ts';
import type { WebFaceParts } from './context.ts';
import { createFeed } from './feed.ts';
import { createListener } from './routes.ts';

const mebibyte = 1024 * 1024;
const textMebibytes = 16;
const filesAtOnce = 500;
const endingMilliseconds = 1000;

export interface WebFace extends Face {
  /** Where it listens, `http://127.0.0.1:3979`; undefined before `start`. */
  url(): string | undefined;
  stop(): Promise<void>;
}

/** The web console, and the HTTP interface for programs. */
export function createWebFace(parts: WebFaceParts): WebFace {
  const feed = createFeed();
  let server: Server | undefined;
  return {
    name: 'web',
    async start(deps) {
      const { config } = deps;
      const listener = createListener({
        ...deps,
        ...parts,
        feed,
        assets: await loadAssets(),
        inbox: join(config.dataFolder, 'inbox'),
        limits: {
          uploadBytes: config.limits.uploadMiB * mebibyte,
          textBytes: textMebibytes * mebibyte,
          files: filesAtOnce,
        },
      });
      // Uploads may take hours; one that stands still is ended where it is read.
      server = createServer({ requestTimeout: 0, headersTimeout: 15_000 }, (request, response) => {
        void listener(request, response);
      });
      await listen(server, config.console.host, config.console.port);
      deps.log.info({ face: 'web', url: urlOf(server) }, 'Console listens');
    },
    url: () => server && urlOf(server),
    async stop() {
      const closing = server;
      server = undefined;
      if (!closing) {
        return;
      }
      // Whoever still waits was told; what he sent is being removed.
      const closed = new Promise<void>((resolve) => {
        closing.close(() => resolve());
      });
      closing.closeIdleConnections();
      await Promise.race([closed, sleep(endingMilliseconds, undefined, { ref: false })]);
    },
    post: async (target, reply) => feed.post(target, reply),
    edit: async (posted, reply) => feed.edit(posted, reply),
  };
}

/** @throws with a Chinese remedy when the port cannot be had. */
async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(
      `控制台无法使用 ${host}:${port}。请把 CONSOLE_PORT 改成空闲的端口号，或先停止占用它的程序。`,
      { cause: error },
    );
  }
}

function urlOf(server: Server): string | undefined {
  const address = server.address() as AddressInfo | null;
  if (address === null) {
    return undefined;
  }
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
