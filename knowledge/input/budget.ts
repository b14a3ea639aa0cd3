import { ContainerDamage } from './damage.ts';

/** What an `AbortSignal` is too. */
export interface Guard {
  throwIfAborted(): void;
}

/** Small files may be as repetitive as they like. */
const freeBytes = 16 * 1024 * 1024;

/** `consumed`: the compressed bytes that `length` was made of. */
export function isBomb(limits: { ratio: number }, length: number, consumed: number): boolean {
  return length > freeBytes + limits.ratio * consumed;
}

export interface Allowance {
  entries: number;
  bytes: number;
  ratio: number;
  depth: number;
  /** Milliseconds since the epoch. */
  deadline: number;
  signal: AbortSignal | undefined;
}

/**
 * What is left for one upload. It goes down through all levels of nesting together: ten archives of ten
 * archives each are a hundred, wherever they lie.
 */
export class Budget implements Guard {
  entries: number;
  bytes: number;
  readonly allowed: Readonly<Allowance>;

  constructor(allowed: Allowance) {
    this.allowed = allowed;
    this.entries = allowed.entries;
    this.bytes = allowed.bytes;
  }

  get ratio(): number {
    return this.allowed.ratio;
  }

  get isOutOfTime(): boolean {
    return Date.now() > this.allowed.deadline;
  }

  /** Throws the reason of whoever gave up, or `time`. */
  throwIfAborted(): void {
    this.throwIfCancelled();
    if (this.isOutOfTime) {
      throw new ContainerDamage('time');
    }
  }

  throwIfCancelled(): void {
    this.allowed.signal?.throwIfAborted();
  }
}
