import { localTime } from '../evtx/event-line.ts';
import { type Bytes, numbersIn } from '../input/zip-bytes.ts';
import type { Denials } from './denials.ts';
import { isServicing } from './interest.ts';
import { foreignDrivers } from './modules.ts';
import { headerLength, offsetLength, type PmlHeader } from './pml-bytes.ts';
import {
  classes,
  eventLength,
  type PmlHead,
  readDetail,
  readHead,
  readStack,
  results,
} from './pml-event.ts';
import {
  isKernelPage,
  moduleAt,
  type PmlModule,
  type PmlProcess,
  type PmlTables,
  stackModule,
} from './pml-tables.ts';
import { isSystemName } from './system-name.ts';
import type { StackModule } from './trace-event.ts';
import { Window } from './window.ts';

/** Offsets are read so many at a time. */
const batch = 50_000;
/** Stack and details; real events have a few hundred bytes. */
const longestEvent = 1 << 20;
/** Of file operations, so many more than those of servicing are looked at for drivers in their stacks. */
const sampled = 64;
const mostSampled = 20_000;

/** Goes through the events of a trace in the order of the file, in memory that does not grow with it. */
export class PmlReader {
  seen = 0;
  /** Events that are not where they should be. */
  damaged = 0;
  /** Milliseconds since the epoch. */
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  private readonly bytes: Bytes;
  private readonly header: PmlHeader;
  private readonly tables: PmlTables;
  private readonly denials: Denials;
  private readonly window: Window;
  private readonly pointer: number;
  private readonly kernel: readonly PmlModule[];
  /** Drivers of others that were not seen in a stack yet. */
  private readonly unseen: Set<PmlModule>;
  private samples = 0;
  /** The last byte of the event before. */
  private previous = headerLength - 1;
  /** Nothing more is given to read: there is no time left. */
  private isStopped = false;

  constructor(bytes: Bytes, header: PmlHeader, tables: PmlTables, denials: Denials) {
    this.bytes = bytes;
    this.header = header;
    this.tables = tables;
    this.denials = denials;
    this.window = new Window(bytes);
    this.pointer = header.is64Bit ? 8 : 4;
    this.kernel = tables.system()?.modules() ?? [];
    this.unseen = new Set(
      this.kernel.filter((module) => foreignDrivers([stackModule(module, true)]).length > 0),
    );
  }

  /** `zone`: minutes east of Greenwich. */
  async read(zone: number, progress: ((bytes: number) => void) | undefined): Promise<void> {
    const { events, offsetsAt } = this.header;
    for (let start = 0; start < events; start += batch) {
      const count = Math.min(batch, events - start);
      const offsets = await this.bytes.read(offsetsAt + start * offsetLength, count * offsetLength);
      this.isStopped = offsets.length === 0;
      if (this.isStopped) {
        return;
      }
      const numbers = numbersIn(offsets);
      for (let at = 0; at + offsetLength <= offsets.length; at += offsetLength) {
        this.seen += 1;
        await this.readEvent(numbers.u32(at) + (offsets[at + 4] ?? 0) * 2 ** 32, zone);
        if (this.isStopped) {
          return;
        }
      }
      progress?.(this.previous);
    }
  }

  private async readEvent(offset: number, zone: number): Promise<void> {
    // Events that overlap are those of a file that wants to be read for ever.
    if (offset <= this.previous || offset + eventLength > this.bytes.size) {
      this.damaged += 1;
      return;
    }
    const event =
      this.window.get(offset, eventLength) ?? (await this.window.load(offset, eventLength));
    this.isStopped = event.length < eventLength;
    const head = readHead(numbersIn(event), 0);
    const length = eventLength + head.stackDepth * this.pointer + head.detailSize;
    const isTooLong = length > longestEvent || offset + length > this.bytes.size;
    this.previous = offset + (isTooLong ? eventLength : length) - 1;
    if (isTooLong || this.isStopped) {
      this.damaged += isTooLong ? 1 : 0;
      return;
    }
    this.first = Math.min(this.first, head.at);
    this.last = Math.max(this.last, head.at);
    if (head.class !== classes.file && head.class !== classes.registry) {
      return;
    }
    const process = this.tables.process(head.process);
    const concerns = process && this.concerns(head, process);
    const samples = head.class === classes.file && this.isSampled(process);
    if (concerns || samples) {
      const whole = this.window.get(offset, length) ?? (await this.window.load(offset, length));
      if (samples) {
        this.samples += 1;
        this.seeDrivers(readStack(whole, head.stackDepth, this.pointer));
      }
      if (process && concerns) {
        this.take(head, whole, process, zone);
      }
    }
  }

  private concerns(head: PmlHead, { name }: PmlProcess): boolean {
    const result = results[head.result];
    return result !== undefined && this.denials.concerns(name, String(head.process), result);
  }

  private isSampled(process: PmlProcess | undefined): boolean {
    if (this.unseen.size === 0 || this.samples >= mostSampled) {
      return false;
    }
    return this.seen % sampled === 0 || (process !== undefined && isServicing(process.name));
  }

  private take(head: PmlHead, event: Uint8Array, process: PmlProcess, zone: number): void {
    const found = readDetail(head, event, this.pointer);
    const result = results[head.result];
    if (!found || result === undefined) {
      return;
    }
    const isDenied = result !== 'SUCCESS';
    const time = isDenied ? localTime(head.at, zone) : undefined;
    this.denials.take({
      ...found,
      line: this.seen,
      time,
      clock: time ?? '',
      process: process.name,
      processKey: String(head.process),
      isSystem: isSystemName(process.user),
      result,
      stack: isDenied
        ? this.modulesOf(readStack(event, head.stackDepth, this.pointer), process)
        : undefined,
    });
  }

  private seeDrivers(pages: readonly number[]): void {
    for (const page of pages) {
      const module = isKernelPage(page, this.pointer) ? moduleAt(this.kernel, page) : undefined;
      if (module && this.unseen.delete(module)) {
        this.denials.see(foreignDrivers([stackModule(module, true)]));
      }
    }
  }

  private modulesOf(pages: readonly number[], process: PmlProcess): StackModule[] {
    return pages.flatMap((page) => {
      const isKernel = isKernelPage(page, this.pointer);
      const module = moduleAt(isKernel ? this.kernel : process.modules(), page);
      return module ? [stackModule(module, isKernel)] : [];
    });
  }
}
