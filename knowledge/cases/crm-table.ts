import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { readZip } from '../input/zip.ts';
import { bufferBytes } from '../input/zip-bytes.ts';

/** A cell as the export has it: dates of a spreadsheet are wall time told as UTC. */
export type Cell = string | number | boolean | Date | null;

export interface TableRow {
  /** As the user counts: the heading is line 1. */
  line: number;
  cells: readonly Cell[];
}

export type TableReading =
  | { kind: 'table'; rows: TableRow[] }
  /** A Chinese sentence with what to do. */
  | { kind: 'unreadable'; reason: string };

const largestSheet = 20 * 1024 * 1024;
const largestUnpacked = 120 * 1024 * 1024;
const mostRows = 100_000;
const mostEntries = 2000;
const ratio = 200;

/** The first lines of what may be a CSV file, cut plainly: enough to see its heading. */
export function peekCsv(text: string): TableRow[] {
  const delimiter = delimiterOf(text);
  return text
    .slice(0, 100_000)
    .split('\n', peekedLines)
    .map((line, index) => ({
      line: index + 1,
      cells: line.split(delimiter).map((cell) => cell.trim().replace(QUOTES, '')),
    }));
}

const peekedLines = 10;
const QUOTES = /^"|"$/g;

/** With commas, semicolons or tabs. Broken quotes stay in their own row where they can. */
export function readCsv(text: string): TableReading {
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: mostRows,
      max_record_size: 1024 * 1024,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const rows = records.map(({ record, info }) => {
      const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      return { line: Math.max(1, info.lines - breaks), cells: record };
    });
    return { kind: 'table', rows };
  } catch (error) {
    const line = lineOf(error);
    const where = line === undefined ? '' : `第 ${line} 行附近`;
    return {
      kind: 'unreadable',
      reason: `CSV ${where}的引号不成对，读不下去。请用 Excel 打开后另存为 .xlsx 或重新导出。`,
    };
  }
}

function lineOf(error: unknown): number | undefined {
  const lines = error instanceof Error && 'lines' in error ? error.lines : undefined;
  return typeof lines === 'number' ? lines : undefined;
}

const DELIMITERS = ['\t', ';', ','] as const;
const QUOTED_CELL = /"(?:[^"]|"")*"/g;

/** What the first line has most of, outside quotes. */
function delimiterOf(text: string): string {
  const [first = ''] = text.slice(0, 100_000).split('\n', 1);
  const bare = first.replace(QUOTED_CELL, '');
  const counts = DELIMITERS.map((mark) => ({ mark, count: bare.split(mark).length - 1 }));
  const [most] = counts.toSorted((a, b) => b.count - a.count);
  return most && most.count > 0 ? most.mark : ',';
}

/** The first sheet. Unpacked by ourselves once, since what an archive says of its size is not to be believed. */
export async function readXlsx(bytes: Uint8Array): Promise<TableReading> {
  if (bytes.length > largestSheet || !(await fitsUnpacked(bytes))) {
    return {
      kind: 'unreadable',
      reason: 'Excel 文件过大、已损坏或解压后超过上限。请只导出需要的案例和列后重新导入。',
    };
  }
  try {
    const sheet = await readSheet(Buffer.from(bytes));
    const rows = sheet.slice(0, mostRows).map((cells, index) => ({
      line: index + 1,
      cells: cells.map(toCell),
    }));
    return { kind: 'table', rows };
  } catch {
    return {
      kind: 'unreadable',
      reason: 'Excel 文件读不出来，可能已损坏。请用 Excel 打开后重新另存为 .xlsx，再导入。',
    };
  }
}

function toCell(cell: unknown): Cell {
  const known = typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean';
  return known || cell instanceof Date ? cell : null;
}

async function fitsUnpacked(bytes: Uint8Array): Promise<boolean> {
  const limits = { entries: mostEntries, ratio, totalBytes: largestUnpacked };
  const zip = await readZip(bufferBytes(bytes), limits);
  if (zip.kind !== 'zip' || zip.salvaged) {
    return false;
  }
  try {
    for (const entry of zip.entries) {
      if (entry.problem === 'directory') {
        continue;
      }
      if (entry.problem !== undefined) {
        return false;
      }
      for await (const _ of entry.open()) {
        // Only its size counts: the reader throws when there is too much of it.
      }
    }
    return true;
  } catch {
    return false;
  }
}
