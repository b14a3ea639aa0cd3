import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SlackBlocks, SlackModal } from '../../bot/slack/limits.ts';

/** What Slack is asked, as far as tests look at it. */
export interface ApiCall {
  /** `chat.postMessage`, or the path of what is no method. */
  method: string;
  fields: Readonly<Record<string, string>>;
  authorization: string;
  status: number;
}

/** In place of the answer, or before it. */
export interface Disturbance {
  status?: number;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Milliseconds. */
  wait?: number;
  /** True: it is done, and only the answer is lost. */
  isDone?: boolean;
  /** Fewer than all. */
  times?: number;
}

export interface SlackProxy {
  url: string;
  calls: ApiCall[];
  /** What Slack would have refused; the emulator takes everything. */
  invalid: string[];
  /** Stands for the next call, or calls, whose method or path begins so. */
  disturb(method: string, disturbance: Disturbance): void;
  calm(): void;
  forwardTo(url: string): void;
  close(): Promise<void>;
}

interface Waiting extends Disturbance {
  method: string;
  left: number;
}

/** Between the bot and Slack: remembers, checks what is drawn, and answers badly on demand. */
export async function startSlackProxy(): Promise<SlackProxy> {
  const calls: ApiCall[] = [];
  const invalid: string[] = [];
  let disturbances: Waiting[] = [];
  let upstream = '';

  const take = (method: string) => {
    const found = disturbances.find((one) => method.startsWith(one.method) && one.left > 0);
    if (found) {
      found.left -= 1;
    }
    return found;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readAll(request);
    const path = request.url ?? '/';
    const method = path.startsWith('/api/') ? path.slice(5) : path;
    const fields = fieldsOf(body, request.headers['content-type'] ?? '');
    invalid.push(...mistakesIn(method, fields));
    const disturbance = take(method);
    const call: ApiCall = {
      method,
      fields,
      authorization: request.headers.authorization ?? '',
      status: disturbance?.status ?? 200,
    };
    calls.push(call);
    await sleep(disturbance?.wait ?? 0);
    if (!disturbance || disturbance.isDone || disturbance.status === undefined) {
      const answer = await forward(`${upstream}${path}`, request, body);
      if (!disturbance?.isDone) {
        call.status = answer.status;
        response.writeHead(answer.status, answer.headers).end(answer.body);
        return;
      }
    }
    response.writeHead(disturbance.status ?? 500, disturbance.headers).end(disturbance.body ?? '');
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    invalid,
    disturb: (method, disturbance) =>
      disturbances.push({ method, left: disturbance.times ?? 1, ...disturbance }),
    calm: () => {
      disturbances = [];
    },
    forwardTo: (url) => {
      upstream = url;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function forward(url: string, request: IncomingMessage, body: Buffer) {
  const { authorization, 'content-type': type } = request.headers;
  const answer = await fetch(url, {
    method: request.method ?? 'GET',
    headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
    ...(request.method === 'POST' && { body: new Uint8Array(body) }),
    redirect: 'manual',
  });
  const headers = Object.fromEntries(
    [...answer.headers].filter(
      ([name]) => !['content-encoding', 'content-length', 'transfer-encoding'].includes(name),
    ),
  );
  return { status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function fieldsOf(body: Buffer, type: string): Record<string, string> {
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(body.toString()));
  }
  return {};
}

function mistakesIn(method: string, { blocks, view, text = '' }: ApiCall['fields']): string[] {
  const checks = [
    ...(blocks === undefined || !method.startsWith('chat.')
      ? []
      : [SlackBlocks.safeParse(JSON.parse(blocks))]),
    ...(view === undefined ? [] : [checkView(JSON.parse(view))]),
  ];
  const mistakes = checks.flatMap(({ error }) => error?.issues.map(({ message }) => message) ?? []);
  return [...mistakes, ...(text.length > 4000 ? ['a long fallback'] : [])].map(
    (mistake) => `${method}: ${mistake}`,
  );
}

function checkView(view: { type?: string; blocks?: unknown }) {
  return view.type === 'home' ? SlackBlocks.safeParse(view.blocks) : SlackModal.safeParse(view);
}

/** As Slack says no. */
export function refusal(error: string): Disturbance {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ok: false, error }),
  };
}
