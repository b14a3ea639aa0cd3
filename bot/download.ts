import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

export interface DownloadOptions {
  /** Sent to allowed hosts only; redirects are never followed, so a token goes nowhere else. */
  headers?: Readonly<Record<string, string>>;
  /** `files.slack.com`, with its port when it is not the scheme's. */
  isAllowed(url: URL): boolean;
  maxBytes: number;
  /** For the whole download; milliseconds. */
  milliseconds: number;
  /** True when a page is what was asked for: otherwise it is a login page in place of the file. */
  expectsPage: boolean;
  signal?: AbortSignal;
}

export type Downloaded =
  | { kind: 'downloaded'; bytes: number }
  | {
      kind: 'failed';
      /** `login`: the platform wants a permission that the app does not have. */
      why: 'host' | 'login' | 'gone' | 'large' | 'slow' | 'network';
      status?: number;
    };

/** Streams a file to a path of ours. Never throws for what the other side does. */
export async function download(
  address: string,
  target: string,
  options: DownloadOptions,
): Promise<Downloaded> {
  const url = URL.parse(address);
  if (!(url && options.isAllowed(url))) {
    return { kind: 'failed', why: 'host' };
  }
  const timeout = AbortSignal.timeout(options.milliseconds);
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
  try {
    const response = await fetch(url, {
      headers: { ...options.headers },
      redirect: 'manual',
      signal,
    });
    const refusal = refusalOf(response, options);
    if (refusal) {
      await response.body?.cancel();
      return refusal;
    }
    return await save(response, target, options.maxBytes, signal);
  } catch (error) {
    await rm(target, { force: true });
    if (error instanceof TooLarge) {
      return { kind: 'failed', why: 'large' };
    }
    return { kind: 'failed', why: timeout.aborted ? 'slow' : 'network' };
  }
}

class TooLarge extends Error {}

function refusalOf(response: Response, options: DownloadOptions): Downloaded | undefined {
  const { status, headers } = response;
  if ((status >= 300 && status < 400) || status === 401 || status === 403) {
    return { kind: 'failed', why: 'login', status };
  }
  if (status !== 200) {
    return { kind: 'failed', why: status >= 500 || status === 429 ? 'network' : 'gone', status };
  }
  if (!options.expectsPage && headers.get('content-type')?.startsWith('text/html')) {
    return { kind: 'failed', why: 'login', status };
  }
  return Number(headers.get('content-length') ?? 0) > options.maxBytes
    ? { kind: 'failed', why: 'large', status }
    : undefined;
}

async function save(
  response: Response,
  target: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Downloaded> {
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      done(bytes > maxBytes ? new TooLarge() : null, chunk);
    },
  });
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const body = response.body as ReadableStream<Uint8Array> | null;
  const source = body ? Readable.fromWeb(body) : Readable.from([]);
  await pipeline(source, limit, createWriteStream(target, { mode: 0o600 }), { signal });
  return { kind: 'downloaded', bytes };
}
