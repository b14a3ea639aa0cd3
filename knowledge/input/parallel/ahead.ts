import { setTimeout as sleep } from 'node:timers/promises';
import { type Candidate, lookAt } from './candidate.ts';
import type { Readers } from './readers.ts';
import type { Ticket } from './ticket.ts';

/** Milliseconds that closing waits for a thread to leave a file. */
const longestLeaving = 1000;

interface Gate {
  archive: Candidate;
  opened: Promise<void>;
  open(): void;
}

/** Inputs that follow each other in one place: those that were sent, or the entries of an archive. */
interface Group {
  rest: Candidate[];
  begun: Map<Candidate, Promise<Ticket | undefined>>;
  /** Of those begun, the one that was begun last. */
  last: Promise<unknown>;
  /** Behind an archive nothing is begun before what it holds. */
  gate: Gate | undefined;
  isOver: boolean;
}

export interface AheadLimits {
  /** Of an upload, in bytes. */
  bytes: number;
  /** Milliseconds since the epoch. */
  deadline: number;
  signal: AbortSignal | undefined;
}

/** Has the next inputs of one request read by other threads, while what comes before them is still read. */
export class Ahead {
  private readonly readers: Readers;
  private readonly limits: AheadLimits;
  private readonly groups: Group[] = [];

  constructor(readers: Readers, limits: AheadLimits) {
    this.readers = readers;
    this.limits = limits;
  }

  /** What will be read next, in its order, before what was offered earlier. To be left when it was. */
  offer(candidates: readonly Candidate[]): void {
    const { leastEach } = this.readers.limits;
    const group: Group = {
      rest: candidates.filter(({ size }) => size >= leastEach),
      begun: new Map(),
      last: Promise.resolve(),
      gate: undefined,
      isOver: false,
    };
    this.groups.push(group);
    this.fill();
  }

  /** What another thread has begun to read, to be read to its end or dropped; undefined: nobody reads it. */
  async take(candidate: Candidate): Promise<Ticket | undefined> {
    const group = this.groups.at(-1);
    const begun = group?.begun.get(candidate);
    if (!group || !begun) {
      this.pass(candidate);
      return undefined;
    }
    if (group.gate?.archive !== candidate) {
      group.gate?.open();
    }
    const ticket = await begun;
    group.begun.delete(candidate);
    this.fill();
    return ticket && !this.readers.pool.withdraw(ticket) ? ticket : undefined;
  }

  /** Of what was offered last, nothing more will be taken. When this is over, nobody reads its files any more. */
  async leave(): Promise<void> {
    const group = this.groups.pop();
    if (!group) {
      return;
    }
    group.isOver = true;
    group.gate?.open();
    const tickets = await Promise.all(group.begun.values());
    const settled = tickets
      .filter((ticket) => ticket !== undefined)
      .map((ticket) => this.drop(ticket));
    await Promise.all(settled);
    this.fill();
  }

  async drop(ticket: Ticket): Promise<void> {
    if (!this.readers.pool.withdraw(ticket)) {
      ticket.drop();
      await Promise.race([ticket.settled, sleep(longestLeaving, undefined, { ref: false })]);
    }
  }

  private pass(candidate: Candidate): void {
    for (const group of this.groups) {
      group.rest = group.rest.filter((other) => other !== candidate);
    }
  }

  /** In the order of reading: what lies outside waits until all that is inside has begun. */
  private fill(): void {
    for (const group of this.groups.toReversed()) {
      this.fillFrom(group);
      if (group.rest.length > 0) {
        return;
      }
      const outside = this.groups[this.groups.indexOf(group) - 1];
      void group.last.then(() => outside?.gate?.open());
    }
  }

  private fillFrom(group: Group): void {
    const { threads } = this.readers.limits;
    while (group.begun.size < threads * 2 && group.rest.length > 0 && this.isWorthIt()) {
      const [candidate] = group.rest.splice(0, 1);
      if (candidate) {
        const begun = group.last.then(() => this.begin(group, candidate));
        group.last = begun;
        group.begun.set(candidate, begun);
      }
    }
  }

  /** A thread takes a while to start. */
  private isWorthIt(): boolean {
    const { pool, limits } = this.readers;
    const all = this.groups.flatMap(({ rest, begun }) => [...begun.keys(), ...rest]);
    const bytes = all.reduce((sum, { size }) => sum + size, 0);
    return pool.isWarm || (all.length >= limits.leastInputs && bytes >= limits.leastBytes);
  }

  private async begin(group: Group, candidate: Candidate): Promise<Ticket | undefined> {
    await group.gate?.opened;
    const { bytes, deadline, signal } = this.limits;
    if (group.isOver || signal?.aborted || Date.now() > deadline) {
      return undefined;
    }
    const content = await lookAt(candidate);
    group.gate = content === 'archive' ? gateBehind(candidate) : undefined;
    if (content !== 'log' || group.isOver) {
      return undefined;
    }
    const { input, file, packed, share } = candidate;
    const { member, ratio = 0 } = packed ?? {};
    return this.readers.pool.add(
      { input, file, member, ratio, bytes: packed?.left() ?? bytes, deadline },
      (read) => share.count(read),
    );
  }
}

function gateBehind(archive: Candidate): Gate {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  return { archive, opened, open };
}
