import type { Bytes } from '../input/zip-bytes.ts';

const ahead = 1 << 20;

/** A piece of a large file that moves forward. */
export class Window {
  private readonly bytes: Bytes;
  private held: Uint8Array = new Uint8Array();
  private start = 0;

  constructor(bytes: Bytes) {
    this.bytes = bytes;
  }

  /** What is held of it; `undefined` when it must be loaded. */
  get(offset: number, length: number): Uint8Array | undefined {
    const at = offset - this.start;
    return at >= 0 && at + length <= this.held.length
      ? this.held.subarray(at, at + length)
      : undefined;
  }

  /** Shorter than asked for only at the end of the file. */
  async load(offset: number, length: number): Promise<Uint8Array> {
    this.held = await this.bytes.read(offset, Math.max(ahead, length));
    this.start = offset;
    return this.held.subarray(0, length);
  }
}
