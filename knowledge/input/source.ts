import type { Meter, Share } from './meter.ts';
import { spool } from './stream.ts';
import { type Bytes, bufferBytes, fileBytes } from './zip-bytes.ts';

/** The bytes of one container, to be read from the front or by seeking, not both. */
export interface Source {
  /** Its first bytes, up to 64 KiB. */
  head: Uint8Array;
  stream: AsyncIterable<Uint8Array>;
  /** To be read by seeking; what comes as a stream is put down first, once. Until `close`. */
  bytes(): Promise<Bytes>;
  close(): Promise<void>;
}

export interface SourceOrigin {
  head: Uint8Array;
  stream: AsyncIterable<Uint8Array>;
  /** Where the same bytes lie on our own disk, if they do. */
  file: string | undefined;
  /** Our own folder for what is too large to be held. */
  spoolFolder: string;
  /** Counts what is read by seeking; `share` is that of the file. */
  meter?: { meter: Meter; share: Share } | undefined;
}

/** Up to here a container inside another is held in memory. */
const heldBytes = 4 * 1024 * 1024;

export function createSource({ head, stream, file, spoolFolder, meter }: SourceOrigin): Source {
  const closing: (() => Promise<void>)[] = [];
  const openFile = async (path: string, share?: Share): Promise<Bytes> => {
    const bytes = await fileBytes(path);
    closing.unshift(bytes.close);
    if (!meter) {
      return bytes;
    }
    const own = share ?? meter.meter.expect(bytes.size);
    closing.push(async () => own.close());
    return meter.meter.watchFile(bytes, own);
  };
  const openBytes = async (): Promise<Bytes> => {
    if (file) {
      return openFile(file, meter?.share);
    }
    const held = await hold(stream);
    if (held.isWhole) {
      return bufferBytes(held.bytes);
    }
    const spooled = await spool(spoolFolder, held.all);
    closing.unshift(spooled.remove);
    return openFile(spooled.file);
  };
  let opened: Promise<Bytes> | undefined;
  return {
    head,
    stream,
    bytes() {
      opened ??= openBytes();
      return opened;
    },
    async close() {
      for (const close of closing.splice(0)) {
        await close();
      }
    },
  };
}

type Held =
  | { isWhole: true; bytes: Uint8Array }
  | { isWhole: false; all: AsyncIterable<Uint8Array> };

async function hold(stream: AsyncIterable<Uint8Array>): Promise<Held> {
  const iterator = stream[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    chunks.push(next.value);
    size += next.value.length;
    if (size > heldBytes) {
      return { isWhole: false, all: resume(chunks, iterator) };
    }
  }
  return { isWhole: true, bytes: Buffer.concat(chunks) };
}

async function* resume(chunks: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>) {
  try {
    yield* chunks;
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}
