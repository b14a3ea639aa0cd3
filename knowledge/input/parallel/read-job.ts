import type { Sieve } from '../../match/plain-engine.ts';
import { Budget } from '../budget.ts';
import { ContainerDamage } from '../damage.ts';
import { fileChunks } from '../file-chunks.ts';
import { scanBytes } from '../scan-bytes.ts';
import { BoundedStream } from '../stream.ts';
import { type Bytes, fileBytes } from '../zip-bytes.ts';
import { type Member, openMember } from '../zip-entry.ts';
import type { Job, Outcome } from './message.ts';
import type { Outbox } from './outbox.ts';

export interface JobReader {
  sieve: Sieve;
  outbox: Outbox;
  signal: AbortSignal;
  progress(read: number, packed: number): void;
}

/** Throws when it cannot be read as it should, and the signal's reason. */
export async function readJob(job: Job, reader: JobReader): Promise<Outcome> {
  const { sieve, outbox, signal } = reader;
  const { bytes, ratio, deadline } = job;
  const budget = new Budget({ entries: 1, bytes, ratio, depth: 0, deadline, signal });
  const opened = new JobBytes(job, budget);
  const stream = new BoundedStream(paced(opened.open(), outbox, signal), budget);
  const coverage = await scanBytes({
    input: job.input,
    bytes: stream,
    filter: sieve.filter,
    found: (record, patterns) => {
      const isKept = sieve.keeps(record, patterns);
      if (isKept) {
        outbox.add(record, patterns);
      }
      return isKept;
    },
    progress: (read) => reader.progress(read, opened.packed),
  });
  outbox.flush();
  const { stopped, cause } = stream;
  const damage = cause instanceof ContainerDamage ? cause.kind : undefined;
  if (coverage.bytes === 0 || (job.member && damage === 'over-total')) {
    throw new Error('There is nothing, or more than was claimed');
  }
  return { coverage, stopped, damage };
}

/** The content of one log, with its place in the file counted. */
class JobBytes {
  packed = 0;
  private readonly job: Job;
  private readonly budget: Budget;

  constructor(job: Job, budget: Budget) {
    this.job = job;
    this.budget = budget;
  }

  async *open(): AsyncGenerator<Uint8Array> {
    const { file, member } = this.job;
    if (member) {
      yield* this.unpack(member);
      return;
    }
    for await (const chunk of fileChunks(file)) {
      this.packed += chunk.length;
      yield chunk;
    }
  }

  private async *unpack(member: Member): AsyncGenerator<Uint8Array> {
    const { file, ratio, bytes: bytesLeft } = this.job;
    const opened = await fileBytes(file);
    const bytes: Bytes = {
      size: opened.size,
      path: opened.path,
      read: async (offset, length, into) => {
        const piece = await opened.read(offset, length, into);
        this.packed += piece.length;
        return piece;
      },
    };
    const limits = { entries: 1, ratio, totalBytes: bytesLeft };
    try {
      yield* openMember({ bytes, limits, bytesLeft, guard: this.budget }, member);
    } finally {
      await opened.close();
    }
  }
}

async function* paced(
  chunks: AsyncIterable<Uint8Array>,
  outbox: Outbox,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    outbox.flush();
    await outbox.room(signal);
  }
}
