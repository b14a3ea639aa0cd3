type Bytes = AsyncIterable<Uint8Array>;

/** Takes a stream from the front in pieces of any length. */
export class StreamReader {
  private readonly iterator: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array();
  private given = 0;

  constructor(bytes: Bytes) {
    this.iterator = bytes[Symbol.asyncIterator]();
  }

  /** Bytes handed out or skipped so far. */
  get taken(): number {
    return this.given;
  }

  /** For what is small; shorter only at the end of the stream. */
  async take(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of this.pass(length)) {
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  /** Ends early at the end of the stream. */
  async *pass(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.rest.length === 0 && !(await this.fill())) {
        return;
      }
      const part = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(part.length);
      left -= part.length;
      this.given += part.length;
      yield part;
    }
  }

  async skip(length: number): Promise<void> {
    for await (const _ of this.pass(length)) {
      // Only passed over.
    }
  }

  async close(): Promise<void> {
    await this.iterator.return?.();
  }

  private async fill(): Promise<boolean> {
    const next = await this.iterator.next();
    this.rest = next.done ? new Uint8Array() : next.value;
    return !next.done;
  }
}
