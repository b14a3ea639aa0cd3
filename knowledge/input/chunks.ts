/** What zlib unpacks at once; its own 16 KiB make it five times slower. */
export const chunkSize = 1 << 20;

/** More are left to the garbage collector. */
const mostFree = 8;
const free: Buffer[] = [];
/** Bytes that are in use of each that was lent. */
const lent = new WeakMap<ArrayBufferLike, number>();

/** A buffer of `chunkSize`. Made anew for each megabyte of a log they would keep the garbage collector busy. */
export function takeChunk(): Buffer {
  return free.pop() ?? Buffer.allocUnsafeSlow(chunkSize);
}

/** The beginning of a chunk, which whoever is done with all of it may give back. */
export function lendChunk(chunk: Buffer, length: number): Uint8Array {
  lent.set(chunk.buffer, length);
  return chunk.subarray(0, length);
}

/** For whoever got the bytes and keeps none of them. A part of a chunk, or what was not lent, is left alone. */
export function giveBack(bytes: Uint8Array): void {
  const { buffer, byteOffset, byteLength } = bytes;
  if (byteOffset === 0 && byteLength > 0 && lent.get(buffer) === byteLength) {
    lent.delete(buffer);
    if (free.length < mostFree) {
      free.push(Buffer.from(buffer, 0, chunkSize));
    }
  }
}
