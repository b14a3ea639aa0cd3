/** Where a probe keeps what, in bytes; the same numbers stand in `probe.wat`. */
export const layout = {
  bitmap: 4_849_664,
  bitmapBits: 21,
  grams: 5_111_808,
  gramsBits: 16,
  window: 5_636_160,
  /** Behind the window, up to the end of the memory. */
  literals: 8_060_928,
} as const;

export const gramLength = 4;
/** Looked at is every gram so many bytes behind the last, from the end of the head of a line. */
export const stride = 4;

export const multiplier = 0x9e3779b1;

/** What a probe writes to the beginning of its memory, as places of 32-bit numbers. */
export const state = {
  /** Of the line where it goes on. */
  position: 0,
  /** Lines before the position. */
  lines: 1,
  lineStart: 2,
  /** Of the line feed. */
  lineEnd: 3,
  /** Lines before the line. */
  line: 4,
} as const;

/**
 * `mark`: a literal of this kind stands in a line that surely begins a record. `seek`: another literal does, or one in
 * a line of another kind, or the line may continue the one before it.
 */
export type Stop = 'end' | 'mark' | 'seek';

/**
 * Looks for literals in a window of whole lines. All places are those of `memory`; at least 64 bytes behind the window
 * may be read. Runs of blanks and tabs are one blank to it. It learns which lines turned out to be of no use, and passes
 * over others with the same text behind the time.
 */
export interface Probe {
  memory: Uint8Array;
  state: Int32Array;
  /** On to the next line before `to`, which lies behind a line feed. */
  next(to: number): Stop;
  /** The line is dated, and no use as a record of one line. Told twice, others with its text are passed over. */
  learn(lineStart: number): void;
  /** True for a line that surely is the first of a record with a time. */
  isPlain(lineStart: number): boolean;
}

/** What is looked for, ready for the memory of a probe. Plain enough to be sent to a thread. */
export interface GramTables {
  bitmap: Uint8Array;
  /** Gram and place of its list, by hash. All grams are folded: bit 5 of every byte is set. */
  grams: Int32Array;
  /**
   * Of each gram: how many literals, and of each its place and where in it the gram stands. Then the literals: length
   * and kind, then the bytes with ASCII letters folded.
   */
  literals: Uint8Array;
  /** Where in `literals` these begin. */
  first: number;
}

/** Of a literal, in the lowest bits of its length. `alike`: has `anyDigit` in place of every digit. */
export const kinds = { mark: 1, seek: 2, alike: 4 } as const;
export const kindBits = 3;
export const anyDigit = '\u0001';

export function putTables(memory: Uint8Array, { bitmap, grams, literals }: GramTables): void {
  memory.set(bitmap, layout.bitmap);
  memory.set(new Uint8Array(grams.buffer, grams.byteOffset, grams.byteLength), layout.grams);
  memory.set(literals, layout.literals);
}

/** Bytes of the memory that holds the tables. */
export function sizeWith({ literals }: GramTables): number {
  return layout.literals + literals.length;
}
