import { EvtxChunk } from './evtx-chunk.ts';
import type { EvtxValue } from './evtx-values.ts';

export interface EvtxEvent {
  provider: string;
  id: number;
  level?: number;
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  time?: string;
  /** Counted from 1 unless told. */
  number?: number;
  /** In order; an empty name is data without one. */
  data?: readonly (readonly [name: string, value: EvtxValue])[];
  /** Writes the data as elements of this name under `UserData`. */
  userData?: string;
  /** Without a template, as forwarded events are. */
  plain?: boolean;
}

const header = 4096;

export interface EvtxOptions {
  eventsPerChunk?: number;
  /** What the file header says, for files that were copied while open. */
  chunkCount?: number;
}

/** An event log as Windows writes it, for tests only; checksums are left at 0. */
export function buildEvtx(events: readonly EvtxEvent[], options: EvtxOptions = {}): Buffer {
  const { eventsPerChunk = 50 } = options;
  const chunks: Buffer[] = [];
  for (let start = 0; start < events.length || start === 0; start += eventsPerChunk) {
    const chunk = new EvtxChunk();
    events.slice(start, start + eventsPerChunk).forEach((event, index) => {
      chunk.add({ ...event, number: event.number ?? start + index + 1 });
    });
    chunks.push(chunk.finish());
  }
  const file = Buffer.alloc(header);
  file.write('ElfFile\0', 'latin1');
  file.writeBigUInt64LE(BigInt(chunks.length - 1), 16);
  file.writeBigUInt64LE(BigInt(events.length + 1), 24);
  file.writeUInt32LE(128, 32);
  file.writeUInt16LE(1, 36);
  file.writeUInt16LE(3, 38);
  file.writeUInt16LE(header, 40);
  file.writeUInt16LE(options.chunkCount ?? chunks.length, 42);
  return Buffer.concat([file, ...chunks]);
}

/** The bytes as an upload brings them, in pieces of a size. */
export async function* inPieces(bytes: Uint8Array, size = 10_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}
