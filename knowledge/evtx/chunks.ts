import { chunkSize } from './chunk.ts';

/** What the file header says the header takes; nobody has seen another size. */
const fileHeaderSize = 4096;

/**
 * Cuts a stream into the blocks of an event log. Each is only valid until the next one is asked for: a gigabyte of
 * log is read through one buffer. The last one may be short, because the file was cut.
 */
export async function* cutChunks(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(chunkSize);
  let filled = 0;
  let toSkip = fileHeaderSize;
  for await (const piece of stream) {
    let rest = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const skipped = Math.min(toSkip, rest.length);
    toSkip -= skipped;
    rest = rest.subarray(skipped);
    while (rest.length > 0) {
      if (filled === 0 && rest.length >= chunkSize) {
        yield rest.subarray(0, chunkSize);
        rest = rest.subarray(chunkSize);
        continue;
      }
      const taken = rest.copy(buffer, filled, 0, chunkSize - filled);
      filled += taken;
      rest = rest.subarray(taken);
      if (filled === chunkSize) {
        yield buffer;
        filled = 0;
      }
    }
  }
  if (filled > 0) {
    yield buffer.subarray(0, filled);
  }
}
