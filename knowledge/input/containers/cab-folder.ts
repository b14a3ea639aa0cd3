import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Budget, isBomb } from '../budget.ts';
import { ContainerDamage, type DamageKind } from '../damage.ts';
import type { Bytes } from '../zip-bytes.ts';
import { createWindow, readBlock, unpackBlock } from './cab-block.ts';
import type { CabFolder } from './cab-header.ts';
import { windowSize } from './mszip.ts';

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

interface Piece {
  data: Buffer;
  /** Unpacked all the same. */
  doubt: DamageKind | undefined;
}

/** The unpacked folder from its front; each file is a stretch of it, and nothing is unpacked twice. */
export class FolderReader {
  private readonly pieces: AsyncGenerator<Piece>;
  private current: Piece = { data: Buffer.alloc(0), doubt: undefined };
  private position = 0;
  private broken: ContainerDamage | undefined;

  constructor(cabinet: Cabinet, folder: CabFolder) {
    this.pieces = unpack(cabinet, folder);
  }

  /** Throws `ContainerDamage` after what could be read. */
  async *read(start: number, length: number): AsyncGenerator<Uint8Array> {
    const end = length === 0 ? 0 : start + length;
    let doubt: DamageKind | undefined;
    while (this.position < end) {
      if (this.current.data.length === 0) {
        await this.fill();
      }
      const { data } = this.current;
      const wanted = this.position < start ? start : end;
      const part = data.subarray(0, wanted - this.position);
      const isPassed = this.position < start;
      this.current.data = data.subarray(part.length);
      this.position += part.length;
      if (!isPassed) {
        doubt ??= this.current.doubt;
        yield part;
      }
    }
    if (doubt) {
      throw new ContainerDamage(doubt);
    }
  }

  close(): Promise<unknown> {
    return this.pieces.return(undefined);
  }

  private async fill(): Promise<void> {
    if (this.broken) {
      throw this.broken;
    }
    try {
      const next = await this.pieces.next();
      if (next.done) {
        // Its blocks are used up, and the file goes on.
        throw new ContainerDamage('wrong-size');
      }
      this.current = next.value;
    } catch (error) {
      this.broken = error instanceof ContainerDamage ? error : undefined;
      throw error;
    }
  }
}

/** Block for block: at most 32 KiB at a time, since each refers to the one before. */
async function* unpack(cabinet: Cabinet, folder: CabFolder): AsyncGenerator<Piece> {
  const history = new History();
  const window = createWindow(cabinet.bytes);
  let at = folder.start;
  for (let index = 0; index < folder.blocks; index += 1) {
    if (isTooMuch(cabinet)) {
      throw new ContainerDamage('over-ratio');
    }
    if (index % blocksPerTurn === 0) {
      await nextTurn();
      cabinet.budget.throwIfAborted();
    }
    const block = await readBlock(window, at, cabinet.blockReserve);
    const { data, failure, doubt } = unpackBlock(block, folder.method, history.bytes);
    cabinet.packed += block.data.length;
    cabinet.unpacked += data.length;
    history.add(data);
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

/** The last 32 KiB that were unpacked. */
class History {
  bytes: Buffer = Buffer.alloc(0);

  add(data: Buffer): void {
    const all = data.length >= windowSize ? data : Buffer.concat([this.bytes, data]);
    this.bytes = all.subarray(Math.max(0, all.length - windowSize));
  }
}
