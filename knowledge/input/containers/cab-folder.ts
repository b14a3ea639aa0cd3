import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Budget, isBomb } from '../budget.ts';
import { ContainerDamage } from '../damage.ts';
import type { Bytes } from '../zip-bytes.ts';
import { createDecoder, type Decoder, readBlock, unpackBlock, Window } from './cab-block.ts';
import type { CabFolder } from './cab-header.ts';
import type { Piece } from './pieces.ts';

/** Unpacking holds up everybody else; after so many blocks they have their turn. */
const blocksPerTurn = 32;
/** What all folders of one cabinet share. */
export interface Cabinet {
  bytes: Bytes;
  budget: Budget;
  blockReserve: number;
  /** Another cabinet goes on where this one ends. */
  hasNext: boolean;
  /** Over all folders, some of which may claim the same bytes. */
  packed: number;
  unpacked: number;
}

/** Block for block: at most 32 KiB at a time, since each refers to the one before. */
export async function* unpackFolder(cabinet: Cabinet, folder: CabFolder): AsyncGenerator<Piece> {
  const decoder = createDecoder(folder);
  try {
    yield* unpackBlocks(cabinet, folder, decoder);
  } finally {
    decoder?.close?.();
  }
}

async function* unpackBlocks(
  cabinet: Cabinet,
  folder: CabFolder,
  decoder: Decoder | undefined,
): AsyncGenerator<Piece> {
  const window = new Window(cabinet.bytes);
  let at = folder.start;
  for (let index = 0; index < folder.blocks; index += 1) {
    if (isTooMuch(cabinet)) {
      throw new ContainerDamage('over-ratio');
    }
    if (index % blocksPerTurn === 0) {
      await nextTurn();
      cabinet.budget.throwIfAborted();
    }
    if (!window.holds(at)) {
      await window.fill(at);
    }
    const block = readBlock(window, at, cabinet.blockReserve);
    const { data, failure, doubt } = unpackBlock(block, decoder);
    cabinet.packed += block.data.length;
    cabinet.unpacked += data.length;
    at += block.length;
    yield { data, doubt };
    if (failure) {
      const isOdd = failure === 'next-volume' && !cabinet.hasNext;
      throw new ContainerDamage(isOdd ? 'damaged' : failure);
    }
  }
}

/** Folders that share bytes cannot claim them again and again. */
function isTooMuch({ budget, bytes, packed, unpacked }: Cabinet): boolean {
  return isBomb(budget, unpacked, Math.min(packed, bytes.size));
}
