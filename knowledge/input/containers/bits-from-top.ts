/** Bits from the highest of each byte down, up to 24 at a time; behind the end they are zero. */
export class BitsFromTop {
  private bytes: Uint8Array = new Uint8Array();
  private at = 0;
  private hold = 0;
  private held = 0;

  /** Whole bytes not looked at; negative when more was asked for than there was. */
  get left(): number {
    return this.bytes.length - this.at + (this.held >> 3);
  }

  /** What comes next, behind what is left. */
  feed(bytes: Uint8Array): void {
    this.bytes =
      this.at < this.bytes.length ? Buffer.concat([this.bytes.subarray(this.at), bytes]) : bytes;
    this.at = 0;
  }

  peek(count: number): number {
    while (this.held < count) {
      this.hold = (this.hold << 8) | (this.bytes[this.at] ?? 0);
      this.at += 1;
      this.held += 8;
    }
    return (this.hold >>> (this.held - count)) & ((1 << count) - 1);
  }

  drop(count: number): void {
    this.held -= count;
  }

  take(count: number): number {
    const value = this.peek(count);
    this.held -= count;
    return value;
  }

  /** To the beginning of the next byte. */
  align(): void {
    this.held -= this.held & 7;
  }
}
