import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Budget, isBomb } from '../budget.ts';
import type { Problem } from '../container.ts';
import { ContainerDamage } from '../damage.ts';
import { type Bytes, pieces } from '../zip-bytes.ts';
import { inflateRange, isBadData } from '../zip-inflate.ts';
import { reachOfLzma, reachOfLzma2, unpackLzma, unpackLzma2 } from './lzma-stream.ts';
import type { Piece } from './pieces.ts';
import type { SevenZipFolder } from './seven-zip-streams.ts';

/** What 7-Zip itself chooses at its highest setting. */
const mostReach = 256 << 20;
const inputSize = 1 << 20;

const methods = { copy: '00', lzma: '030101', lzma2: '21', deflate: '040108', aes: '06f10701' };

/** Over all folders, some of which may claim the same bytes. */
export interface Totals {
  packed: number;
  unpacked: number;
}

/** Why a folder cannot be read. Filters stand only before programs, where there is nothing to read. */
export function problemOf({ coders, size }: SevenZipFolder): Problem | undefined {
  if (coders.some(({ id }) => id === methods.aes)) {
    return 'encrypted';
  }
  const [coder] = coders;
  if (!coder || coders.length > 1 || !Object.values(methods).includes(coder.id)) {
    return 'unsupported-method';
  }
  const { id, properties } = coder;
  if (id !== methods.lzma && id !== methods.lzma2) {
    return undefined;
  }
  const reach = id === methods.lzma ? reachOfLzma(properties) : reachOfLzma2(properties);
  if (reach === undefined) {
    return 'damaged';
  }
  return Math.min(reach, size) > mostReach ? 'memory' : undefined;
}

/** The unpacked folder from its front. Throws `ContainerDamage` after what could be read. */
export async function* unpackFolder(
  bytes: Bytes,
  folder: SevenZipFolder,
  budget: Budget,
  totals: Totals,
): AsyncGenerator<Piece> {
  const input = watch(bytes, folder, totals);
  let length = 0;
  for await (const data of decode(bytes, folder, input, totals)) {
    await nextTurn();
    budget.throwIfAborted();
    length += data.length;
    totals.unpacked += data.length;
    yield { data: Buffer.from(data.buffer, data.byteOffset, data.length), doubt: undefined };
    if (isBomb(budget, totals.unpacked, Math.min(totals.packed, bytes.size))) {
      throw new ContainerDamage('over-ratio');
    }
  }
  if (length < folder.size) {
    const isCut = folder.start + folder.packedSize > bytes.size;
    throw new ContainerDamage(isCut ? 'truncated' : 'wrong-size');
  }
}

async function* watch(
  bytes: Bytes,
  { start, packedSize }: SevenZipFolder,
  totals: Totals,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces(bytes, start, start + packedSize, inputSize)) {
    totals.packed += piece.length;
    yield piece;
  }
}

function decode(
  bytes: Bytes,
  { coders, start, packedSize, size }: SevenZipFolder,
  input: AsyncGenerator<Uint8Array>,
  totals: Totals,
): AsyncIterable<Uint8Array> {
  const { id = '', properties = Buffer.alloc(0) } = coders[0] ?? {};
  switch (id) {
    case methods.lzma:
      return unpackLzma(input, properties, size);
    case methods.lzma2:
      return unpackLzma2(input, properties, size);
    case methods.deflate:
      return inflateFolder(bytes, start, start + packedSize, totals);
    default:
      return input;
  }
}

async function* inflateFolder(
  bytes: Bytes,
  start: number,
  end: number,
  totals: Totals,
): AsyncGenerator<Uint8Array> {
  const before = totals.packed;
  const progress = { consumed: 0 };
  try {
    for await (const chunk of inflateRange(bytes, start, end, progress)) {
      totals.packed = before + progress.consumed;
      yield chunk;
    }
  } catch (error) {
    throw isBadData(error) ? new ContainerDamage('damaged', error) : error;
  }
}
