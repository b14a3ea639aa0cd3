import { getCompileCacheDir } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Engine } from '../../match/compile.ts';
import { plainEngine } from '../../match/plain-engine.ts';
import { Pool } from './pool.ts';

export interface ReadersLimits {
  threads: number;
  /** Threads are started when so many inputs with so many bytes together are still to be read. */
  leastInputs: number;
  leastBytes: number;
  /** A smaller input is not worth a message. */
  leastEach: number;
  /** Characters of records of one input that wait for those before them. */
  mostWaiting: number;
  /** Milliseconds. */
  idle: number;
}

const mostThreads = 4;
const mebibyte = 1 << 20;

const usual: ReadersLimits = {
  threads: Math.min(mostThreads, availableParallelism()),
  leastInputs: 2,
  leastBytes: 1024 * mebibyte,
  leastEach: 2 * mebibyte,
  mostWaiting: 4 * mebibyte,
  idle: 60_000,
};

/** Threads that read logs with what one engine knows. */
export interface Readers {
  limits: ReadersLimits;
  pool: Pool;
}

/** Undefined where there is but one processor. `program`: what a thread runs. */
export function createReaders(
  engine: Engine,
  some: Partial<ReadersLimits> = {},
  program: URL = new URL('worker.ts', import.meta.url),
): Readers | undefined {
  const limits = { ...usual, ...some };
  const { threads: most, mostWaiting, idle } = limits;
  if (most < 1 || (some.threads === undefined && most < 2)) {
    return undefined;
  }
  const compiled = getCompileCacheDir();
  const equipment = () => ({
    engine: plainEngine(engine),
    // Its folder for this version of Node.js lies in the one that was chosen.
    compiled: compiled && path.dirname(compiled),
  });
  return {
    limits,
    pool: new Pool({ most, program, equipment, mostWaiting, idle }),
  };
}

const known = new WeakMap<Engine, Readers>();

/** The same for all who ask with one engine. */
export function readersOf(engine: Engine): Readers | undefined {
  const readers = known.get(engine) ?? createReaders(engine);
  if (readers) {
    known.set(engine, readers);
  }
  return readers;
}
