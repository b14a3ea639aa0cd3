import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publishedKeys } from './teams-world-tokens.ts';

/** What a client would show. */
export interface SeenMessage {
  id: string;
  conversation: string;
  /** What it showed, one after the other. */
  shown: SeenActivity[];
}

export interface SeenActivity {
  type: string;
  text?: string;
  summary?: string;
  attachments?: { contentType: string; name?: string; contentUrl?: string; content: unknown }[];
}

export interface Call {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Refusal {
  status: number;
  headers?: Record<string, string>;
  /** The message is shown all the same. */
  shows?: boolean;
  /** Nothing comes back at all. */
  hangs?: boolean;
}

export interface FakeService {
  url: string;
  calls: Call[];
  messages: SeenMessage[];
  typing: string[];
  /** By path: what a file server or Microsoft Graph answers. */
  pages: Map<string, { status?: number; type?: string; body: string | Uint8Array }>;
  /** Asked before every request to the connector. */
  refuse: (call: Call) => Refusal | undefined;
  stop(): Promise<void>;
}

const conversations = /^\/teams\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;
const teamPage = /^\/teams\/v3\/teams\//;

/** Everything of Microsoft's that the bot talks to, on one port. */
export async function startFakeService(): Promise<FakeService> {
  const service: FakeService = {
    url: '',
    calls: [],
    messages: [],
    typing: [],
    pages: new Map(),
    refuse: () => undefined,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const call: Call = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    answer(call, response, service);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return service;
}

function answer(call: Call, response: ServerResponse, service: FakeService): void {
  if (call.path === '/oidc') {
    sendJson(response, 200, { issuer: 'x', jwks_uri: `${service.url}/keys` });
    return;
  }
  if (call.path === '/keys') {
    sendJson(response, 200, publishedKeys);
    return;
  }
  service.calls.push(call);
  const connector = conversations.exec(call.path);
  if (connector || teamPage.test(call.path)) {
    const refusal = service.refuse(call);
    if (refusal && !refusal.shows) {
      turnAway(response, refusal);
      return;
    }
    const id = connector ? show(call, connector, service) : '';
    if (refusal) {
      turnAway(response, refusal);
      return;
    }
    if (connector) {
      sendJson(response, call.method === 'POST' ? 201 : 200, { id });
      return;
    }
  }
  const page = service.pages.get(call.path);
  response.writeHead(page?.status ?? (page ? 200 : 404), {
    'content-type': page?.type ?? 'application/json',
  });
  response.end(page?.body);
}

function turnAway(response: ServerResponse, { status, headers, hangs }: Refusal): void {
  if (!hangs) {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { code: 'Refused', message: 'as the test wants it' } }));
  }
}

function show(
  { method, body }: Call,
  [, conversation = '', edited]: RegExpExecArray,
  { messages, typing }: FakeService,
): string {
  const activity = JSON.parse(body) as SeenActivity;
  const place = decodeURIComponent(conversation);
  if (activity.type === 'typing') {
    typing.push(place);
    return '';
  }
  if (method === 'PUT') {
    const known = messages.find(({ id }) => id === decodeURIComponent(edited ?? ''));
    known?.shown.push(activity);
    return known?.id ?? '';
  }
  const id = `m-${messages.length + 1}`;
  messages.push({ id, conversation: place, shown: [activity] });
  return id;
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
