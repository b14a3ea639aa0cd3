import { pipeline } from 'node:stream/promises';
import { constants, createInflateRaw } from 'node:zlib';
import { chunkSize, giveBack, lendChunk, takeChunk } from './chunks.ts';
import { Unpacker } from './unpacker.ts';
import { type Bytes, pieces } from './zip-bytes.ts';

export const inputSize = 1 << 20;
const fineInputSize = 32;

export interface Progress {
  /** Compressed bytes used up by what has been yielded, or by a little more. */
  consumed: number;
}

/** Throws zlib's error where the data is bad, after all that came before. */
export async function* inflateRange(
  bytes: Bytes,
  start: number,
  end: number,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  let delivered = 0;
  try {
    for await (const chunk of inflate(pieces(bytes, start, end, inputSize), progress)) {
      delivered += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (!isBadData(error)) {
      throw error;
    }
    yield* inflateRest(bytes, start, end, delivered, progress);
    throw error;
  }
}

/**
 * zlib throws away what it had made of the input that broke it, up to a megabyte. The entry is
 * read again, and the last stretch in so small bits that next to nothing is lost.
 */
async function* inflateRest(
  bytes: Bytes,
  start: number,
  end: number,
  delivered: number,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const broken = start + progress.consumed;
  async function* input() {
    yield* pieces(bytes, start, broken, inputSize);
    for await (const piece of pieces(bytes, broken, Math.min(end, broken + inputSize), inputSize)) {
      for (let at = 0; at < piece.length; at += fineInputSize) {
        yield piece.subarray(at, at + fineInputSize);
      }
    }
  }
  let skip = delivered;
  try {
    for await (const chunk of inflate(input(), progress)) {
      if (chunk.length > skip) {
        yield chunk.subarray(skip);
      }
      skip = Math.max(0, skip - chunk.length);
    }
  } catch (error) {
    if (!isBadData(error)) {
      throw error;
    }
  }
}

/** Ends where the compressed data ends, even when there is more input. Chunks may be given back. */
export async function* inflate(
  input: AsyncIterable<Uint8Array>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const unpacker = Unpacker.create();
  if (!unpacker) {
    yield* inflateAsStream(input, progress);
    return;
  }
  try {
    yield* unpackAll(unpacker, input, progress);
  } finally {
    unpacker.close();
  }
}

/** Whoever made the unpacker closes it. */
export async function* unpackAll(
  unpacker: Unpacker,
  input: AsyncIterable<Uint8Array>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const inflation = new Inflation(unpacker, input);
  try {
    for (let made = await inflation.take(); made; made = await inflation.take()) {
      progress.consumed = made.consumed;
      if (made.chunk.length > 0) {
        yield made.chunk;
      }
      if (made.error !== undefined) {
        throw made.error;
      }
    }
  } finally {
    await inflation.close();
  }
}

interface Inflated {
  /** Shorter than others at the end. */
  chunk: Uint8Array;
  consumed: number;
  /** What broke behind the chunk, if anything. */
  error: unknown;
}

class Inflation {
  private readonly unpacker: Unpacker;
  private readonly input: AsyncIterator<Uint8Array>;
  private piece: Uint8Array = new Uint8Array();
  /** Of the piece. */
  private rest: Uint8Array = new Uint8Array();
  private consumed = 0;
  private ahead: Promise<Inflated> | undefined;
  private isOver = false;

  constructor(unpacker: Unpacker, input: AsyncIterable<Uint8Array>) {
    this.unpacker = unpacker;
    this.input = input[Symbol.asyncIterator]();
  }

  async take(): Promise<Inflated | undefined> {
    if (this.isOver) {
      return undefined;
    }
    const made = await (this.ahead ?? this.make());
    this.isOver = made.chunk.length < chunkSize;
    // zlib works in a thread of its own while what it made before is looked at.
    this.ahead = this.isOver ? undefined : this.make();
    return made;
  }

  async close(): Promise<void> {
    this.isOver = true;
    const unused = await this.ahead;
    if (unused) {
      giveBack(unused.chunk);
    }
    await this.input.return?.();
  }

  private async make(): Promise<Inflated> {
    const chunk = takeChunk();
    const made = { length: 0 };
    let error: unknown;
    try {
      while (!this.isOver && made.length < chunk.length && (await this.unpack(chunk, made))) {
        // Only filled.
      }
    } catch (thrown) {
      error = thrown;
    }
    return { chunk: lendChunk(chunk, made.length), consumed: this.consumed, error };
  }

  /** False when there is nothing more. */
  private async unpack(chunk: Buffer, made: { length: number }): Promise<boolean> {
    const { unpacker } = this;
    let isLast = false;
    if (this.rest.length === 0) {
      giveBack(this.piece);
      const next = await this.input.next();
      isLast = next.done === true;
      this.piece = next.done ? new Uint8Array() : next.value;
      this.rest = this.piece;
    }
    // Z_SYNC_FLUSH: data cut short gives all it holds instead of an error.
    const flush = isLast ? constants.Z_SYNC_FLUSH : constants.Z_NO_FLUSH;
    await unpacker.unpack(flush, this.rest, chunk.subarray(made.length));
    this.consumed += this.rest.length - unpacker.inputLeft;
    this.rest = this.rest.subarray(this.rest.length - unpacker.inputLeft);
    made.length = chunk.length - unpacker.outputLeft;
    // What it does not take although there is room lies behind the end.
    return !isLast && (this.rest.length === 0 || made.length === chunk.length);
  }
}

/** The same as far as Node has it documented. */
async function* inflateAsStream(
  input: AsyncIterable<Uint8Array>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const options = { chunkSize, finishFlush: constants.Z_SYNC_FLUSH };
  const inflater = createInflateRaw(options);
  const feeding = pipeline(input, inflater).catch(() => undefined);
  try {
    for await (const chunk of inflater) {
      progress.consumed = inflater.bytesWritten;
      yield chunk;
    }
    progress.consumed = inflater.bytesWritten;
  } finally {
    inflater.destroy();
    await feeding;
  }
}

export function isBadData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
