import { ContainerDamage, type DamageKind } from '../damage.ts';

export interface Piece {
  data: Buffer;
  /** Unpacked all the same. */
  doubt: DamageKind | undefined;
}

/** What a folder unpacks to, from its front; each file is a stretch of it, and nothing is unpacked twice. */
export class PieceReader {
  private readonly pieces: AsyncGenerator<Piece>;
  private current: Piece = { data: Buffer.alloc(0), doubt: undefined };
  private position = 0;
  private broken: ContainerDamage | undefined;

  constructor(pieces: AsyncGenerator<Piece>) {
    this.pieces = pieces;
  }

  /** Throws `ContainerDamage` after what could be read. */
  async *read(start: number, length: number): AsyncGenerator<Uint8Array> {
    const end = length === 0 ? 0 : start + length;
    let doubt: DamageKind | undefined;
    while (this.position < end) {
      if (this.current.data.length === 0) {
        await this.fill();
      }
      const { data } = this.current;
      const wanted = this.position < start ? start : end;
      const part = data.subarray(0, wanted - this.position);
      const isPassed = this.position < start;
      this.current.data = data.subarray(part.length);
      this.position += part.length;
      if (!isPassed) {
        doubt ??= this.current.doubt;
        yield part;
      }
    }
    if (doubt) {
      throw new ContainerDamage(doubt);
    }
  }

  close(): Promise<unknown> {
    return this.pieces.return(undefined);
  }

  private async fill(): Promise<void> {
    if (this.broken) {
      throw this.broken;
    }
    try {
      const next = await this.pieces.next();
      if (next.done) {
        // Its pieces are used up, and the file goes on.
        throw new ContainerDamage('wrong-size');
      }
      this.current = next.value;
    } catch (error) {
      this.broken = error instanceof ContainerDamage ? error : undefined;
      throw error;
    }
  }
}
