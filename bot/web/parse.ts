import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { Upload } from '../../knowledge/input/upload.ts';
import { hangUpSoon } from './respond.ts';
import { createSpool, type Spool } from './spool.ts';

export interface FormLimits {
  /** Of all files together. */
  uploadBytes: number;
  /** Of one pasted text; it is kept in memory. */
  textBytes: number;
  files: number;
}

export interface Form {
  text: string;
  question: string;
  conversation: string;
  uploads: readonly Upload[];
  /** Of the whole request. */
  bytes: number;
  /** Removes the spooled files; what is kept is removed when its retention ends. */
  discard(): Promise<void>;
}

export type ParsedForm =
  | { kind: 'form'; form: Form }
  /** `message` tells the sender in Chinese what to do instead. */
  | { kind: 'refused'; status: 400 | 413 | 415; message: string }
  /** Nobody is there any more to be told. */
  | { kind: 'aborted' };

type Refused = Extract<ParsedForm, { kind: 'refused' }>;

const multipart = /^multipart\/form-data\s*;.*boundary=/i;
const mebibyte = 1024 * 1024;
/** Boundaries and headers of the parts. */
const overhead = mebibyte;
const idleMilliseconds = 60_000;

/**
 * Files go straight to `inbox/<random>/<n>`, never under a name that somebody else chose.
 * Whatever is refused, cut off or broken leaves no file behind.
 * @throws when our own disk fails.
 */
export async function parseForm(
  request: IncomingMessage,
  inbox: string,
  limits: FormLimits,
): Promise<ParsedForm> {
  const largest = limits.uploadBytes + limits.textBytes * 2 + overhead;
  if (!multipart.test(request.headers['content-type'] ?? '')) {
    hangUpSoon(request);
    return { kind: 'refused', status: 415, message: '请用 multipart/form-data 提交。' };
  }
  if (Number(request.headers['content-length'] ?? 0) > largest) {
    hangUpSoon(request);
    return tooLarge(limits);
  }
  const spool = createSpool(join(inbox, randomUUID()));
  const result = await receive(request, spool, limits, largest).catch(async (error: unknown) => {
    await spool.discard();
    throw error;
  });
  if (result.kind !== 'form') {
    await spool.discard();
  }
  return result;
}

async function receive(
  request: IncomingMessage,
  spool: Spool,
  limits: FormLimits,
  largest: number,
): Promise<ParsedForm> {
  const stop = new AbortController();
  const fields = { text: '', question: '', conversation: '' };
  const parser = createParser(request, limits);
  const refuse = (refused: Refused) => stop.abort(refused);
  parser.on('file', (_field, file, name: string | undefined) => {
    file.on('error', () => refuse(broken));
    file.on('limit', () => refuse(tooLarge(limits)));
    // A browser sends an empty, nameless part for a file input that nobody filled.
    name ? spool.write(file, name, stop) : file.resume();
  });
  parser.on('field', (name, value, _nameTruncated, truncated) => {
    if (truncated) {
      refuse(textTooLong(limits));
    } else if (name === 'text' || name === 'question' || name === 'conversation') {
      fields[name] = value;
    }
  });
  parser.on('filesLimit', () => refuse(tooManyFiles(limits)));
  parser.on('error', () => refuse(broken));
  const bytes = await feed(request, parser, largest, stop, tooLarge(limits));
  const uploads = await spool.settle();
  if (stop.signal.aborted) {
    return outcomeOf(stop.signal.reason, request);
  }
  return { kind: 'form', form: { ...fields, uploads, bytes, discard: () => spool.discard() } };
}

function createParser(request: IncomingMessage, limits: FormLimits): BusboyInstance {
  return new Busboy({
    // Checked above: there is a content type with a boundary.
    headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
    preservePath: true,
    limits: {
      fieldSize: limits.textBytes,
      fields: 10,
      files: limits.files,
      fileSize: limits.uploadBytes,
      headerPairs: 20,
    },
  });
}

/** @returns how many bytes came; `stop` is aborted when not all of them are to be used. */
async function feed(
  request: IncomingMessage,
  parser: BusboyInstance,
  largest: number,
  stop: AbortController,
  whenTooLarge: Refused,
): Promise<number> {
  const { signal } = stop;
  let bytes = 0;
  request.setTimeout(idleMilliseconds, () => request.destroy());
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length;
      if (bytes > largest) {
        stop.abort(whenTooLarge);
      }
      signal.throwIfAborted();
      if (!parser.write(chunk)) {
        await once(parser, 'drain', { signal });
      }
    }
    parser.end();
    await once(parser, 'finish', { signal });
  } catch (error) {
    stop.abort(error);
    hangUpSoon(request);
  } finally {
    request.setTimeout(0);
  }
  return bytes;
}

function outcomeOf(reason: unknown, request: IncomingMessage): ParsedForm {
  if (isRefused(reason)) {
    return reason;
  }
  if (request.destroyed && !request.complete) {
    return { kind: 'aborted' };
  }
  throw reason;
}

function isRefused(reason: unknown): reason is Refused {
  return (
    typeof reason === 'object' && reason !== null && 'kind' in reason && reason.kind === 'refused'
  );
}

const broken: Refused = {
  kind: 'refused',
  status: 400,
  message: '收到的内容不完整，请重新发送。',
};

function tooLarge({ uploadBytes }: FormLimits): Refused {
  const limit = Math.floor(uploadBytes / mebibyte);
  return {
    kind: 'refused',
    status: 413,
    message: `文件合计超过 ${limit} MB 的上限。请压缩成 .zip，或只发送失败当天的日志。`,
  };
}

function textTooLong({ textBytes }: FormLimits): Refused {
  const limit = Math.floor(textBytes / mebibyte);
  return {
    kind: 'refused',
    status: 413,
    message: `粘贴的内容超过 ${limit} MB，请存成文件后上传。`,
  };
}

function tooManyFiles({ files }: FormLimits): Refused {
  return {
    kind: 'refused',
    status: 413,
    message: `一次最多发送 ${files} 个文件，请打包成 .zip 再发送。`,
  };
}
