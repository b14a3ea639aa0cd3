import { Budget } from './budget.ts';
import type { Container, HeldFile, UnreadFile } from './container.ts';
import { findContainer } from './containers.ts';
import { ContainerDamage } from './damage.ts';
import { Meter, type Share } from './meter.ts';
import { Names } from './names.ts';
import { type Candidate, candidateOfUpload, headLength } from './parallel/candidate.ts';
import { LostThread } from './parallel/deliver.ts';
import { ReadAhead } from './parallel/read-ahead.ts';
import { allowPictures } from './picture-allowance.ts';
import type { ReadRequest } from './read.ts';
import { type ReadingParts, readSeeking, readText } from './read-text.ts';
import { flawed, interrupted, skipped, withBomb, withUnsafeName } from './report.ts';
import { Reports } from './reports.ts';
import { sniff } from './sniff.ts';
import { createSource } from './source.ts';
import { BoundedStream, type Peeked, peek } from './stream.ts';
import type { Upload } from './upload.ts';

/** Where an input comes from. */
interface Place {
  /** Of the containers around it. */
  depth: number;
  /** Of the upload. */
  share: Share;
  /** Where the same bytes lie on our own disk, if they do. */
  file?: string;
  /** What another thread may read. */
  candidate?: Candidate | undefined;
}

/** One request while it is read: what is left of it, and what is told of each input. */
export class Reading {
  readonly reports = new Reports();
  private readonly names: Names;
  private readonly request: ReadRequest;
  private readonly deadline: number;
  /** Of the upload that is being read; a huge one takes nothing from the others. */
  private budget: Budget;
  private readonly meter: Meter;
  private readonly parts: ReadingParts;
  private readonly ahead: ReadAhead;

  constructor(request: ReadRequest) {
    this.request = request;
    this.names = new Names(request.cleanName);
    this.deadline = Date.now() + request.limits.answerSeconds * 1000;
    this.budget = this.createBudget();
    this.meter = new Meter(request);
    const { meter, reports, deadline } = this;
    this.parts = { request, meter, reports, pictures: allowPictures(request, deadline) };
    this.ahead = new ReadAhead({ request, meter, reports, deadline });
  }

  async readUploads(): Promise<void> {
    const names = this.names.fork();
    const { uploads } = this.request;
    const places = uploads.map((upload): [Upload, Place] => {
      const { name, path: file, size } = upload;
      const share = this.meter.expect(size);
      const candidate = candidateOfUpload(upload, names.take(name), share);
      return [upload, { depth: 0, share, candidate, ...(file && { file }) }];
    });
    this.ahead.offer(places.map(([, { candidate }]) => candidate));
    try {
      for (const [upload, place] of places) {
        await this.readUpload(upload, place);
      }
    } finally {
      await this.ahead.leave();
    }
  }

  private async readUpload(upload: Upload, place: Place): Promise<void> {
    this.budget.throwIfCancelled();
    const name = this.names.take(upload.name);
    this.budget = this.createBudget();
    const { share } = place;
    try {
      await this.readBytes(name, () => this.meter.watch(upload.open(), share), place);
    } catch (error) {
      this.reportBroken(name, 0, error);
    }
    share.close();
  }

  private createBudget(): Budget {
    const { limits, signal } = this.request;
    const { archiveEntries: entries, archiveRatio: ratio, archiveDepth: depth } = limits;
    const bytes = limits.uploadMiB * 1024 * 1024;
    return new Budget({ entries, bytes, ratio, depth, deadline: this.deadline, signal });
  }

  private async readBytes(
    name: string,
    open: () => AsyncIterable<Uint8Array>,
    place: Place,
  ): Promise<void> {
    if (this.budget.isOutOfTime) {
      this.reports.add(skipped(name, 'unknown', 0, { kind: 'time' }));
      return;
    }
    if (this.budget.bytes <= 0) {
      const error = new ContainerDamage('over-total');
      this.reports.add(skipped(name, 'unknown', 0, { kind: 'broken', error }));
      return;
    }
    if (await this.ahead.read(name, place.candidate, this.budget)) {
      return;
    }
    const peeked = await peek(open(), headLength);
    try {
      await this.readPeeked(name, peeked, place);
    } finally {
      await peeked.close();
    }
  }

  private async readPeeked(name: string, peeked: Peeked, place: Place): Promise<void> {
    const { head } = peeked;
    const container = findContainer(head);
    if (container) {
      await this.readContainer(name, container, peeked, place);
      return;
    }
    const kind = sniff(head);
    if (kind.kind === 'empty' || kind.kind === 'unreadable') {
      const format = kind.kind === 'empty' ? 'empty' : kind.format;
      this.reports.add(skipped(name, format, head.length, kind));
    } else {
      const format = kind.kind === 'file' ? kind.format : undefined;
      const scan = format?.scan ?? this.request.scan;
      const input = { name, peeked, scan, budget: this.budget };
      await (format?.seeks ? readSeeking(this.parts, input, place) : readText(this.parts, input));
    }
  }

  private async readContainer(
    name: string,
    container: Container,
    { head, all }: Peeked,
    { depth, file, share }: Place,
  ): Promise<void> {
    const { format } = container;
    const limit = this.budget.allowed.depth;
    if (depth >= limit) {
      this.reports.add(skipped(name, format, 0, { kind: 'depth', limit }));
      return;
    }
    const stream = new BoundedStream(all, this.budget, depth > 0);
    const { spoolFolder } = this.request;
    const { meter } = this;
    const source = createSource({ head, stream, file, spoolFolder, meter: { meter, share } });
    let hasFlaw = false;
    try {
      const listed = container.list(source, this.budget);
      const files = container.listsFirst
        ? this.ahead.offering(name, listed, this.names, share)
        : listed;
      for await (const found of files) {
        if (found.kind === 'flaw') {
          hasFlaw = true;
          this.reports.add(flawed(name, format, 0, found.flaw, stream));
        } else {
          await this.readFound(name, found, { depth: depth + 1, share });
        }
      }
    } finally {
      await source.close();
    }
    const stop = hasFlaw ? undefined : interrupted(name, format, stream);
    if (stop) {
      this.reports.add(stop);
    }
  }

  private async readFound(
    outer: string,
    found: HeldFile | UnreadFile,
    place: Place,
  ): Promise<void> {
    const name = found.name === '' ? outer : this.names.take(`${outer}/${found.name}`);
    const { size } = found;
    if (found.kind === 'unread') {
      this.reports.add(skipped(name, 'unknown', size, { kind: 'entry', problem: found.problem }));
      return;
    }
    try {
      const candidate = this.ahead.candidateOf(found);
      await this.readBytes(name, found.open, { ...place, candidate });
    } catch (error) {
      this.reportBroken(name, size, error);
    }
    if (found.isBomb) {
      this.reports.change(name, withBomb);
    }
    if (found.unsafeName) {
      this.reports.change(name, withUnsafeName);
    }
  }

  /** Throws when nobody waits for the answer any more, and `LostThread`. */
  private reportBroken(name: string, bytes: number, error: unknown): void {
    this.budget.throwIfCancelled();
    if (error instanceof LostThread) {
      throw error;
    }
    this.reports.add(skipped(name, 'unknown', bytes, { kind: 'broken', error }));
  }
}
