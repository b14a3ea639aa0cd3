import type { PlainEngine } from '../../match/plain-engine.ts';
import type { DamageKind } from '../damage.ts';
import type { LogRecord } from '../record.ts';
import type { Coverage } from '../scan.ts';
import type { Stop } from '../stream.ts';
import type { Member } from '../zip-entry.ts';

/** What a thread is started with. */
export interface Equipment {
  engine: PlainEngine;
  /** Where compiled code is kept, when the program keeps any. */
  compiled: string | undefined;
}

/** One log on our own disk, as plain data. */
export interface Job {
  /** As it is called in its report. */
  input: string;
  file: string;
  /** When it is an entry of the zip `file`. */
  member: Member | undefined;
  /** Of the entry; see `ZipLimits`. */
  ratio: number;
  /** More is not read of it. */
  bytes: number;
  /** Milliseconds since the epoch. */
  deadline: number;
}

/** `heard`: so much of what was sent was taken up. */
export type Order =
  | { kind: 'read'; job: Job; mostWaiting: number }
  | { kind: 'heard'; weight: number }
  | { kind: 'cancel' };

export interface Kept {
  record: LogRecord;
  patterns: number[];
}

/** How reading a log ended. */
export interface Outcome {
  coverage: Coverage;
  stopped: Stop | undefined;
  /** When a container was damaged. */
  damage: DamageKind | undefined;
}

/** `packed`: bytes read of the file. `failed`: to be read by somebody else, from the beginning. */
export type Said =
  | { kind: 'ready' }
  | { kind: 'records'; records: readonly Kept[]; weight: number }
  | { kind: 'progress'; read: number; packed: number }
  | { kind: 'done'; outcome: Outcome }
  | { kind: 'failed' };
