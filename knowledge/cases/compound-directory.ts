const NONE = 0xffffffff;
const longestName = 64;

/** What a compound file says of itself is not so. */
export class Damage extends Error {}

/** One of the directory of a compound file: type 1 is a storage, 2 a stream, 5 the root. */
export interface Entry {
  name: string;
  type: number;
  left: number;
  right: number;
  child: number;
  start: number;
  size: number;
}

export function readEntry(view: DataView, at: number): Entry {
  const length = Math.min(longestName, view.getUint16(at + 64, true));
  const units = Array.from({ length: Math.max(0, length / 2 - 1) }, (_, index) =>
    view.getUint16(at + index * 2, true),
  );
  return {
    name: String.fromCharCode(...units),
    type: view.getUint8(at + 66),
    left: view.getUint32(at + 68, true),
    right: view.getUint32(at + 72, true),
    child: view.getUint32(at + 76, true),
    start: view.getUint32(at + 116, true),
    size: view.getUint32(at + 120, true),
  };
}

/** Returns the names below the root; every entry may hang in one place only. */
export function namesBelowRoot(entries: readonly Entry[]): string[] {
  const seen = new Set<number>([0]);
  const names: string[] = [];
  const open = [{ index: entries[0]?.child ?? NONE, atRoot: true }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { index, atRoot } = next;
    if (index === NONE) {
      continue;
    }
    const entry = entries[index];
    ensure(entry !== undefined && !seen.has(index) && (entry.type === 1 || entry.type === 2));
    seen.add(index);
    if (atRoot) {
      names.push(entry.name);
    }
    open.push({ index: entry.left, atRoot }, { index: entry.right, atRoot });
    if (entry.type === 1) {
      open.push({ index: entry.child, atRoot: false });
    }
  }
  return names;
}

export function ensure(holds: boolean): asserts holds {
  if (!holds) {
    throw new Damage();
  }
}
