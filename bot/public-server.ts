import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Route } from './face.ts';
import type { Log } from './log.ts';

export interface PublicServer {
  /** Where it listens, `http://0.0.0.0:3978`. */
  url: string;
  stop(): Promise<void>;
}

export interface PublicServerParts {
  host: string;
  port: number;
  /** Those of every face that platforms call; each checks by itself who calls. */
  routes: readonly Route[];
  log: Log;
}

/**
 * The one port that platforms reach from outside. @throws with a Chinese remedy when the port cannot be had.
 */
export async function startPublicServer(parts: PublicServerParts): Promise<PublicServer> {
  const { host, port, log } = parts;
  const byKey = new Map(parts.routes.map((route) => [`${route.method} ${route.path}`, route]));
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000 },
    (request, response) => {
      void handle(byKey, request, response, log);
    },
  );
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(
      `接收消息的服务无法使用 ${host}:${port}。请把 PORT 改成空闲的端口号，或先停止占用它的程序。`,
      { cause: error },
    );
  }
  const url = urlOf(server);
  log.info({ url }, 'Public server listens');
  return {
    url,
    async stop() {
      server.close();
      server.closeIdleConnections();
    },
  };
}

async function handle(
  routes: ReadonlyMap<string, Route>,
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
): Promise<void> {
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-store');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const path = URL.parse(request.url ?? '/', 'http://bot')?.pathname ?? '/';
  const route = routes.get(`${method} ${path}`);
  if (!route) {
    response.writeHead(404).end();
    return;
  }
  try {
    await route.handle(request, response);
  } catch (error) {
    log.error({ err: error, path }, 'Request failed');
    if (!response.headersSent) {
      response.writeHead(500);
    }
    response.end();
  }
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
