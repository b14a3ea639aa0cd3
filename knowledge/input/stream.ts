import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Budget } from './budget.ts';
import { ContainerDamage } from './damage.ts';

type Bytes = AsyncIterable<Uint8Array>;

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

/** Ends early instead of throwing, so that what was read up to there still counts. Throws when nobody wants it any more. */
export class BoundedStream {
  stopped: Stop | undefined;
  /** What a damaged source threw. */
  cause: unknown;
  private readonly source: Bytes;
  private readonly budget: Budget;
  private readonly spends: boolean;

  /** `spends`: what goes through is taken off the budget, and not only held against it. */
  constructor(source: Bytes, budget: Budget, spends = true) {
    this.source = source;
    this.budget = budget;
    this.spends = spends;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    let passed = 0;
    try {
      for await (const chunk of this.source) {
        this.budget.throwIfCancelled();
        if (this.budget.isOutOfTime) {
          this.stopped = 'time';
          return;
        }
        const left = this.spends ? this.budget.bytes : this.budget.bytes - passed;
        const allowed = chunk.length > left ? chunk.subarray(0, Math.max(0, left)) : chunk;
        passed += allowed.length;
        this.budget.bytes -= this.spends ? allowed.length : 0;
        yield allowed;
        if (allowed.length < chunk.length) {
          this.stopped = 'bytes';
          return;
        }
      }
    } catch (error) {
      this.budget.throwIfCancelled();
      this.stopped = error instanceof ContainerDamage && error.kind === 'time' ? 'time' : 'damage';
      this.cause = error;
    }
  }
}

export interface Spooled {
  file: string;
  remove(): Promise<void>;
}

/** Writes a stream to a file of our own naming, for what is read by seeking. */
export async function spool(folder: string, bytes: Bytes): Promise<Spooled> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${randomUUID()}.tmp`);
  const remove = () => rm(file, { force: true });
  try {
    await pipeline(Readable.from(bytes), createWriteStream(file));
  } catch (error) {
    await remove();
    throw error;
  }
  return { file, remove };
}
