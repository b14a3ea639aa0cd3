import { chunkSize, isChunk, walkChunk } from './chunk.ts';
import { ChunkBytes } from './chunk-bytes.ts';
import { cutChunks } from './chunks.ts';
import { DamagedEvent } from './damage.ts';
import type { StoredEvent } from './event.ts';
import { EventReader } from './event-reader.ts';
import { Budget } from './layout.ts';

/** What of an event log could not be read. */
export interface EventLogDamage {
  bytes: number;
  events: number;
  /** Blocks that hold something else than events; empty ones do not count. */
  damagedChunks: number;
  /** Events that are there but make no sense. */
  damagedEvents: number;
  /** Events that the blocks count but that are gone: overwritten, or the file was cut. */
  missingEvents: number;
}

/** Bytes of an event log in, events out, in the order of the file: a log that wrapped begins in its middle. */
export async function readEventLog(
  stream: AsyncIterable<Uint8Array>,
  found: (event: StoredEvent) => void,
  progress?: (bytes: number) => void,
): Promise<EventLogDamage> {
  const damage = { bytes: 0, events: 0, damagedChunks: 0, damagedEvents: 0, missingEvents: 0 };
  for await (const chunk of cutChunks(counted(stream, damage))) {
    readChunk(chunk, found, damage);
    progress?.(damage.bytes);
  }
  return damage;
}

/** What a block that was never used holds. */
const empty = Buffer.alloc(chunkSize);

async function* counted(
  stream: AsyncIterable<Uint8Array>,
  damage: EventLogDamage,
): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) {
    damage.bytes += piece.length;
    yield piece;
  }
}

function readChunk(
  chunk: Buffer,
  found: (event: StoredEvent) => void,
  damage: EventLogDamage,
): void {
  if (!isChunk(chunk)) {
    damage.damagedChunks += chunk.equals(empty.subarray(0, chunk.length)) ? 0 : 1;
    return;
  }
  const budget = new Budget();
  const reader = new EventReader(new ChunkBytes(chunk), budget);
  const { missing } = walkChunk(chunk, (start, size) => {
    const event = budget.isSpent ? undefined : readOrSkip(reader, start, size);
    if (event) {
      damage.events += 1;
      found(event);
    } else {
      damage.damagedEvents += 1;
    }
  });
  damage.missingEvents += missing;
}

/** `undefined` for what is no event: one that makes no sense takes none of the others with it. */
function readOrSkip(reader: EventReader, start: number, size: number): StoredEvent | undefined {
  try {
    return reader.read(start, size);
  } catch (error) {
    if (error instanceof DamagedEvent || error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}
