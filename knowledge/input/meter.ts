import { setTimeout as sleep } from 'node:timers/promises';
import type { FileBytes } from './zip-bytes.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** Where reading stands. Sizes are bytes. */
export interface ReadProgress {
  /** What is read right now, by the name of its report. */
  input: string;
  /** Read of this input, unpacked. */
  bytes: number;
  /** Read of everything that was sent, as it was sent: the place in an archive, not what came out of it. */
  read: number;
  /** All there is to read; undefined while the size of something is not known. */
  expected: number | undefined;
  /** Logs that were read to their end. */
  files: number;
  /** By the speed so far; undefined while that says nothing. */
  secondsLeft: number | undefined;
}

/** One upload, or an archive inside one that had to be put down first and is read from there. */
export interface Share {
  count(bytes: number): void;
  /** What is left of it will not be read. */
  close(): void;
}

interface Part {
  size: number | undefined;
  read: number;
}

/** In milliseconds: a shorter time says nothing of the speed. */
const leastTime = 1000;

/** Adds up what several readers have read. */
export class Meter {
  private readonly parts: Part[] = [];
  private readonly listener: ((progress: ReadProgress) => void) | undefined;
  private readonly signal: AbortSignal | undefined;
  /** Milliseconds. */
  private readonly now: () => number;
  private readonly started: number;
  private files = 0;
  private input = '';
  private bytes = 0;

  constructor({
    progress,
    signal,
    now = () => performance.now(),
  }: {
    progress?: ((progress: ReadProgress) => void) | undefined;
    signal?: AbortSignal | undefined;
    now?: () => number;
  }) {
    this.listener = progress;
    this.signal = signal;
    this.now = now;
    this.started = now();
  }

  /** To be called for all there is before the first byte is read. */
  expect(size: number | undefined): Share {
    const part: Part = { size, read: 0 };
    this.parts.push(part);
    return {
      count: (bytes) => {
        // A directory is read as well as what it lists: never more than there is.
        part.read = Math.min(part.read + bytes, part.size ?? Number.POSITIVE_INFINITY);
        this.tell();
      },
      close: () => {
        part.size ??= part.read;
        part.read = part.size;
      },
    };
  }

  reading(input: string, bytes: number): void {
    this.input = input;
    this.bytes = bytes;
    this.tell();
  }

  done(): void {
    this.files += 1;
  }

  /** Counts a stream; ends it when it is cancelled, also while its source keeps everybody waiting. */
  watch(bytes: Bytes, share: Share): Bytes {
    return counted(bytes, share, this.signal);
  }

  /** The same for what is read by seeking. */
  watchFile(bytes: FileBytes, share: Share): FileBytes {
    const { signal } = this;
    return {
      size: bytes.size,
      path: bytes.path,
      close: bytes.close,
      async read(offset, length, into) {
        signal?.throwIfAborted();
        const piece = await bytes.read(offset, length, into);
        share.count(piece.length);
        return piece;
      },
    };
  }

  private tell(): void {
    if (!this.listener || this.input === '') {
      return;
    }
    const { input, bytes, files } = this;
    const read = this.parts.reduce((sum, part) => sum + part.read, 0);
    const known = this.parts.every(({ size }) => size !== undefined);
    const expected = known ? this.parts.reduce((sum, { size = 0 }) => sum + size, 0) : undefined;
    const secondsLeft = this.estimate(read, expected);
    this.listener({ input, bytes, read, expected, files, secondsLeft });
  }

  private estimate(read: number, expected: number | undefined): number | undefined {
    const passed = this.now() - this.started;
    if (expected === undefined || read === 0 || passed < leastTime) {
      return undefined;
    }
    return Math.ceil(((expected - read) * passed) / read / 1000);
  }
}

async function* counted(
  bytes: Bytes,
  share: Share,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  const cancelled = cancelling(signal);
  let isOver = false;
  try {
    for (;;) {
      const next = await cancelled.race(iterator.next());
      if (next.done) {
        isOver = true;
        return;
      }
      share.count(next.value.length);
      yield next.value;
    }
  } finally {
    cancelled.end();
    await leave(isOver ? undefined : iterator.return?.(), signal);
  }
}

/** Milliseconds. */
const longestLeaving = 1000;

/** A source that hangs would keep us here for ever: when cancelled it is told, given a moment, and left. */
async function leave(
  returned: Promise<unknown> | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  await (signal?.aborted
    ? Promise.race([
        returned?.catch(() => undefined),
        sleep(longestLeaving, undefined, { ref: false }),
      ])
    : returned);
}

/** One listener for a whole stream: a race with a promise that lives long would keep a memory of every chunk. */
function cancelling(signal: AbortSignal | undefined): {
  race<Value>(work: Promise<Value>): Promise<Value>;
  end(): void;
} {
  if (!signal) {
    return { race: (work) => work, end: () => undefined };
  }
  let give: (reason: unknown) => void = () => undefined;
  const onAbort = () => give(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    race: (work) => {
      signal.throwIfAborted();
      return new Promise((resolve, reject) => {
        give = reject;
        work.then(resolve, reject);
      });
    },
    end: () => signal.removeEventListener('abort', onAbort),
  };
}
