import { type FileHandle, open } from 'node:fs/promises';
import { chunkSize, giveBack, lendChunk, takeChunk } from './chunks.ts';

/**
 * A file from its beginning to its end, one chunk read ahead; it is closed when this is over. Chunks may be given back:
 * a stream of node:fs makes one for each megabyte, and memory grows with the file.
 */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  let ahead: Promise<Uint8Array> | undefined;
  try {
    for (let isLast = false; !isLast; ) {
      const chunk = await (ahead ?? readChunk(file));
      isLast = chunk.length < chunkSize;
      ahead = isLast ? undefined : readChunk(file);
      // Whoever leaves early never sees what it throws.
      ahead?.catch(() => undefined);
      if (chunk.length > 0) {
        yield chunk;
      }
    }
  } finally {
    const unused = await ahead?.catch(() => undefined);
    if (unused) {
      giveBack(unused);
    }
    await file.close();
  }
}

/** Shorter only at the end of the file. */
async function readChunk(file: FileHandle): Promise<Uint8Array> {
  const chunk = takeChunk();
  let length = 0;
  while (length < chunk.length) {
    const { bytesRead } = await file.read(chunk, length, chunk.length - length, null);
    if (bytesRead === 0) {
      break;
    }
    length += bytesRead;
  }
  return lendChunk(chunk, length);
}
