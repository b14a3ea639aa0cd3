import { constants, crc32 } from 'node:zlib';
import { giveBack } from './chunks.ts';
import { Unpacker } from './unpacker.ts';
import { type Bytes, pieces } from './zip-bytes.ts';
import { inflateRange, inputSize, isBadData, type Progress, unpackAll } from './zip-inflate.ts';

/** Where data lies in an archive. */
export interface Range {
  bytes: Bytes;
  start: number;
  end: number;
}

/** Of what is read. */
export interface Check {
  /** The CRC-32 it should have, if that is known. */
  readonly expected: number | undefined;
  /** Known behind the last chunk. */
  isRight: boolean;
}

/** Passes on, and adds up. */
export async function* addUp(
  chunks: AsyncIterable<Uint8Array>,
  check: Check,
): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  for await (const chunk of chunks) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  check.isRight = check.expected === undefined || checksum === check.expected;
}

/**
 * Like `inflateRange`. The data goes to zlib in the clothes of a gzip file, so that zlib adds up in its own thread,
 * where that costs next to nothing.
 */
export async function* inflateChecked(
  range: Range,
  progress: Progress,
  check: Check,
): AsyncGenerator<Uint8Array> {
  const { bytes, start, end } = range;
  const { expected } = check;
  const unpacker = expected === undefined ? undefined : Unpacker.create(constants.GUNZIP);
  if (expected === undefined || !unpacker) {
    yield* addUp(inflateRange(bytes, start, end, progress), check);
    return;
  }
  const input = pieces(bytes, start, end, inputSize);
  let delivered = 0;
  try {
    await unpacker.unpack(constants.Z_NO_FLUSH, gzipHeader, Buffer.alloc(spare));
    for await (const chunk of unpackAll(unpacker, input, progress)) {
      delivered += chunk.length;
      yield chunk;
    }
    check.isRight = await isConfirmed(unpacker, expected, delivered);
    if (check.isRight) {
      return;
    }
  } catch (error) {
    if (!isBadData(error)) {
      throw error;
    }
  } finally {
    unpacker.close();
  }
  // Another checksum, bad data; or the data ends before its place or not at all, which may do no harm by itself.
  yield* addUpAgain(range, progress, check, delivered);
}

/** RFC 1952: no name, no time, of an unknown system. */
const gzipHeader = Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]);
/** Room for what must not come. */
const spare = 64;

/** Behind the data. Throws where zlib finds another checksum. */
async function isConfirmed(unpacker: Unpacker, checksum: number, length: number): Promise<boolean> {
  const trailer = Buffer.alloc(9);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE(length % 2 ** 32, 4);
  await unpacker.unpack(constants.Z_NO_FLUSH, trailer, Buffer.alloc(spare));
  // The last zero is left over if, and only if, the data had ended.
  return unpacker.outputLeft === spare && unpacker.inputLeft === 1;
}

/** Yields nothing of what was delivered: empty pieces, so that whoever reads can stop. */
async function* addUpAgain(
  { bytes, start, end }: Range,
  progress: Progress,
  check: Check,
  delivered: number,
): AsyncGenerator<Uint8Array> {
  const again = { consumed: 0 };
  let skip = delivered;
  for await (const chunk of addUp(inflateRange(bytes, start, end, again), check)) {
    const skipped = Math.min(skip, chunk.length);
    skip -= skipped;
    if (skip === 0) {
      progress.consumed = again.consumed;
    }
    yield chunk.subarray(skipped);
    if (skipped === chunk.length) {
      giveBack(chunk);
    }
  }
  progress.consumed = again.consumed;
}
