import type { Cell, TableRow } from './crm-table.ts';

/** What is taken out of a row. `people` are only looked at to hide them. */
export type CrmField =
  | 'case'
  | 'title'
  | 'customer'
  | 'branch'
  | 'severity'
  | 'status'
  | 'reason'
  | 'owner'
  | 'opened'
  | 'updated'
  | 'closed'
  | 'symptom'
  | 'resolution'
  | 'progress'
  | 'machines'
  | 'people';

/** How Dynamics 365 heads its columns in Chinese and English, and as its programmers name them. */
const headings: Readonly<Record<CrmField, string>> = {
  case: '案例编号 案例号 CAS号 CAS编号 票证号 票证编号 工单号 工单编号 CaseNumber CaseNo CaseID ticketnumber',
  title: '案例标题 案例名称 标题 主题 CaseTitle Title Subject',
  customer: '客户 客户名称 帐户 账户 Customer CustomerName Account customerid',
  branch: '分行 分支机构 机构 Branch',
  severity: '优先级 严重级别 严重性 严重程度 级别 Priority Severity prioritycode severitycode',
  status: '状态 案例状态 Status State statecode',
  reason: '状态描述 状态原因 StatusReason statuscode',
  owner: '负责人 所有者 处理人 Owner AssignedTo ownerid',
  opened: '创建时间 创建日期 创建于 开案时间 CreatedOn Created CreatedDate createdon',
  updated:
    '修改时间 修改日期 修改于 更新时间 最后修改时间 ModifiedOn Modified LastModified LastUpdated modifiedon',
  closed:
    '解决时间 解决日期 归档时间 关闭时间 结案时间 ResolvedOn ResolvedDate ResolutionDate ClosedOn ClosedDate',
  symptom: '描述 问题描述 案例描述 现象 Description',
  resolution: '解决方案 解决办法 处理结果 Resolution ResolutionDescription',
  progress: '案例进展 进展 当前进展 Progress',
  machines: '影响台数 受影响台数 受影响数量 台数 影响范围 AffectedMachines AffectedDevices',
  people:
    '联系人 客户联系人 主要联系人 报告人 创建者 创建人 修改者 修改人 Contact PrimaryContact CreatedBy ModifiedBy ResponsibleContact',
};

/** Dynamics marks columns of its own with `(Do Not Modify)`; one of them tells when the row was changed. */
const NOTHING = /^\ufeff|[\s_:：*（）()[\]【】/"'-]|\(?(?:donotmodify|不修改|请勿修改)\)?/giu;
const BLANKS = /\s+/g;

const known = new Map<string, CrmField>(
  Object.entries(headings).flatMap(([field, names]) =>
    names.split(' ').map((name) => [normalise(name), field as CrmField] as const),
  ),
);

export interface CrmColumns {
  /** Where the rows with content begin. */
  firstRow: number;
  /** Several columns may hold people. */
  indexes: ReadonlyMap<CrmField, readonly number[]>;
}

/** Our field → the column's heading. */
export type ConfiguredColumns = Readonly<Record<string, string | undefined>>;

const HEADING_ROWS = 10;

/** The heading is among the first rows: the one that names the case number. `undefined` when none does. */
export function findColumns(
  rows: readonly TableRow[],
  configured: ConfiguredColumns,
): CrmColumns | undefined {
  const own = ownHeadings(configured);
  for (const [index, { cells }] of rows.slice(0, HEADING_ROWS).entries()) {
    const indexes = readHeading(cells, own);
    if (indexes.has('case')) {
      return { firstRow: index + 1, indexes };
    }
  }
  return undefined;
}

function ownHeadings(configured: ConfiguredColumns): Map<string, CrmField> {
  return new Map(
    Object.entries(configured).map(([field, heading = '']) => [
      normalise(heading),
      field as CrmField,
    ]),
  );
}

/** A configured heading takes its field from the names that we know. */
function readHeading(
  cells: readonly Cell[],
  own: ReadonlyMap<string, CrmField>,
): Map<CrmField, number[]> {
  const names = cells.map(normaliseCell);
  const claimed = new Set(
    names.map((name) => own.get(name)).filter((field) => field !== undefined),
  );
  const indexes = new Map<CrmField, number[]>();
  names.forEach((name, at) => {
    const given = own.get(name);
    const found = given ?? known.get(name);
    if (found !== undefined && (given !== undefined || !claimed.has(found))) {
      indexes.set(found, [...(indexes.get(found) ?? []), at]);
    }
  });
  return indexes;
}

function normaliseCell(cell: Cell): string {
  return typeof cell === 'string' ? normalise(cell) : '';
}

function normalise(heading: string): string {
  return heading.slice(0, 100).replace(BLANKS, '').replace(NOTHING, '').toLowerCase();
}

const HEADED = 2;

/** Whether lines look like an export: one of the first names several of its columns. */
export function looksLikeExport(rows: readonly TableRow[], configured: ConfiguredColumns): boolean {
  const own = ownHeadings(configured);
  return rows.slice(0, HEADING_ROWS).some(({ cells }) => {
    const names = cells.map(normaliseCell);
    return new Set(names.flatMap((name) => own.get(name) ?? known.get(name) ?? [])).size >= HEADED;
  });
}
