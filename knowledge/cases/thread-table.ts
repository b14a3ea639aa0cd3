import { isLogLine } from './thread-logs.ts';
import type { Mail } from './thread-mails.ts';
import { findCaseNumber } from './thread-title.ts';

/** A row of a table that compares cases, as one mail of another thread told it. */
export interface TableRow {
  caseNumber: string;
  title: string;
  symptom: string;
  done: string;
  analysis: string;
  result: string;
  logs: string[];
}

export interface CaseTable {
  rows: TableRow[];
  /** The mail's lines without the table and its log blocks. */
  rest: string[];
}

const NUMBER_HEAD = /^序号$/;
const CASE_HEAD = /^(?:CAS号?|案例号|工单号|CAS编号)$/i;
const HEAD_DISTANCE = 3;
const ROW_NUMBER = /^\d{1,3}$/;
const BARE_CASE = /^CAS-\d{5}-[A-Z0-9]{6}$/i;
const TABS = /\t/;

/** Finds the table whose cells a mail program turned into lines; `undefined` when the mail holds none. */
export function readTable(mail: Mail): CaseTable | undefined {
  const lines = mail.lines.map((line) => line.trim());
  const head = lines.findIndex((line, at) => isHead(lines, line, at));
  if (head < 0) {
    return undefined;
  }
  const starts = findRowStarts(mail.lines, head);
  if (starts.length === 0) {
    return undefined;
  }
  const end = findEnd(lines, starts.at(-1) ?? head);
  const rows = starts.map((start, index) => {
    const until = starts[index + 1] ?? end;
    return readRow(mail.lines.slice(start, until).flatMap((line) => line.split(TABS)));
  });
  const logs = readLogBlocks(lines.slice(end));
  for (const row of rows) {
    row.logs = logs.get(row.caseNumber) ?? [];
  }
  return { rows, rest: mail.lines.slice(0, head) };
}

function isHead(lines: readonly string[], line: string, at: number): boolean {
  const near = lines.slice(at, at + HEAD_DISTANCE + 1).flatMap((cell) => cell.split(TABS));
  return (
    NUMBER_HEAD.test(line.split(TABS)[0] ?? '') && near.some((cell) => CASE_HEAD.test(cell.trim()))
  );
}

/** A row starts with its number; the case number stands in the next cell. */
function findRowStarts(lines: readonly string[], head: number): number[] {
  const starts: number[] = [];
  for (let at = head + 1; at < lines.length; at += 1) {
    const cells = (lines[at] ?? '').split(TABS).concat((lines[at + 1] ?? '').split(TABS));
    const [first = '', second = ''] = cells
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '');
    if (ROW_NUMBER.test(first) && BARE_CASE.test(second)) {
      starts.push(at);
    }
  }
  return starts;
}

const TABLE_END = /^(?:Log信息|日志信息|附录?|-{2,}|={3,})[:：]?$/i;

function findEnd(lines: readonly string[], lastRow: number): number {
  const end = lines.findIndex((line, at) => at > lastRow && TABLE_END.test(line));
  return end < 0 ? lines.length : end;
}

const NUMBERED = /^(\d{1,2})[)）.、．]/;

/**
 * Columns lost their borders: the title is the cell with bars, the symptom runs to the first `1）`,
 * each `1）` opens the next column, and the last line is the result.
 */
function readRow(cells: readonly string[]): TableRow {
  const lines = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const number = lines.findIndex((line) => BARE_CASE.test(line));
  const titleAt = lines.findIndex(
    (line, at) => at > number && (line.includes('|') || at === number + 2),
  );
  const body = lines.slice(titleAt + 1);
  const result = body.length > 1 ? (body.pop() ?? '') : '';
  const columns: string[][] = [[]];
  for (const line of body) {
    if (NUMBERED.exec(line)?.[1] === '1') {
      columns.push([]);
    }
    columns.at(-1)?.push(line);
  }
  const [symptom = [], done = [], ...analysis] = columns;
  return {
    caseNumber: findCaseNumber(lines[number] ?? '') ?? '',
    title: lines[titleAt] ?? '',
    symptom: symptom.join(''),
    done: done.join('\n'),
    analysis: analysis.flat().join('\n'),
    result,
    logs: [],
  };
}

/** Below the table the mail quotes logs, each block headed by a title and a case number. */
function readLogBlocks(lines: readonly string[]): Map<string, string[]> {
  const blocks = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of lines) {
    if (BARE_CASE.test(line)) {
      const caseNumber = findCaseNumber(line) ?? '';
      current = blocks.get(caseNumber) ?? [];
      blocks.set(caseNumber, current);
    } else if (line.startsWith('|')) {
      current = undefined;
    } else if (isLogLine(line)) {
      current?.push(line);
    }
  }
  return blocks;
}
