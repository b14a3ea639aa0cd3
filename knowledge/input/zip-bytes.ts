import { open } from 'node:fs/promises';
import { chunkSize, lendChunk, takeChunk } from './chunks.ts';

/** Random access to an archive. */
export interface Bytes {
  size: number;
  /** Where the same bytes lie on our own disk, if they do. */
  path?: string | undefined;
  /** Shorter than asked for only at the end. `into`: may be filled in place of a buffer of its own. */
  read(offset: number, length: number, into?: Buffer): Promise<Uint8Array>;
}

export interface FileBytes extends Bytes {
  close(): Promise<void>;
}

/** The file stays open until `close`. */
export async function fileBytes(path: string): Promise<FileBytes> {
  const file = await open(path);
  const { size } = await file.stat();
  return {
    size,
    path,
    async read(offset, length, into) {
      const most = Math.max(0, Math.min(length, size - offset));
      const buffer = into?.subarray(0, most) ?? Buffer.allocUnsafe(most);
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await file.read(
          buffer,
          filled,
          buffer.length - filled,
          offset + filled,
        );
        if (bytesRead === 0) {
          break;
        }
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    },
    close: () => file.close(),
  };
}

export function bufferBytes(buffer: Uint8Array): Bytes {
  return {
    size: buffer.length,
    read: async (offset, length) => buffer.subarray(offset, offset + Math.max(0, length)),
  };
}

const pieceSize = 64 * 1024;

/** A range piece by piece, up to the end of the archive. Pieces of `chunkSize` may be given back. */
export async function* pieces(
  bytes: Bytes,
  start: number,
  end: number,
  length = pieceSize,
): AsyncGenerator<Uint8Array> {
  for (let offset = start; offset < end; ) {
    const piece = await readPiece(bytes, offset, Math.min(length, end - offset));
    if (piece.length === 0) {
      return;
    }
    yield piece;
    offset += piece.length;
  }
}

/** Pieces of a file that are large enough to count lie in chunks that are used again. */
async function readPiece(bytes: Bytes, offset: number, length: number): Promise<Uint8Array> {
  if (bytes.path === undefined || length < chunkSize) {
    return bytes.read(offset, length);
  }
  const chunk = takeChunk();
  const piece = await bytes.read(offset, length, chunk);
  const isLent = piece.buffer === chunk.buffer && piece.length === chunk.length;
  return isLent ? lendChunk(chunk, piece.length) : piece;
}

/** Little-endian numbers; reading past the end gives 0, so that short headers need no special care. */
export interface Numbers {
  length: number;
  u16(at: number): number;
  u32(at: number): number;
  /** At most 2^53 - 1: no archive is that long, so every check against its size fails. */
  u64(at: number): number;
}

export function numbersIn(bytes: Uint8Array): Numbers {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u16 = (at: number) => (at + 2 <= bytes.length ? view.getUint16(at, true) : 0);
  const u32 = (at: number) => (at + 4 <= bytes.length ? view.getUint32(at, true) : 0);
  return {
    length: bytes.length,
    u16,
    u32,
    u64(at) {
      const value = u32(at + 4) * 2 ** 32 + u32(at);
      return Math.min(value, Number.MAX_SAFE_INTEGER);
    },
  };
}
