import { type Bytes, type Numbers, numbersIn } from '../input/zip-bytes.ts';
import { decodeWide, type PmlHeader, readTable } from './pml-bytes.ts';
import type { StackModule } from './trace-event.ts';

export interface PmlModule {
  /** In pages of 4 KiB: addresses of the kernel do not fit into a number. */
  first: number;
  end: number;
  path: string;
  company: string;
}

export interface PmlProcess {
  pid: number;
  name: string;
  user: string;
  /** By address. */
  modules(): readonly PmlModule[];
}

const mostProcesses = 200_000;
const mostModules = 4096;
const longestString = 32_768;

/** The strings and processes of a trace, read when they are asked for. */
export class PmlTables {
  private readonly strings: Uint8Array;
  private readonly stringNumbers: Numbers;
  private readonly table: Uint8Array;
  private readonly numbers: Numbers;
  private readonly places = new Map<number, number>();
  private readonly known = new Map<number, PmlProcess>();
  private readonly pointer: number;

  constructor(header: PmlHeader, strings: Uint8Array, processes: Uint8Array) {
    this.pointer = header.is64Bit ? 8 : 4;
    this.strings = strings;
    this.stringNumbers = numbersIn(strings);
    this.table = processes;
    this.numbers = numbersIn(processes);
    const count = Math.min(this.numbers.u32(0), mostProcesses, Math.floor(processes.length / 8));
    for (let at = 0; at < count; at += 1) {
      const place = this.numbers.u32(4 + (count + at) * 4);
      if (place > 0 && place + 0x60 <= processes.length) {
        this.places.set(this.numbers.u32(place), place);
      }
    }
  }

  /** The kernel: process 4, whose modules are the drivers. */
  system(): PmlProcess | undefined {
    for (const index of this.places.keys()) {
      const process = this.process(index);
      if (process?.pid === 4) {
        return process;
      }
    }
    return undefined;
  }

  /** `undefined` when the trace does not know the process. */
  process(index: number): PmlProcess | undefined {
    const known = this.known.get(index);
    const place = this.places.get(index);
    if (known || place === undefined) {
      return known;
    }
    let modules: readonly PmlModule[] | undefined;
    const process: PmlProcess = {
      pid: this.numbers.u32(place + 4),
      user: this.string(this.numbers.u32(place + 0x3c)),
      name: this.string(this.numbers.u32(place + 0x40)),
      modules: () => {
        modules ??= this.readModules(place);
        return modules;
      },
    };
    this.known.set(index, process);
    return process;
  }

  private readModules(place: number): PmlModule[] {
    const start = place + 0x60 + this.pointer;
    const length = this.pointer * 2 + 0x30;
    const room = Math.floor((this.table.length - start - 4) / length);
    const count = Math.min(this.numbers.u32(start), mostModules, Math.max(0, room));
    const modules: PmlModule[] = [];
    for (let at = 0; at < count; at += 1) {
      const module = start + 4 + at * length;
      const first = this.page(module + this.pointer);
      const rest = module + this.pointer * 2;
      modules.push({
        first,
        end: first + Math.ceil(this.numbers.u32(rest) / 4096),
        path: this.string(this.numbers.u32(rest + 4)),
        company: this.string(this.numbers.u32(rest + 12)),
      });
    }
    return modules.sort((left, right) => left.first - right.first);
  }

  private page(at: number): number {
    return pageAt(this.numbers, at, this.pointer);
  }

  private string(index: number): string {
    const { strings, stringNumbers: numbers } = this;
    if (index >= numbers.u32(0) || 8 + index * 4 > strings.length) {
      return '';
    }
    const place = numbers.u32(4 + index * 4);
    const size = Math.min(numbers.u32(place), longestString);
    return decodeWide(strings.subarray(place + 4, place + 4 + size));
  }
}

export async function readTables(bytes: Bytes, header: PmlHeader): Promise<PmlTables> {
  const strings = await readTable(bytes, header, header.stringsAt);
  const processes = await readTable(bytes, header, header.processesAt);
  return new PmlTables(header, strings, processes);
}

/** The page of an address. */
export function pageAt(numbers: Numbers, at: number, pointer: number): number {
  const low = numbers.u32(at) >>> 12;
  return pointer === 8 ? numbers.u32(at + 4) * 2 ** 20 + low : low;
}

/** The module that holds the page. */
export function moduleAt(modules: readonly PmlModule[], page: number): PmlModule | undefined {
  let [low, high] = [0, modules.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((modules[middle]?.first ?? 0) <= page) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const found = modules[low - 1];
  return found && page < found.end ? found : undefined;
}

/** Where the kernel begins: half of a 64-bit address space, 2 GiB with 32 bits. */
export function isKernelPage(page: number, pointer: number): boolean {
  return page >= (pointer === 8 ? 2 ** 51 : 2 ** 19);
}

export function stackModule(module: PmlModule, isKernel: boolean): StackModule {
  return { path: module.path, company: module.company, isKernel };
}
