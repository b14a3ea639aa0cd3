import { chunkSize, isChunk, walkChunk } from './chunk.ts';
import { ChunkBytes } from './chunk-bytes.ts';
import { cutChunks } from './chunks.ts';
import { DamagedEvent } from './damage.ts';
import type { StoredEvent } from './event.ts';
import { EventReader, type Templates } from './event-reader.ts';
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

/**
 * Bytes of an event log in, events out, in the order of the file: a log that wrapped begins in its middle. `computer`
 * is told for each block what the machine was called.
 */
export async function readEventLog(
  stream: AsyncIterable<Uint8Array>,
  found: (event: StoredEvent) => void,
  progress?: (bytes: number) => void,
  computer?: (name: string) => void,
): Promise<EventLogDamage> {
  const damage = { bytes: 0, events: 0, damagedChunks: 0, damagedEvents: 0, missingEvents: 0 };
  const templates: Templates = new Map();
  for await (const chunk of cutChunks(counted(stream, damage))) {
    const name = readChunk(chunk, templates, found, damage);
    if (name !== '') {
      computer?.(name);
    }
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

/** Returns what its first event calls the machine. */
function readChunk(
  chunk: Buffer,
  templates: Templates,
  found: (event: StoredEvent) => void,
  damage: EventLogDamage,
): string {
  if (!isChunk(chunk)) {
    damage.damagedChunks += chunk.equals(empty.subarray(0, chunk.length)) ? 0 : 1;
    return '';
  }
  const budget = new Budget();
  const reader = new EventReader(new ChunkBytes(chunk), budget, templates);
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
  return reader.computer;
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
