import type { Budget } from './budget.ts';
import type { Source } from './source.ts';
import type { Packed } from './zip-entry.ts';

/** A file that holds other files. To add one, write `containers/<name>.ts` and name it in `containers.ts`. */
export interface Container {
  /** What it is called in a report. */
  format: string;
  /** By the first bytes, up to 64 KiB; never by the name. */
  recognises(head: Uint8Array): boolean;
  /** True when `list` can be asked to its end before the first file is read. */
  listsFirst?: boolean;
  /**
   * What it holds, in the order in which it can be read: each file is read, or left, before the next is
   * asked for. Bad data is told as a flaw or a problem and not thrown. Nothing is written under a name
   * out of the container.
   */
  list(source: Source, budget: Budget): AsyncIterable<Found>;
}

export type Found = HeldFile | UnreadFile | { kind: 'flaw'; flaw: Flaw };

export interface HeldFile {
  kind: 'file';
  /** Relative, with `/`, safe to show, not unique. Empty where the container is one packed file. */
  name: string;
  /** As the container claims it; 0 when it does not say. */
  size: number;
  /** By its own claim it unpacks to more than the ratio allows. */
  isBomb?: boolean;
  /** The name led out of the container or held invisible characters. */
  unsafeName: boolean;
  /** Once. Throws `ContainerDamage` after what could be read. */
  open(): AsyncIterable<Uint8Array>;
  /** What another thread may read in place of `open`. */
  packed?: Packed | undefined;
}

/** Listed, and for a reason of its own not readable. */
export interface UnreadFile {
  kind: 'unread';
  name: string;
  size: number;
  problem: Problem;
}

export type Problem =
  | 'encrypted'
  | 'unsupported-method'
  | 'overlapping'
  | 'quantum'
  | 'ppmd'
  /** What makes only programs smaller was used, and is not undone here. */
  | 'program-filter'
  /** Its decoder would need more than it is given. */
  | 'memory'
  /** Begins in another file of a set. */
  | 'other-volume'
  | 'damaged'
  | 'link';

/** What is wrong with the container itself. */
export type Flaw =
  | { kind: 'empty' }
  | { kind: 'truncated' }
  | { kind: 'damaged' }
  | { kind: 'too-many-entries'; limit: number }
  /** Even the list of its files is. */
  | { kind: 'encrypted' }
  | { kind: 'encrypted-mail' }
  | { kind: 'damaged-mail' }
  | { kind: 'large-mail' }
  | { kind: 'office' }
  /** From here on something was read all the same. */
  | { kind: 'salvaged'; entries: number }
  | { kind: 'cut' }
  | { kind: 'torn' }
  | { kind: 'first-entries'; limit: number }
  | { kind: 'volume'; missing: 'before' | 'after' | 'both' };
