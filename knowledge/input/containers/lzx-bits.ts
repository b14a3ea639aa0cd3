const leftOut = 2;

/** Bits as LZX lays them out: words of 16 bits, low byte first, each read from its highest bit. */
export class LzxBits {
  private bytes: Uint8Array = new Uint8Array();
  private at = 0;
  private hold = 0;
  private held = 0;
  private mostBits = 0;

  /**
   * Each block of a cabinet begins with a fresh word. Encoders leave out what would only fill up the last words:
   * `isCut` says that more than that is missing.
   */
  start(bytes: Uint8Array, isCut: boolean): void {
    this.bytes = bytes;
    this.mostBits = 8 * (bytes.length + (isCut ? 0 : leftOut));
    this.at = 0;
    this.hold = 0;
    this.held = 0;
  }

  /** More was read than there is. */
  get isOverrun(): boolean {
    return 8 * this.at - this.held > this.mostBits;
  }

  get isAtEnd(): boolean {
    return 8 * this.at - this.held >= 8 * this.bytes.length;
  }

  /** The next 16 bits, zeros behind the end. */
  peek(): number {
    if (this.held < 16) {
      const { bytes, at } = this;
      const word =
        at + 1 < bytes.length ? (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) : this.lastWord();
      this.at += 2;
      this.hold = ((this.hold << 16) | word) >>> 0;
      this.held += 16;
    }
    return (this.hold >>> (this.held - 16)) & 0xffff;
  }

  drop(count: number): void {
    this.held -= count;
  }

  /** At most 17 bits. */
  read(count: number): number {
    if (count > 16) {
      const high = this.read(count - 16);
      return high * 2 ** 16 + this.read(16);
    }
    const value = count === 0 ? 0 : this.peek() >>> (16 - count);
    this.held -= count;
    return value;
  }

  /** Passes to the next word; a whole one when it stands at the beginning of a word. */
  align(): void {
    if (this.held === 0) {
      this.at += 2;
    } else if (this.held > 16) {
      this.at -= 2;
    }
    this.hold = 0;
    this.held = 0;
  }

  /** Plain bytes behind `align`; shorter at the end. */
  take(count: number): Uint8Array {
    const taken = this.bytes.subarray(this.at, this.at + count);
    this.at += count;
    return taken;
  }

  private lastWord(): number {
    return this.bytes[this.at] ?? 0;
  }
}
