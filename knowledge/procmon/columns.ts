import { readMoment } from '../evtx/event-fields.ts';
import { readHour } from '../formats/local-time.ts';
import { isSystemName } from './system-name.ts';
import type { StackModule, TraceEvent } from './trace-event.ts';

/** What Process Monitor can be told to show, as far as it is read. */
export type Column =
  | 'timeofday'
  | 'datetime'
  | 'processname'
  | 'pid'
  | 'operation'
  | 'path'
  | 'result'
  | 'detail'
  | 'user';

const columns: ReadonlySet<string> = new Set([
  'timeofday',
  'datetime',
  'processname',
  'pid',
  'operation',
  'path',
  'result',
  'detail',
  'user',
] satisfies Column[]);
const noLetters = /[^a-z]+/gu;
const longestName = 40;

/** `Date & Time` in a table, `Date___Time` in XML; undefined for a column that is not read. */
export function columnOf(name: string): Column | undefined {
  const letters = name.slice(0, longestName).toLowerCase().replace(noLetters, '');
  return columns.has(letters) ? (letters as Column) : undefined;
}

export type Cells = Partial<Record<Column, string>>;

const clock =
  /(?:(?<before>上午|下午) ?)?(?<time>\d{1,2}:\d\d:\d\d)(?:[.,]\d{1,9})?(?: (?<after>AM|PM|上午|下午))?/iu;

/** `HH:MM:SS`, empty where no time stands: Process Monitor writes it as the region of the PC does. */
function clockOf(text: string): string {
  const { before, time, after } = clock.exec(text)?.groups ?? {};
  return time === undefined ? '' : readHour(time, before ?? after);
}

/** `undefined` for a row without what every row has. */
export function eventOf(
  cells: Cells,
  line: number,
  stack: readonly StackModule[] | undefined,
): TraceEvent | undefined {
  const { processname = '', operation = '', path = '', result = '', detail = '' } = cells;
  if (processname === '' || operation === '' || result === '') {
    return undefined;
  }
  const time = readMoment(cells.datetime ?? '') ?? readMoment(cells.timeofday ?? '');
  return {
    line,
    time,
    clock: clockOf(cells.timeofday ?? ''),
    process: processname,
    processKey: processKeyOf(cells),
    isSystem: isSystemName(cells.user ?? ''),
    operation,
    path,
    result: result.trim().toUpperCase(),
    detail,
    stack,
  };
}

export function processKeyOf({ processname = '', pid = '' }: Cells): string {
  return `${pid} ${processname.toLowerCase()}`;
}
