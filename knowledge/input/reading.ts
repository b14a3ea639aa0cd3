import { boundBytes } from './bounded-bytes.ts';
import { Budget } from './budget.ts';
import type { Container, HeldFile, UnreadFile } from './container.ts';
import { findContainer } from './containers.ts';
import { ContainerDamage } from './damage.ts';
import { Meter, type Share } from './meter.ts';
import { Names } from './names.ts';
import type { ReadRequest } from './read.ts';
import {
  describeCoverage,
  flawed,
  interrupted,
  skipped,
  withBomb,
  withUnsafeName,
} from './report.ts';
import { Reports } from './reports.ts';
import type { Coverage, PictureAllowance, Scan } from './scan.ts';
import { sniff } from './sniff.ts';
import { createSource, type Source } from './source.ts';
import { BoundedStream, type Peeked, peek } from './stream.ts';
import type { Upload } from './upload.ts';
import type { Bytes } from './zip-bytes.ts';

/** What is looked at to tell a log from a picture. */
const headLength = 64 * 1024;

/** Where an input comes from. */
interface Place {
  /** Of the containers around it. */
  depth: number;
  /** Of the upload. */
  share: Share;
  /** Where the same bytes lie on our own disk, if they do. */
  file?: string;
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
  private readonly pictures: PictureAllowance;
  /** Of the uploads, in their order. */
  private readonly shares: Share[];

  constructor(request: ReadRequest) {
    this.request = request;
    this.names = new Names(request.cleanName);
    this.deadline = Date.now() + request.limits.answerSeconds * 1000;
    this.budget = this.createBudget();
    this.pictures = allowPictures(request, this.deadline);
    this.meter = new Meter(request);
    this.shares = request.uploads.map(({ size }) => this.meter.expect(size));
  }

  async readUpload(upload: Upload): Promise<void> {
    this.budget.throwIfCancelled();
    const name = this.names.take(upload.name);
    this.budget = this.createBudget();
    const share = this.shares.shift() ?? this.meter.expect(upload.size);
    const place: Place = { depth: 0, share, ...(upload.path && { file: upload.path }) };
    try {
      await this.readBytes(name, this.meter.watch(upload.open(), share), place);
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
    bytes: AsyncIterable<Uint8Array>,
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
    const peeked = await peek(bytes, headLength);
    try {
      await this.readPeeked(name, peeked, place);
    } finally {
      await peeked.close();
    }
  }

  private async readPeeked(name: string, peeked: Peeked, place: Place): Promise<void> {
    const { head, all } = peeked;
    const container = findContainer(head);
    if (container) {
      await this.readContainer(name, container, peeked, place);
      return;
    }
    const kind = sniff(head);
    if (kind.kind === 'empty' || kind.kind === 'unreadable') {
      const format = kind.kind === 'empty' ? 'empty' : kind.format;
      this.reports.add(skipped(name, format, head.length, kind));
    } else if (kind.kind === 'file' && kind.format.seeks) {
      await this.readSeeking(name, peeked, kind.format.scan, place);
    } else {
      await this.readText(name, all, kind.kind === 'file' ? kind.format.scan : this.request.scan);
    }
  }

  /** What comes as a stream is put down first. */
  private async readSeeking(
    name: string,
    { head, all }: Peeked,
    scan: Scan,
    { file, share }: Place,
  ): Promise<void> {
    const { budget, meter } = this;
    const { spoolFolder } = this.request;
    let source: Source | undefined;
    try {
      await this.readText(name, all, scan, async (stream) => {
        source = createSource({ head, stream, file, spoolFolder, meter: { meter, share } });
        return boundBytes(await source.bytes(), budget, stream, file !== undefined);
      });
    } finally {
      await source?.close();
    }
  }

  private async readText(
    name: string,
    bytes: AsyncIterable<Uint8Array>,
    scan: Scan,
    seek?: (stream: BoundedStream) => Promise<Bytes>,
  ): Promise<void> {
    const bounded = new BoundedStream(bytes, this.budget);
    const { filter, found, computer, shown } = this.request;
    this.meter.reading(name, 0);
    const coverage: Coverage = await scan({
      input: name,
      bytes: bounded,
      filter,
      found,
      ...(seek && { seek: () => seek(bounded) }),
      computer: (told) => computer?.(name, told),
      shown: (text) => shown?.(text),
      pictures: this.pictures,
      progress: (read) => this.meter.reading(name, read),
    });
    this.meter.done();
    this.reports.add(describeCoverage(name, coverage, bounded));
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
      for await (const found of container.list(source, this.budget)) {
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
      await this.readBytes(name, found.open(), place);
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

  /** Throws when nobody waits for the answer any more. */
  private reportBroken(name: string, bytes: number, error: unknown): void {
    this.budget.throwIfCancelled();
    this.reports.add(skipped(name, 'unknown', bytes, { kind: 'broken', error }));
  }
}

const usualPictures = 6;

function allowPictures({ limits, signal }: ReadRequest, deadline: number): PictureAllowance {
  const most = limits.pictures ?? usualPictures;
  let taken = 0;
  const take = () => {
    taken += 1;
    return taken <= most;
  };
  return { most, take, deadline, signal };
}
