/** The bytes of one chunk with the views that make reading them fast; offsets count from its beginning. */
export class ChunkBytes {
  readonly bytes: Buffer;
  readonly view: DataView;
  private even: string | undefined;
  private odd: string | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /**
   * UTF-16 text. The whole chunk is decoded once, and once more from its second byte for texts at odd places: a
   * hundred small decodings take five times as long.
   */
  text(start: number, end: number): string {
    if ((start & 1) === 0) {
      this.even ??= decodeWhole(this.bytes, 0);
      return this.even.slice(start >> 1, end >> 1);
    }
    this.odd ??= decodeWhole(this.bytes, 1);
    return this.odd.slice(start >> 1, end >> 1);
  }
}

/** Only whole characters: of an odd number of bytes at an odd place, Node copies one more than it has room for. */
function decodeWhole(bytes: Buffer, start: number): string {
  const length = (bytes.length - start) & ~1;
  return bytes.toString('utf16le', start, start + length);
}
