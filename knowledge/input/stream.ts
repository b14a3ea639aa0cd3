import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

type Bytes = AsyncIterable<Uint8Array>;

const readAhead = 1 << 20;

export function fileStream(file: string): Bytes {
  return createReadStream(file, { highWaterMark: readAhead });
}

export interface Peeked {
  head: Uint8Array;
  /** All of it, the head included; a source that broke in the head breaks behind it. */
  all: Bytes;
  /** For a stream that is not read on: gives the file back. */
  close(): Promise<void>;
}

/** Reads the beginning without losing it. */
export async function peek(bytes: Bytes, length: number): Promise<Peeked> {
  const iterator = bytes[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let broken: unknown;
  while (size < length && broken === undefined) {
    try {
      const next = await iterator.next();
      if (next.done) {
        break;
      }
      chunks.push(next.value);
      size += next.value.length;
    } catch (error) {
      broken = error;
    }
  }
  if (broken !== undefined && size === 0) {
    throw broken;
  }
  const head = Buffer.concat(chunks);
  return {
    head: head.subarray(0, length),
    all: chain(head, iterator, broken),
    close: async () => {
      await iterator.return?.();
    },
  };
}

async function* chain(head: Uint8Array, rest: AsyncIterator<Uint8Array>, broken: unknown): Bytes {
  try {
    if (head.length > 0) {
      yield head;
    }
    if (broken !== undefined) {
      throw broken;
    }
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

/** Why a stream ended before its end. */
export type Stop = 'bytes' | 'time' | 'damage';

export interface Bounds {
  bytes: number;
  /** Milliseconds since the epoch. */
  deadline: number;
}

/** Ends early instead of throwing, so that what was read up to there still counts. */
export class BoundedStream {
  stopped: Stop | undefined;
  /** What a damaged source threw. */
  cause: unknown;
  private readonly source: Bytes;
  private readonly bounds: Bounds;

  constructor(source: Bytes, bounds: Bounds) {
    this.source = source;
    this.bounds = bounds;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    let left = this.bounds.bytes;
    try {
      for await (const chunk of this.source) {
        if (Date.now() > this.bounds.deadline) {
          this.stopped = 'time';
          return;
        }
        if (chunk.length > left) {
          this.stopped = 'bytes';
          yield chunk.subarray(0, left);
          return;
        }
        left -= chunk.length;
        yield chunk;
      }
    } catch (error) {
      this.stopped = 'damage';
      this.cause = error;
    }
  }
}

/**
 * Writes a stream to a file of our own naming, hands the file to `use`, and deletes it. An archive is read
 * by seeking, which a stream cannot do.
 */
export async function withSpooled<Result>(
  folder: string,
  bytes: Bytes,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${randomUUID()}.tmp`);
  try {
    await pipeline(Readable.from(bytes), createWriteStream(file));
    return await use(file);
  } finally {
    await rm(file, { force: true });
  }
}
