import { type Cells, columnOf, eventOf, processKeyOf } from './columns.ts';
import type { Denials } from './denials.ts';
import { foreignDrivers } from './modules.ts';
import { isSystemName } from './system-name.ts';
import type { StackModule } from './trace-event.ts';

interface Program {
  pid: string;
  user: string;
}

const longestCell = 4096;
const mostPrograms = 20_000;
const mostModules = 50_000;
const mostFrames = 256;
const structure = new Set(['process', 'event', 'module', 'modulelist', 'frame', 'stack']);
const driverEnd = /\.sys$/iu;

/** Puts the tags of a trace together to programs, their modules, and events. */
export class TraceXmlEvents {
  seen = 0;
  private readonly denials: Denials;
  /** By the number that events name. */
  private readonly programs = new Map<string, Program>();
  /** Makers by path. */
  private readonly makers = new Map<string, string>();
  private place: 'module' | 'process' | 'frame' | 'event' | undefined;
  private cells: Record<string, string> = {};
  private frame: Record<string, string> = {};
  private frames: StackModule[] = [];
  private hasStack = false;
  private tag = '';

  constructor(denials: Denials) {
    this.denials = denials;
  }

  /** True between the tags of a cell, where a line need not have one. */
  get isInCell(): boolean {
    return this.tag !== '';
  }

  /** True when the tag is one more cell of what is open: then it may be closed without being opened. */
  takesCell(tag: string): boolean {
    const isCell = this.place !== undefined && this.tag === '' && !structure.has(tag);
    this.tag = isCell ? tag : this.tag;
    return isCell;
  }

  open(tag: string): void {
    this.tag = '';
    if (tag === 'process' || tag === 'event') {
      this.place = tag;
      this.cells = {};
      this.frames = [];
      this.hasStack = false;
    } else if (tag === 'module' || tag === 'frame') {
      this.place = tag;
      this.frame = {};
    } else if (tag === 'stack') {
      this.hasStack = true;
    } else if (this.place !== undefined && !structure.has(tag)) {
      this.tag = tag;
    }
  }

  close(tag: string, text: string, line: number): void {
    if (this.tag === tag) {
      const target = this.place === 'module' || this.place === 'frame' ? this.frame : this.cells;
      target[tag.toLowerCase()] = text.slice(0, longestCell);
      this.tag = '';
    } else if (tag === 'module') {
      this.place = 'process';
      this.keepModule();
    } else if (tag === 'frame') {
      this.place = 'event';
      this.keepFrame();
    } else if (tag === 'process') {
      this.place = undefined;
      this.keepProgram();
    } else if (tag === 'event') {
      this.place = undefined;
      this.keepEvent(line);
    }
  }

  private keepModule(): void {
    const { path = '', company = '' } = this.frame;
    if (path !== '' && company !== '' && this.makers.size < mostModules) {
      this.makers.set(path.toLowerCase(), company);
    }
  }

  private keepFrame(): void {
    const { path = '' } = this.frame;
    if (path !== '' && this.frames.length < mostFrames) {
      const company = this.makers.get(path.toLowerCase()) ?? '';
      this.frames.push({ path, company, isKernel: driverEnd.test(path) });
    }
  }

  private keepProgram(): void {
    const { processindex = '', processid = '', owner = '' } = this.cells;
    if (this.programs.size < mostPrograms) {
      this.programs.set(processindex, { pid: processid, user: owner });
    }
  }

  private keepEvent(line: number): void {
    this.seen += 1;
    const cells = this.named();
    const stack = this.hasStack ? this.frames : undefined;
    this.denials.see(foreignDrivers(this.frames));
    const { processname = '', result = '' } = cells;
    if (this.denials.concerns(processname, processKeyOf(cells), result)) {
      const event = eventOf(cells, line, stack);
      if (event) {
        this.denials.take(event);
      }
    }
  }

  private named(): Cells {
    const cells: Cells = {};
    for (const [name, value] of Object.entries(this.cells)) {
      const column = columnOf(name);
      if (column) {
        cells[column] = value;
      }
    }
    const program = this.programs.get(this.cells.processindex ?? '');
    if (program) {
      cells.pid ??= program.pid;
      cells.user ??= isSystemName(program.user) ? program.user : '';
    }
    return cells;
  }
}
