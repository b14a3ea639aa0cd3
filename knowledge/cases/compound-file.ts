import { Damage, type Entry, ensure, namesBelowRoot, readEntry } from './compound-directory.ts';

const MAGIC = 'd0cf11e0a1b11ae1';
const END = 0xfffffffe;
const FREE = 0xffffffff;
const HEADER_FATS = 109;
const ENTRY = 128;
const SMALL = 64;
const SMALLEST_BIG = 4096;
const MOST_ENTRIES = 20_000;

export interface CompoundFile {
  /** Names of the streams and storages directly below the root. */
  names: string[];
}

export function isCompoundFile(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 8)).toString('hex') === MAGIC;
}

/**
 * Walks every chain and the whole directory of a compound file once, https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb.
 * `undefined` when one is cut, or meets a sector or an entry twice: a reader that trusts it would run in circles.
 */
export function checkCompoundFile(bytes: Uint8Array): CompoundFile | undefined {
  try {
    return isCompoundFile(bytes) ? new Check(bytes).run() : undefined;
  } catch (error) {
    if (error instanceof Damage || error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

class Check {
  private readonly view: DataView;
  private readonly sectorSize: number;
  private readonly sectors: number;
  private readonly claimed: Uint8Array;
  private fat: number[] = [];

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const shift = this.view.getUint16(30, true);
    if (shift !== 9 && shift !== 12) {
      throw new Damage();
    }
    this.sectorSize = 2 ** shift;
    this.sectors = Math.max(0, Math.ceil(bytes.length / this.sectorSize) - 1);
    this.claimed = new Uint8Array(this.sectors);
  }

  run(): CompoundFile {
    this.fat = this.readFat();
    const entries = this.readEntries(this.chain(this.u32(48)));
    const [root] = entries;
    if (root?.type !== 5) {
      throw new Damage();
    }
    const small = this.readTable(this.chain(this.u32(60)));
    if (root.size > 0) {
      this.chain(root.start);
    }
    this.checkStreams(entries, small);
    return { names: namesBelowRoot(entries) };
  }

  private u32(at: number): number {
    return this.view.getUint32(at, true);
  }

  private offsetOf(sector: number): number {
    if (sector >= this.sectors || this.claimed[sector]) {
      throw new Damage();
    }
    this.claimed[sector] = 1;
    return (sector + 1) * this.sectorSize;
  }

  private readFat(): number[] {
    const count = this.u32(44);
    const perSector = this.sectorSize / 4;
    const sectors: number[] = [];
    for (let index = 0; index < Math.min(count, HEADER_FATS); index += 1) {
      sectors.push(this.u32(76 + index * 4));
    }
    for (let next = this.u32(68); sectors.length < count && next !== END && next !== FREE; ) {
      const offset = this.offsetOf(next);
      for (let index = 0; index < perSector - 1 && sectors.length < count; index += 1) {
        sectors.push(this.u32(offset + index * 4));
      }
      next = this.u32(offset + this.sectorSize - 4);
    }
    return this.readTable(sectors.map((sector) => this.offsetOf(sector)));
  }

  private readTable(offsets: readonly number[]): number[] {
    const table: number[] = [];
    for (const offset of offsets) {
      for (let at = 0; at < this.sectorSize; at += 4) {
        table.push(this.u32(offset + at));
      }
    }
    return table;
  }

  /** Where the sectors of a chain lie, in order. */
  private chain(start: number): number[] {
    const offsets: number[] = [];
    for (let next = start; next !== END && !(next === FREE && offsets.length === 0); ) {
      offsets.push(this.offsetOf(next));
      next = this.fat[next] ?? FREE;
    }
    return offsets;
  }

  private readEntries(offsets: readonly number[]): Entry[] {
    const perSector = this.sectorSize / ENTRY;
    if (offsets.length * perSector > MOST_ENTRIES) {
      throw new Damage();
    }
    return offsets.flatMap((offset) =>
      Array.from({ length: perSector }, (_, index) => readEntry(this.view, offset + index * ENTRY)),
    );
  }

  private checkStreams(entries: readonly Entry[], small: readonly number[]): void {
    const claimed = new Uint8Array(small.length);
    for (const { size, start } of entries.filter(({ type }) => type === 2)) {
      if (size >= SMALLEST_BIG) {
        ensure(this.chain(start).length * this.sectorSize >= size);
      } else if (size > 0) {
        ensure(smallChain(start, small, claimed) * SMALL >= size);
      }
    }
  }
}

/** How many small sectors a chain has. */
function smallChain(start: number, table: readonly number[], claimed: Uint8Array): number {
  let count = 0;
  for (let next = start; next !== END; count += 1) {
    ensure(next < table.length && !claimed[next]);
    claimed[next] = 1;
    next = table[next] ?? FREE;
  }
  return count;
}
