import { Case, type CaseStatus, type StatusEntry } from './case.ts';
import type { CrmField } from './crm-columns.ts';
import { branchOf, customerOf } from './crm-places.ts';
import type { Cell, TableRow } from './crm-table.ts';
import { dateOf, severityOf, statusOf, textOf } from './crm-values.ts';
import type { CustomerName } from './customers.ts';
import { extractFeatures } from './features.ts';
import { parseMachines } from './machines.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { collapseStatuses } from './statuses.ts';
import { collectLogs } from './thread-logs.ts';
import { normaliseWords } from './thread-own.ts';
import { firstSentence } from './thread-parts.ts';
import { findAwaited, saysItWorked } from './thread-status.ts';
import { findCaseNumber, parseTitle } from './thread-title.ts';

export interface CrmNames {
  customers: readonly CustomerName[];
  staff: readonly string[];
  statuses: Readonly<Record<string, CaseStatus>>;
}

export type RowReading =
  | {
      kind: 'read';
      case: Case;
      line: number;
      /** When the row was changed last, to tell which of two counts. */
      moment: string;
      /** An owner who is nobody of ours. Never shown. */
      stranger: string | undefined;
      /** A word for the severity that could mean several. */
      level: string | undefined;
    }
  /** A Chinese sentence with the line and what to do. */
  | { kind: 'broken'; reason: string };

type Indexes = ReadonlyMap<CrmField, readonly number[]>;
type Get = (field: CrmField) => string;

export function readRow({ line, cells }: TableRow, indexes: Indexes, names: CrmNames): RowReading {
  const cellOf = (field: CrmField): Cell | undefined =>
    indexes
      .get(field)
      ?.map((at) => cells[at])
      .find((cell) => textOf(cell) !== '');
  const get: Get = (field) => textOf(cellOf(field));
  const broken = (reason: string): RowReading => ({
    kind: 'broken',
    reason: `第 ${line} 行${reason}`,
  });
  const number = findCaseNumber(get('case'));
  if (number === undefined) {
    return broken('没有案例号（CAS-00000-X0X0X0），未导入。请补上后重新导入。');
  }
  const status = readStatus(get, names);
  if (status === undefined) {
    const word = (get('reason') || get('status')).slice(0, 30);
    return broken(
      word === ''
        ? `（${number}）没有状态，未导入。请补上后重新导入。`
        : `（${number}）的状态“${createRedactor().redact(word)}”不认识，未导入。请在配置 crm.statuses 里写明它对应哪个状态。`,
    );
  }
  const dates = readDates(cellOf, status);
  if (typeof dates === 'string') {
    return broken(`（${number}）${dates}`);
  }
  const people = (indexes.get('people') ?? []).map((at) => textOf(cells[at]));
  return { ...readCase(get, people, { number, status, ...dates, names }), line };
}

/** The reason says more than the state. */
function readStatus(get: Get, { statuses }: CrmNames): CaseStatus | undefined {
  return statusOf(get('reason'), statuses) ?? statusOf(get('status'), statuses);
}

interface Dates {
  opened: string;
  updated: string;
  closed: string | null;
  moment: string;
}

/** Chinese when a date is missing or cannot be read. */
function readDates(
  cellOf: (field: CrmField) => Cell | undefined,
  status: CaseStatus,
): Dates | string {
  const fields = { opened: '创建时间', updated: '修改时间', closed: '解决时间' } as const;
  const read: Partial<Record<keyof typeof fields, string>> = {};
  for (const field of ['opened', 'updated', 'closed'] as const) {
    const cell = cellOf(field);
    const moment = dateOf(cell);
    if (cell !== undefined && moment === undefined) {
      return `的${fields[field]}读不出来或有歧义，未导入。请改成 2026-03-02 09:05 的写法后重新导入。`;
    }
    if (moment !== undefined) {
      read[field] = moment;
    }
  }
  const all = Object.values(read).sort();
  const [first] = all;
  const moment = all.at(-1);
  if (first === undefined || moment === undefined) {
    return '没有创建时间和修改时间，未导入。请在导出时带上这两列。';
  }
  const isClosed = status === 'archived';
  return {
    opened: (read.opened ?? first).slice(0, 10),
    updated: moment.slice(0, 10),
    closed: isClosed ? (read.closed ?? moment).slice(0, 10) : null,
    moment,
  };
}

interface Known extends Dates {
  number: string;
  status: CaseStatus;
  names: CrmNames;
}

function readCase(get: Get, people: readonly string[], known: Known) {
  const { names, moment } = known;
  const owner = get('owner');
  const isOurs = names.staff.includes(owner);
  const redactor = createRedactor();
  const strangers = [...people, isOurs ? '' : owner];
  redactor.learn(strangers.map((name) => `联系人：${name}\n发件人：${name}`).join('\n'));
  const level = get('severity');
  const isUnsure = level !== '' && severityOf(level) === undefined;
  return {
    kind: 'read' as const,
    case: toCase(get, isOurs ? owner : null, redactor, known),
    moment,
    stranger: isOurs || owner === '' ? undefined : owner,
    level: isUnsure ? redactor.redact(level.slice(0, 20)) : undefined,
  };
}

function toCase(get: Get, owner: string | null, redactor: Redactor, known: Known): Case {
  const { number, status, names, opened, updated, closed } = known;
  const told = parseTitle(get('title'), names.customers);
  const say = (field: CrmField): string => normaliseWords(redactor.redact(get(field)));
  const [symptom, resolution, progress] = [say('symptom'), say('resolution'), say('progress')];
  const title = redactor.redact(told.title) || number;
  const text = [title, symptom, resolution, progress].join('\n');
  return Case.parse({
    case: number,
    title: title.slice(0, longestTitle),
    severity: severityOf(get('severity')) ?? told.severity,
    customer: customerOf(get('customer'), told.customer, text, names.customers),
    branch: branchOf([get('branch'), told.title, get('customer'), text]),
    status,
    statuses: statusesOf(known),
    waitingFor: progress === '' ? null : findAwaited(status, progress),
    owner,
    machines: parseMachines(get('machines')) ?? null,
    opened,
    updated,
    closed,
    symptom: (symptom || title).slice(0, longestProse),
    findings: [],
    progress: firstSentence(progress.split('\n')),
    resolution: resolution.slice(0, longestProse),
    verified: saysItWorked(resolution),
    timeline: [],
    features: extractFeatures(text),
    logs: collectLogs(text.split('\n')),
    source: 'crm',
  });
}

const longestTitle = 200;
const longestProse = 800;

/** What the export proves: opened one day, and as it stands since the day it was closed or changed last. */
function statusesOf({ opened, updated, closed, status }: Known): StatusEntry[] {
  const since = closed ?? updated;
  return collapseStatuses([
    ...(opened < since ? [{ status: 'open' as const, since: opened }] : []),
    { status, since },
  ]);
}
