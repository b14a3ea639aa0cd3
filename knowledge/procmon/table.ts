import type { BlockReader, SourceLine } from '../format.ts';
import type { LogRecord } from '../input/record.ts';
import { type Cells, type Column, columnOf, eventOf, processKeyOf } from './columns.ts';
import { Denials } from './denials.ts';
import { cellAt, type Divider, isWhole, splitRow } from './row.ts';

interface Layout {
  divider: Divider;
  /** Every cell stands in quotes, as Process Monitor writes them. */
  isQuoted: boolean;
  columns: readonly (Column | undefined)[];
  process: number;
  pid: number;
  result: number;
}

/** The columns that Process Monitor shows when nobody chose others. */
const usual: readonly Column[] = [
  'timeofday',
  'processname',
  'pid',
  'operation',
  'path',
  'result',
  'detail',
];

const heading = /Process ?Name/iu;
/** Time, program, number, operation: no other log looks like it. */
const copiedRow =
  /^"?(?:[^",;\t]{1,3} ?)?\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?(?: [AP]M)?"?([,;\t])"?[^",;\t\\/:]{1,100}\.(?:exe|tmp|com)"?\1"?\d{1,7}"?\1"?(?:Reg[A-Z]\w{3,24}|CreateFile|WriteFile|ReadFile|CloseFile|Query[A-Z]\w{3,40}|Set[A-Z]\w{3,40}|CreateFileMapping|FileSystemControl|Load Image|Process (?:Create|Start|Exit)|Thread (?:Create|Exit))"?\1/u;
const mostJoined = 200;
const longestRow = 64 * 1024;

/** Cheap: a heading with the columns that every table has, or a row that was copied without it. */
export function beginsTable(line: string): boolean {
  return layoutOf(line) !== undefined || copiedLayout(line) !== undefined;
}

/** Reads the rows of a table, saved as CSV or copied out of the window. */
export class TableReader implements BlockReader {
  private readonly input: string;
  private readonly onRecord: (record: LogRecord) => void;
  private readonly denials = new Denials();
  private layout: Layout | undefined;
  private rows = 0;
  private line = 0;
  /** A row whose last cell goes on. */
  private open: { text: string; line: number; lines: number } | undefined;

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.input = input;
    this.onRecord = onRecord;
  }

  push({ line, text }: SourceLine): boolean {
    if (!this.layout) {
      return this.start(line, text);
    }
    this.line = line;
    if (this.open) {
      return this.goOn(this.layout, text);
    }
    if (!isRow(text, this.layout)) {
      return false;
    }
    if (this.layout.isQuoted ? endsRow(text) : isWhole(text)) {
      this.read(this.layout, text, line);
    } else {
      this.open = { text, line, lines: 1 };
    }
    return true;
  }

  end(): void {
    if (!this.layout) {
      return;
    }
    if (this.open) {
      this.read(this.layout, this.open.text, this.open.line);
    }
    for (const record of this.denials.records(this.input, this.rows, this.line)) {
      this.onRecord(record);
    }
    this.layout = undefined;
    this.open = undefined;
  }

  private start(line: number, text: string): boolean {
    this.line = line;
    this.layout = layoutOf(text);
    if (this.layout) {
      return true;
    }
    this.layout = copiedLayout(text);
    return this.layout !== undefined && this.push({ line, text, raw: text });
  }

  private goOn(layout: Layout, text: string): boolean {
    const open = this.open;
    if (!open) {
      return false;
    }
    // A row that never ends must not eat what stands below it.
    if (copiedLayout(text) || open.lines >= mostJoined || open.text.length > longestRow) {
      this.open = undefined;
      this.read(layout, open.text, open.line);
      return this.push({ line: this.line, text, raw: text });
    }
    open.text += text;
    open.lines += 1;
    if (isWhole(open.text)) {
      this.open = undefined;
      this.read(layout, open.text, open.line);
    }
    return true;
  }

  private read(layout: Layout, row: string, line: number): void {
    this.rows += 1;
    const { divider } = layout;
    const processname = cellAt(row, layout.process, divider) ?? '';
    if (!this.denials.knows(processname)) {
      return;
    }
    const pid = cellAt(row, layout.pid, divider) ?? '';
    const result = cellAt(row, layout.result, divider) ?? '';
    if (this.denials.concerns(processname, processKeyOf({ processname, pid }), result)) {
      const event = eventOf(cellsOf(layout, splitRow(row, divider)), line, undefined);
      if (event) {
        this.denials.take(event);
      }
    }
  }
}

function cellsOf({ columns }: Layout, row: readonly string[]): Cells {
  const cells: Cells = {};
  columns.forEach((column, at) => {
    if (column) {
      cells[column] ??= row[at] ?? '';
    }
  });
  return cells;
}

function isRow(text: string, { isQuoted, divider }: Layout): boolean {
  return isQuoted ? text.charCodeAt(0) === 34 : text.includes(divider);
}

/** Half a row ends inside a cell; the quotes need not be counted for that. */
function endsRow(text: string): boolean {
  return text.charCodeAt(text.length - 1) === 34 && text.length > 1 ? true : isWhole(text);
}

const longestHeading = 2000;

function layoutOf(text: string): Layout | undefined {
  if (text.length > longestHeading || !text.includes('PID') || !heading.test(text)) {
    return undefined;
  }
  const bare = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const divider = dividers.find((one) => bare.includes(one));
  return divider && createLayout(bare, divider, splitRow(bare, divider).map(columnOf));
}

const dividers: readonly Divider[] = ['\t', ',', ';'];

function copiedLayout(text: string): Layout | undefined {
  const divider = copiedRow.exec(text)?.[1] as Divider | undefined;
  return divider && createLayout(text, divider, usual);
}

function createLayout(
  text: string,
  divider: Divider,
  columns: readonly (Column | undefined)[],
): Layout | undefined {
  const [process, pid, result] = [
    columns.indexOf('processname'),
    columns.indexOf('pid'),
    columns.indexOf('result'),
  ];
  const isWholeTable = process >= 0 && pid >= 0 && result >= 0 && columns.includes('operation');
  return isWholeTable
    ? { divider, isQuoted: text.startsWith('"'), columns, process, pid, result }
    : undefined;
}
