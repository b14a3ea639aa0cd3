import { pipeline } from 'node:stream/promises';
import { constants, createZstdDecompress } from 'node:zlib';
import { chunkSize } from '../chunks.ts';
import { ContainerDamage } from '../damage.ts';
import { StreamReader } from '../stream-reader.ts';
import type { Progress } from '../zip-inflate.ts';

/** What `zstd` unpacks without being asked for more: 128 MiB. */
const mostWindow = 27;
const frameMark = 0xfd2fb528;
const passedMark = 0x184d2a50;
const dictionarySizes = [0, 1, 2, 4];
const contentSizes = [0, 2, 4, 8];
const repeatedByte = 1;
const lumpSize = 1 << 14;

/**
 * All frames: node:zlib stops behind the first one, and `pzstd` writes many. Throws `ContainerDamage` after what could
 * be read. RFC 8878
 */
export async function* unpackZstd(
  input: AsyncIterable<Uint8Array>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const reader = new StreamReader(input);
  for (let frames = 0; ; frames += 1) {
    const mark = await reader.take(4);
    if (mark.length === 0 && frames > 0) {
      return;
    }
    const told = mark.length === 4 ? mark.readUInt32LE() : 0;
    if (told === frameMark) {
      yield* unpackFrame(passFrame(reader, mark), reader, progress);
    } else if ((told & 0xfffffff0) === passedMark) {
      const size = await reader.take(4);
      await reader.skip(size.length === 4 ? size.readUInt32LE() : 0);
    } else {
      throw new ContainerDamage(frames > 0 ? 'trailing' : 'damaged');
    }
  }
}

/** Just the bytes of one frame, as its blocks tell their lengths. */
async function* passFrame(reader: StreamReader, mark: Buffer): AsyncGenerator<Uint8Array> {
  yield mark;
  const descriptor = await reader.take(1);
  yield descriptor;
  const told = descriptor[0] ?? 0;
  const isSingle = (told & 0x20) !== 0;
  const contentSize = contentSizes[told >> 6] || (isSingle ? 1 : 0);
  yield* reader.pass((isSingle ? 0 : 1) + (dictionarySizes[told & 3] ?? 0) + contentSize);
  for (let isLast = false; !isLast; ) {
    const block = await reader.take(3);
    if (block.length < 3) {
      return;
    }
    yield block;
    const header = block.readUIntLE(0, 3);
    isLast = (header & 1) === 1;
    yield* reader.pass(((header >> 1) & 3) === repeatedByte ? 1 : header >> 3);
  }
  yield* reader.pass(told & 4);
}

async function* unpackFrame(
  frame: AsyncIterable<Uint8Array>,
  reader: StreamReader,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const unpacker = createZstdDecompress({
    chunkSize,
    params: { [constants.ZSTD_d_windowLogMax]: mostWindow },
  });
  const start = reader.taken - 4;
  const feeding = pipeline(inLumps(frame), unpacker).catch(() => undefined);
  try {
    for await (const chunk of unpacker) {
      progress.consumed = start + unpacker.bytesWritten;
      yield chunk;
    }
  } catch (error) {
    throw damageOf(error);
  } finally {
    unpacker.destroy();
    await feeding;
  }
}

/** Blocks can be of four bytes, and each write takes a turn. */
async function* inLumps(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const part of parts) {
    held.push(part);
    size += part.length;
    if (size >= lumpSize) {
      yield Buffer.concat(held);
      held = [];
      size = 0;
    }
  }
  yield Buffer.concat(held);
}

function damageOf(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') {
    return new ContainerDamage('truncated', error);
  }
  return code.startsWith('ZSTD_') ? new ContainerDamage('damaged', error) : error;
}
