/** Where a probe keeps what, in bytes; the same numbers stand in `probe.wat`. */
export const layout = {
  tags: 32_768,
  bitmap: 65_536,
  bitmapBits: 20,
  grams: 196_608,
  gramsBits: 16,
  checks: 720_896,
  slots: 2_818_048,
  bodies: 3_080_192,
  window: 5_177_408,
  size: 116 * 65_536,
} as const;

/** Grams of this many bytes, at every fourth place of the memory. */
export const gramLength = 4;

export const multiplier = 0x9e3779b1;

/** What a probe writes to the beginning of its memory, as places of 32-bit numbers. */
export const state = {
  /** Where it goes on; a multiple of 16. */
  position: 0,
  /** What stands before is passed over. */
  from: 1,
  /** Line ends before the position. */
  lines: 2,
  lineStart: 4,
  /** Of the line feed. */
  lineEnd: 5,
  hit: 6,
  /** Line ends before the hit. */
  line: 7,
} as const;

/** `joint`: the line may continue the one before it. */
export type Stop = 'end' | 'gram' | 'joint';

/**
 * Looks over a window of whole lines for places worth a closer look. All places are those of `memory`; a line feed
 * stands before the window, and at least 64 bytes behind it may be read. It learns bodies of lines that turned out to
 * be of no use, and passes over dated lines with the same body.
 */
export interface Probe {
  memory: Uint8Array;
  state: Int32Array;
  /** On to the next place before `to`, which lies behind a line feed. */
  next(to: number): Stop;
  /** The line is dated, and no use by itself or as a record of one line. Told twice, its body is passed over. */
  learn(lineStart: number, lineEnd: number): void;
  /** True for a line that surely is the first of a record with a time. */
  isPlain(lineStart: number): boolean;
  /** The window holds other lines now. */
  moved(): void;
}

/** Four bytes beside a gram, as far as they are known: `value` under `mask`, folded like the gram. */
export interface Beside {
  mask: number;
  value: number;
}

export interface Check {
  before: Beside;
  behind: Beside;
}

/** The tables of the grams that are looked for. All is folded: bit 5 of every byte is set. */
export interface GramTables {
  bitmap: Uint8Array;
  /** Gram and place of its checks, by hash. */
  grams: Int32Array;
  /** Of each gram how many there are, then they; one of them must hold. */
  checks: Int32Array;
}

/** More would fill the tables; then every line must be decoded. */
export const mostGrams = 40_000;
/** Of all grams together. */
export const mostChecks = 110_000;

export function tablesOf(grams: ReadonlyMap<number, readonly Check[]>): GramTables {
  const bitmap = new Uint8Array(1 << (layout.bitmapBits - 3));
  const table = new Int32Array(2 << layout.gramsBits);
  const checks: number[] = [];
  for (const [gram, own] of grams) {
    const hash = Math.imul(gram, multiplier);
    const bit = hash >>> (32 - layout.bitmapBits);
    bitmap[bit >>> 3] = (bitmap[bit >>> 3] ?? 0) | (1 << (bit & 7));
    let slot = (hash >>> (32 - layout.gramsBits)) * 2;
    while (table[slot] !== 0) {
      slot = (slot + 2) & (table.length - 1);
    }
    table[slot] = gram;
    table[slot + 1] = layout.checks + checks.length * 4;
    const flat = own.map(({ before, behind }) => [
      before.mask,
      before.value,
      behind.mask,
      behind.value,
    ]);
    checks.push(own.length, ...flat.flat());
  }
  return { bitmap, grams: table, checks: Int32Array.from(checks) };
}

export function putTables(memory: Uint8Array, { bitmap, grams, checks }: GramTables): void {
  memory.set(bitmap, layout.bitmap);
  memory.set(bytesOf(grams), layout.grams);
  memory.set(bytesOf(checks), layout.checks);
}

function bytesOf(numbers: Int32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
