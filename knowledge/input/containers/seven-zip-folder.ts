import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Budget, isBomb } from '../budget.ts';
import type { Problem } from '../container.ts';
import { ContainerDamage } from '../damage.ts';
import { type Bytes, pieces } from '../zip-bytes.ts';
import { inflateRange, isBadData, type Progress } from '../zip-inflate.ts';
import { deflateId, problemOfCoders, unpackCoder } from './coders.ts';
import type { Piece } from './pieces.ts';
import type { SevenZipFolder } from './seven-zip-streams.ts';

const inputSize = 1 << 20;

/** Over all folders, some of which may claim the same bytes. */
export interface Totals {
  packed: number;
  unpacked: number;
}

/** Why a folder cannot be read. */
export function problemOf({ coders }: SevenZipFolder): Problem | undefined {
  return problemOfCoders(coders);
}

/** The unpacked folder from its front. Throws `ContainerDamage` after what could be read. */
export async function* unpackFolder(
  bytes: Bytes,
  folder: SevenZipFolder,
  budget: Budget,
  totals: Totals,
): AsyncGenerator<Piece> {
  const before = totals.packed;
  const progress = { consumed: 0 };
  let length = 0;
  try {
    for await (const data of decode(bytes, folder, progress)) {
      await nextTurn();
      budget.throwIfAborted();
      const wanted = data.subarray(0, folder.size - length);
      length += wanted.length;
      totals.unpacked += wanted.length;
      totals.packed = before + progress.consumed;
      yield {
        data: Buffer.from(wanted.buffer, wanted.byteOffset, wanted.length),
        doubt: undefined,
      };
      if (isBomb(budget, totals.unpacked, Math.min(totals.packed, bytes.size))) {
        throw new ContainerDamage('over-ratio');
      }
    }
  } catch (error) {
    throw isBadData(error) ? new ContainerDamage('damaged', error) : error;
  }
  if (length < folder.size) {
    const isCut = folder.start + folder.packedSize > bytes.size;
    throw new ContainerDamage(isCut ? 'truncated' : 'wrong-size');
  }
}

/** Each coder takes what the one before gives; how much the first has taken is told. */
function decode(
  bytes: Bytes,
  { coders, start, packedSize }: SevenZipFolder,
  progress: Progress,
): AsyncIterable<Uint8Array> {
  const end = start + packedSize;
  const [first, ...others] = coders;
  const input = pieces(bytes, start, end, inputSize);
  const initial =
    !first || first.id === deflateId
      ? inflateRange(bytes, start, end, progress)
      : unpackCoder(input, first, progress);
  return others.reduce((stream, coder) => unpackCoder(stream, coder, { consumed: 0 }), initial);
}
