import type { Budget } from '../budget.ts';
import type { Found, HeldFile } from '../container.ts';
import { ContainerDamage } from '../damage.ts';
import type { Meter, Share } from '../meter.ts';
import type { Names } from '../names.ts';
import type { ReadRequest } from '../read.ts';
import { describeCoverage } from '../report.ts';
import type { Reports } from '../reports.ts';
import { Ahead } from './ahead.ts';
import { type Candidate, candidateOfEntry } from './candidate.ts';
import { deliver } from './deliver.ts';
import type { Outcome } from './message.ts';
import type { Ticket } from './ticket.ts';

/** What one reading has read by other threads. */
export interface AheadReading {
  request: ReadRequest;
  meter: Meter;
  reports: Reports;
  /** Milliseconds since the epoch. */
  deadline: number;
}

/** Inputs that other threads read, taken up in their order as if they were read now. */
export class ReadAhead {
  private readonly reading: AheadReading;
  private readonly ahead: Ahead | undefined;
  private readonly candidates = new WeakMap<HeldFile, Candidate>();

  constructor(reading: AheadReading) {
    const { request, deadline } = reading;
    const { readers, signal, limits } = request;
    const bytes = limits.uploadMiB * 1024 * 1024;
    this.reading = reading;
    this.ahead = readers && new Ahead(readers, { bytes, deadline, signal });
  }

  /** To be left when all of it was read. */
  offer(candidates: readonly (Candidate | undefined)[]): void {
    this.ahead?.offer(candidates.filter((candidate) => candidate !== undefined));
  }

  /** Gives on what a container lists, while other threads begin with it. `outer`: the name of the container; `names`: those taken so far. */
  async *offering(
    outer: string,
    listed: AsyncIterable<Found>,
    names: Names,
    share: Share,
  ): AsyncGenerator<Found> {
    if (!this.ahead) {
      yield* listed;
      return;
    }
    const files: Found[] = [];
    for await (const file of listed) {
      files.push(file);
    }
    const later = names.fork();
    this.offer(files.map((file) => this.register(outer, file, later, share)));
    try {
      yield* files;
    } finally {
      await this.leave();
    }
  }

  candidateOf(file: HeldFile): Candidate | undefined {
    return this.candidates.get(file);
  }

  async leave(): Promise<void> {
    await this.ahead?.leave();
  }

  /** True when another thread had begun with it: then it was read and reported. Throws `LostThread`. */
  async read(name: string, candidate: Candidate | undefined, budget: Budget): Promise<boolean> {
    const ticket = candidate && (await this.ahead?.take(candidate));
    if (!ticket) {
      return false;
    }
    try {
      return await this.deliver(ticket, name, candidate, budget);
    } finally {
      await this.ahead?.drop(ticket);
    }
  }

  private register(outer: string, file: Found, names: Names, share: Share): Candidate | undefined {
    if (file.kind === 'flaw') {
      return undefined;
    }
    const input = file.name === '' ? outer : names.take(`${outer}/${file.name}`);
    const candidate = file.kind === 'file' ? candidateOfEntry(file, input, share) : undefined;
    if (candidate && file.kind === 'file') {
      this.candidates.set(file, candidate);
    }
    return candidate;
  }

  private async deliver(
    ticket: Ticket,
    name: string,
    { packed }: Candidate,
    budget: Budget,
  ): Promise<boolean> {
    const { meter, request } = this.reading;
    const { found, signal } = request;
    const most = Math.min(budget.bytes, packed?.left() ?? budget.bytes);
    if (ticket.job.input !== name || (packed && packed.size > most)) {
      return false;
    }
    meter.reading(name, 0);
    const progress = (read: number) => meter.reading(name, read);
    const outcome = await deliver(ticket, { found, progress, most, signal });
    if (!outcome) {
      return false;
    }
    budget.bytes -= outcome.coverage.bytes;
    packed?.spend(outcome.coverage.bytes);
    this.report(name, outcome);
    return true;
  }

  private report(name: string, { coverage, stopped, damage }: Outcome): void {
    const { meter, reports } = this.reading;
    const cause = damage && new ContainerDamage(damage);
    meter.done();
    reports.add(describeCoverage(name, coverage, { stopped, cause }));
  }
}
