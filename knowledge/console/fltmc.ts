import { nothing, type Rows, type Table } from './table.ts';

const heading =
  /^\s{0,8}(?:Filter Name\s{1,40}Num Instances|Filter\s{1,40}Volume Name|筛选器名称?\s{1,40}(?:数字实例|实例数|卷名))/u;
const rule = /^[\s-]{5,}$/u;
const blanks = /\s+/u;
const driver = /^[A-Za-z0-9][\w.$-]{1,40}$/u;
const place = /^\d{4,6}(?:\.\d{1,9})?$/u;
const legacy = /^<[^<>]{2,12}>$/u;
const mostColumns = 24;
/** The last columns, which a mail put on a line of their own. */
const wrapped = /^\s{0,40}\d{1,3}(?:\s{1,8}[0-9a-f]{8})?\s*$/iu;

/** `fltmc`, `fltmc filters` and `fltmc instances`: drivers in the file-system stack. */
export const fltmc: Table = {
  starts: 'F筛',
  begins(line) {
    return (line.includes('Filter') || line.includes('筛选器')) && heading.test(line);
  },
  open: createRows,
};

function createRows(): Rows {
  const seen = new Set<string>();
  return {
    read(line) {
      if (heading.test(line) || rule.test(line) || wrapped.test(line)) {
        return nothing;
      }
      const found = readRow(line);
      if (!found) {
        return undefined;
      }
      if (seen.has(found.name)) {
        return nothing;
      }
      seen.add(found.name);
      const altitude = found.altitude && ` altitude=${found.altitude}`;
      return { kind: 'record', text: `fltmc filter=${found.name}${altitude}` };
    },
  };
}

/** `name instances altitude frame`, or `name volume altitude instance name frame …`; the volume may hold blanks. */
function readRow(line: string): { name: string; altitude: string } | undefined {
  const [name = '', ...columns] = line.trim().split(blanks, mostColumns);
  const altitude = columns.find((column) => place.test(column));
  const isRow = altitude !== undefined || columns.some((column) => legacy.test(column));
  return isRow && driver.test(name) ? { name, altitude: altitude ?? '' } : undefined;
}
