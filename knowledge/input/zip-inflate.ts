import { pipeline } from 'node:stream/promises';
import { constants, createInflateRaw } from 'node:zlib';
import { type Bytes, pieces } from './zip-bytes.ts';

/** zlib's own 16 KiB make it five times slower. */
export const outputSize = 1 << 20;
const inputSize = 1 << 20;
const fineInputSize = 32;
/** zlib works in a thread of its own while what it made before is looked at. */
const unpackAhead = 4 * outputSize;

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

/** Ends where the compressed data ends, even when there is more input. */
export async function* inflate(
  input: AsyncIterable<Uint8Array>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  // Z_SYNC_FLUSH: data cut short gives all it holds instead of an error.
  const options = {
    chunkSize: outputSize,
    finishFlush: constants.Z_SYNC_FLUSH,
    readableHighWaterMark: unpackAhead,
  };
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
