import { bcdedit } from './bcdedit.ts';
import { fltmc } from './fltmc.ts';
import { hotfixes } from './hotfixes.ts';
import { packageList, packageTable } from './packages.ts';
import { reagentc } from './reagentc.ts';
import { serviceQuery } from './service-query.ts';
import { systeminfo } from './systeminfo.ts';
import type { Table } from './table.ts';

const tables: readonly Table[] = [
  fltmc,
  systeminfo,
  hotfixes,
  packageTable,
  packageList,
  reagentc,
  bcdedit,
  serviceQuery,
];

const byStart = new Map<string, readonly Table[]>();
for (const start of new Set(tables.flatMap(({ starts }) => [...starts]))) {
  byStart.set(
    start,
    tables.filter(({ starts }) => starts.includes(start)),
  );
}

/** Headings of tables are not indented further. */
const deepest = 12;

/** The table of which the line is the heading or the first row; asked of every line of every log. */
export function findTable(line: string): Table | undefined {
  let at = 0;
  while (at < deepest && line.charCodeAt(at) === 32) {
    at += 1;
  }
  return byStart.get(line.charAt(at))?.find((table) => table.begins(line));
}
