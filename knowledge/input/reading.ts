import { Budget } from './budget.ts';
import type { Container, HeldFile, UnreadFile } from './container.ts';
import { findContainer } from './containers.ts';
import { ContainerDamage } from './damage.ts';
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
import type { Coverage, Scan } from './scan.ts';
import { sniff } from './sniff.ts';
import { createSource } from './source.ts';
import { BoundedStream, type Peeked, peek } from './stream.ts';
import type { Upload } from './upload.ts';

/** What is looked at to tell a log from a picture. */
const headLength = 64 * 1024;

/** One request while it is read: what is left of it, and what is told of each input. */
export class Reading {
  readonly reports = new Reports();
  private readonly names: Names;
  private readonly request: ReadRequest;
  private readonly deadline: number;
  /** Of the upload that is being read; a huge one takes nothing from the others. */
  private budget: Budget;

  constructor(request: ReadRequest) {
    this.request = request;
    this.names = new Names(request.cleanName);
    this.deadline = Date.now() + request.limits.answerSeconds * 1000;
    this.budget = this.createBudget();
  }

  async readUpload(upload: Upload): Promise<void> {
    const name = this.names.take(upload.name);
    this.budget = this.createBudget();
    try {
      await this.readBytes(name, upload.open(), 0, upload.path);
    } catch (error) {
      this.reportBroken(name, 0, error);
    }
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
    depth: number,
    file?: string,
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
      await this.readPeeked(name, peeked, depth, file);
    } finally {
      await peeked.close();
    }
  }

  private async readPeeked(
    name: string,
    peeked: Peeked,
    depth: number,
    file: string | undefined,
  ): Promise<void> {
    const { head, all } = peeked;
    const container = findContainer(head);
    if (container) {
      await this.readContainer(name, container, peeked, depth, file);
      return;
    }
    const kind = sniff(head);
    if (kind.kind === 'empty' || kind.kind === 'unreadable') {
      const format = kind.kind === 'empty' ? 'empty' : kind.format;
      this.reports.add(skipped(name, format, head.length, kind));
    } else {
      await this.readText(name, all, kind.kind === 'file' ? kind.format.scan : this.request.scan);
    }
  }

  private async readText(
    name: string,
    bytes: AsyncIterable<Uint8Array>,
    scan: Scan,
  ): Promise<void> {
    const bounded = new BoundedStream(bytes, this.budget);
    const { filter, found, progress } = this.request;
    progress?.(name, 0);
    const coverage: Coverage = await scan({
      input: name,
      bytes: bounded,
      filter,
      found,
      progress: (read) => progress?.(name, read),
    });
    this.reports.add(describeCoverage(name, coverage, bounded));
  }

  private async readContainer(
    name: string,
    container: Container,
    { head, all }: Peeked,
    depth: number,
    file: string | undefined,
  ): Promise<void> {
    const { format } = container;
    const limit = this.budget.allowed.depth;
    if (depth >= limit) {
      this.reports.add(skipped(name, format, 0, { kind: 'depth', limit }));
      return;
    }
    const stream = new BoundedStream(all, this.budget, depth > 0);
    const { spoolFolder } = this.request;
    const source = createSource({ head, stream, file, spoolFolder });
    let hasFlaw = false;
    try {
      for await (const found of container.list(source, this.budget)) {
        if (found.kind === 'flaw') {
          hasFlaw = true;
          this.reports.add(flawed(name, format, 0, found.flaw, stream));
        } else {
          await this.readFound(name, found, depth);
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
    depth: number,
  ): Promise<void> {
    const name = found.name === '' ? outer : this.names.take(`${outer}/${found.name}`);
    const { size } = found;
    if (found.kind === 'unread') {
      this.reports.add(skipped(name, 'unknown', size, { kind: 'entry', problem: found.problem }));
      return;
    }
    try {
      await this.readBytes(name, found.open(), depth + 1);
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
