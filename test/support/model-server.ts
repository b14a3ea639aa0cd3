import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { findAnyLeak } from './leaks.ts';

/** Everything of one request, as it came over the wire. */
export interface ModelCall {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  /** Every byte of the body, as UTF-8. */
  body: string;
  /** What the body asks for; empty where it says nothing of it. */
  model: string;
  /** Of the system message. */
  system: string;
  /** Of the user message: the fenced data. */
  data: string;
  /** The name of the schema, which is how a test tells purposes apart. */
  schemaName: string;
  /** `json_schema`, `json_object` or empty. */
  format: string;
  /** Texts that are to become vectors. */
  input: readonly string[];
}

/** How the server takes one request. */
export type Play = (call: ModelCall, response: ServerResponse) => void;

export interface ModelServer {
  /** What `OPENAI_BASE_URL` is set to. */
  baseUrl: string;
  /** In the order they came. */
  calls: ModelCall[];
  /** Each of the plays once, in their order; the last one from then on. */
  play(...plays: readonly Play[]): void;
  /** Closes the port: from then on nobody answers. */
  stop(): Promise<void>;
}

const Text = z.string().catch('');
const Body = z
  .object({
    model: Text,
    messages: z.array(z.object({ role: Text, content: Text })).catch([]),
    response_format: z
      .object({ type: Text, json_schema: z.object({ name: Text }).catch({ name: '' }) })
      .catch({ type: '', json_schema: { name: '' } }),
    input: z.array(z.string()).catch([]),
  })
  .catch({
    model: '',
    messages: [],
    response_format: { type: '', json_schema: { name: '' } },
    input: [],
  });

/** An OpenAI-compatible server that does what it is told; until told it refuses with status 503. */
export async function startModelServer(): Promise<ModelServer> {
  const calls: ModelCall[] = [];
  let plays: Play[] = [plays503];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
      }
    } catch {
      // Whoever asked went away before he had said everything.
    }
    const { method = '', url: path = '', headers } = request;
    const call = readCall({ method, path, headers, body: Buffer.concat(chunks).toString() });
    calls.push(call);
    refuseSecrets(call);
    const play = plays.length > 1 ? plays.shift() : plays[0];
    play?.(call, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    play: (...next) => {
      plays = [...next];
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Whatever a test is about: nothing private may come here. Thrown where nobody catches it, it fails the run. */
function refuseSecrets({ path, headers, body }: ModelCall): void {
  const leaks = findAnyLeak([path, JSON.stringify(headers), body].join('\n'));
  if (leaks.length > 0) {
    queueMicrotask(() => {
      throw new Error(`A model was sent ${leaks.join(', ')}`);
    });
  }
}

function readCall(sent: Pick<ModelCall, 'method' | 'path' | 'headers' | 'body'>): ModelCall {
  const { model, messages, response_format: format, input } = Body.parse(jsonOf(sent.body));
  const said = (role: string) =>
    messages
      .filter((one) => one.role === role)
      .map(({ content }) => content)
      .join('\n');
  return {
    ...sent,
    model,
    system: said('system'),
    data: said('user'),
    schemaName: format.json_schema.name,
    format: format.type,
    input,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the model says: JSON of a value, a text as it is, or whatever a function makes of the request. */
type Said = unknown | ((call: ModelCall) => unknown);

function textOf(said: Said, call: ModelCall): string {
  const value = typeof said === 'function' ? said(call) : said;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function completion(message: object, finish: string, usage: object | undefined): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'scripted',
    choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', ...message } }],
    ...(usage && { usage }),
  };
}

const defaultUsage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

const plays503: Play = (_, response) =>
  sendJson(response, 503, { error: { message: 'Not told what to play', type: 'server_error' } });

interface StreamParts {
  role?: boolean;
  /** Null: it breaks off. */
  finish?: string | null;
  done?: boolean;
}

/** A value is sent as JSON, a string as it is: `plays.answer('not JSON')`. */
export const plays = {
  answer:
    (said: Said, usage: object | undefined = defaultUsage): Play =>
    (call, response) =>
      sendJson(response, 200, completion({ content: textOf(said, call) }, 'stop', usage)),
  /** The server does not count tokens. */
  uncounted:
    (said: Said): Play =>
    (call, response) =>
      sendJson(response, 200, completion({ content: textOf(said, call) }, 'stop', undefined)),
  /** Milliseconds until the first byte. */
  slow:
    (milliseconds: number, then: Play): Play =>
    (call, response) => {
      setTimeout(() => then(call, response), milliseconds).unref();
    },
  /** Server-sent events, although nobody asked for them. */
  streamed:
    (said: Said, { role = true, finish = 'stop', done = true }: StreamParts = {}): Play =>
    (call, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const pieces = textOf(said, call).match(/[\s\S]{1,7}/gu) ?? [];
      const event = (delta: object, reason: string | null) =>
        response.write(
          `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`,
        );
      pieces.forEach((content, index) => {
        event(role && index === 0 ? { role: 'assistant', content } : { content }, null);
      });
      event({}, finish);
      response.write(`data: ${JSON.stringify({ choices: [], usage: defaultUsage })}\n\n`);
      response.end(done ? 'data: [DONE]\n\n' : '');
    },
  refusing:
    (refusal = 'I cannot help with that.'): Play =>
    (_, response) =>
      sendJson(response, 200, completion({ content: null, refusal }, 'stop', defaultUsage)),
  /** Its tokens ended before its answer did. */
  cut:
    (said: Said): Play =>
    (call, response) => {
      const text = textOf(said, call);
      const content = text.slice(0, Math.ceil(text.length / 2));
      sendJson(response, 200, completion({ content }, 'length', defaultUsage));
    },
  status:
    (status: number, message = 'No.', headers: Readonly<Record<string, string>> = {}): Play =>
    (_, response) => {
      for (const [name, value] of Object.entries(headers)) {
        response.setHeader(name, value);
      }
      sendJson(response, status, { error: { message, type: 'invalid_request_error' } });
    },
  /** `retryAfter` in seconds. */
  busy: (retryAfter = 30): Play =>
    plays.status(429, 'Rate limit reached', { 'retry-after': String(retryAfter) }),
  /** Takes the request and never says a word. */
  hanging: (): Play => () => undefined,
  /** Begins to answer and never ends. */
  stalled: (): Play => (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"id":"chatcmpl-1","choices":[');
  },
  closing: (): Play => (_, response) => {
    response.socket?.destroy();
  },
  redirecting:
    (location: string, status = 307): Play =>
    (_, response) => {
      response.writeHead(status, { location });
      response.end();
    },
  /** What a proxy shows to whoever has not logged in, with status 200. */
  loginPage: (): Play => (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><title>Sign in</title><form action="/login"></form>');
  },
  /** An answer that does not end for so many bytes. */
  huge:
    (bytes: number): Play =>
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(
        '{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"',
      );
      const piece = 'x'.repeat(1 << 16);
      let left = bytes;
      const more = () => {
        while (left > 0 && !response.destroyed) {
          left -= piece.length;
          if (!response.write(piece)) {
            response.once('drain', more);
            return;
          }
        }
        response.end('"}}]}');
      };
      more();
    },
  /** A right answer under a wrong name. */
  wrongType:
    (said: Said, contentType = 'text/plain'): Play =>
    (call, response) => {
      response.writeHead(200, { 'content-type': contentType });
      response.end(
        JSON.stringify(completion({ content: textOf(said, call) }, 'stop', defaultUsage)),
      );
    },
  /** Does as `then` says, but takes no `json_schema` (and no `json_object` either, if told so). */
  withoutSchema:
    (then: Play, { object = true } = {}): Play =>
    (call, response) =>
      call.format === 'json_schema' || (!object && call.format === 'json_object')
        ? plays.status(400, 'This response_format type is unavailable now')(call, response)
        : then(call, response),
  /** Vectors of this length; each text has its own, and equal texts have equal ones. */
  embeddings:
    (dimension: number): Play =>
    (call, response) =>
      sendJson(response, 200, {
        object: 'list',
        model: 'scripted',
        data: call.input.map((text, index) => ({
          object: 'embedding',
          index,
          embedding: vectorOf(text, dimension),
        })),
        usage: { prompt_tokens: 10, total_tokens: 10 },
      }),
  /** Whatever a test wants instead of vectors. */
  json:
    (body: unknown, status = 200): Play =>
    (_, response) =>
      sendJson(response, status, body),
} as const;

/** Texts that share pairs of characters lie near each other. */
function vectorOf(text: string, dimension: number): number[] {
  const vector = new Array<number>(dimension).fill(0);
  for (let at = 0; at + 1 < text.length; at += 1) {
    const slot = (text.charCodeAt(at) * 31 + text.charCodeAt(at + 1)) % dimension;
    vector[slot] = (vector[slot] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
