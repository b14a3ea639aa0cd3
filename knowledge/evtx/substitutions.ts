import type { ChunkBytes } from './chunk-bytes.ts';
import { DamagedEvent } from './damage.ts';
import type { Budget } from './layout.ts';
import { renderValue } from './values.ts';

/** A substitution array: where its table stands and where each value begins. */
export interface Values {
  count: number;
  table: number;
  starts: Uint32Array;
}

export const noValues: Values = { count: 0, table: 0, starts: new Uint32Array(0) };

/** Reads substitution arrays into the same tables again and again: one for each depth of nesting. */
export class Substitutions {
  private readonly chunk: ChunkBytes;
  private readonly budget: Budget;
  private readonly kept: Values[] = [];

  constructor(chunk: ChunkBytes, budget: Budget) {
    this.chunk = chunk;
    this.budget = budget;
  }

  /** Values that lie beyond the record were cut off with it; those before them count. */
  read(at: number, end: number, depth: number): Values {
    const { view } = this.chunk;
    const count = view.getUint32(at, true);
    const table = at + 4;
    let start = table + count * 4;
    if (start > end) {
      throw new DamagedEvent('more values than room');
    }
    this.budget.spend(count);
    const values = this.valuesFor(depth, count);
    values.table = table;
    values.count = 0;
    while (values.count < count && start <= end) {
      values.starts[values.count] = start;
      start += view.getUint16(table + values.count * 4, true);
      values.count += start <= end ? 1 : 0;
    }
    return values;
  }

  private valuesFor(depth: number, count: number): Values {
    const known = this.kept[depth];
    if (known && known.starts.length >= count) {
      return known;
    }
    const made = { count: 0, table: 0, starts: new Uint32Array(Math.max(64, count)) };
    this.kept[depth] = made;
    return made;
  }
}

export function sizeOf({ view }: ChunkBytes, slot: number, { count, table }: Values): number {
  return slot >= 0 && slot < count ? view.getUint16(table + slot * 4, true) : 0;
}

export function slotText(chunk: ChunkBytes, slot: number, values: Values): string {
  const size = sizeOf(chunk, slot, values);
  const type = chunk.bytes[values.table + slot * 4 + 2] ?? 0;
  return size === 0 ? '' : renderValue(chunk, type, values.starts[slot] ?? 0, size);
}
