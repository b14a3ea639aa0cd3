import type { Case, CaseStatus } from './case.ts';
import { type ConfiguredColumns, findColumns } from './crm-columns.ts';
import { type CrmNames, type RowReading, readRow } from './crm-row.ts';
import type { TableReading } from './crm-table.ts';
import type { CustomerName } from './customers.ts';
import { allCustomers } from './thread.ts';

export interface CrmOptions {
  customers?: readonly CustomerName[];
  /** Names of configured support engineers, the only people who become owners. */
  staff?: readonly string[];
  columns?: ConfiguredColumns;
  /** The CRM's word → our status. */
  statuses?: Readonly<Record<string, CaseStatus>>;
}

export type CrmReading =
  | { kind: 'read'; cases: Case[]; notes: string[] }
  /** A Chinese sentence with what to do. */
  | { kind: 'unreadable'; reason: string };

/** The cases of the CRM's export. A row that cannot be read is told of with its line, and the rest goes in. */
export function readCrm(table: TableReading, options: CrmOptions = {}): CrmReading {
  if (table.kind === 'unreadable') {
    return table;
  }
  const found = findColumns(table.rows, options.columns ?? {});
  if (!found) {
    return { kind: 'unreadable', reason: noColumn('案例编号', 'case') };
  }
  if (!found.indexes.has('status') && !found.indexes.has('reason')) {
    return { kind: 'unreadable', reason: noColumn('状态', 'status') };
  }
  const names: CrmNames = {
    customers: allCustomers(options),
    staff: options.staff ?? [],
    statuses: options.statuses ?? {},
  };
  const rows = table.rows
    .slice(found.firstRow)
    .filter(({ cells }) => cells.some((cell) => cell !== null && String(cell).trim() !== ''))
    .map((row) => readRow(row, found.indexes, names));
  const read = rows.filter((row) => row.kind === 'read');
  const reasons = rows.flatMap((row) => (row.kind === 'broken' ? [row.reason] : []));
  if (read.length === 0) {
    return { kind: 'unreadable', reason: reasons[0] ?? '表里只有标题行，没有案例。请重新导出。' };
  }
  const { cases, notes } = keepNewest(read);
  return { kind: 'read', cases, notes: [...cut(reasons), ...notes, ...sumUp(read)] };
}

function noColumn(name: string, field: string): string {
  return `没有找到“${name}”列。请在导出时带上这一列；列名不同的，在配置 crm.columns.${field} 里写明。`;
}

const mostReasons = 50;

function cut(reasons: readonly string[]): string[] {
  const rest = reasons.length - mostReasons;
  return [
    ...reasons.slice(0, mostReasons),
    ...(rest > 0 ? [`另有 ${rest} 行也未能导入。请先改正上面的问题。`] : []),
  ];
}

type ReadRow = Extract<RowReading, { kind: 'read' }>;

/** Of two rows of one case the one that was changed last. */
function keepNewest(rows: readonly ReadRow[]): { cases: Case[]; notes: string[] } {
  const kept = new Map<string, ReadRow>();
  const notes: string[] = [];
  for (const row of rows) {
    const known = kept.get(row.case.case);
    const newer = !known || row.moment >= known.moment ? row : known;
    if (known) {
      const left = newer === row ? known : row;
      notes.push(
        `${row.case.case} 有两行（第 ${left.line} 行、第 ${newer.line} 行），以修改时间较新的第 ${newer.line} 行为准。`,
      );
    }
    kept.set(row.case.case, newer);
  }
  return { cases: [...kept.values()].map((row) => row.case), notes };
}

/** Said once a file, without naming anybody. */
function sumUp(rows: readonly ReadRow[]): string[] {
  const owners = new Set(rows.map(({ stranger }) => stranger).filter((name) => name !== undefined));
  const levels = new Set(rows.map(({ level }) => level).filter((word) => word !== undefined));
  const notes: string[] = [];
  if (owners.size > 0) {
    notes.push(
      `有 ${owners.size} 位负责人不在配置的技术支持人员里，相应案例的负责人留空。请在配置 people 里登记（staff: true 和 name）。`,
    );
  }
  if (levels.size > 0) {
    notes.push(
      `优先级“${[...levels].join('”“')}”对不上 P1–P4，已按标题里的级别，标题也没有的留空。`,
    );
  }
  return notes;
}
