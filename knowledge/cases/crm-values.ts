import type { CaseStatus } from './case.ts';
import type { Cell } from './crm-table.ts';
import { parseMoment } from './moments.ts';

const LONGEST_CELL = 20_000;
const CONTROL = /(?![\t\n\r])\p{Cc}/gu;

/** What stands in a cell, as text: formulas and markup are text too. */
export function textOf(cell: Cell | undefined): string {
  if (cell instanceof Date) {
    return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 19);
  }
  return String(cell ?? '')
    .slice(0, LONGEST_CELL)
    .replace(CONTROL, '')
    .trim();
}

const SERIAL = /^\d{5}(?:\.\d{1,12})?$/;
const DAY = 24 * 60 * 60_000;
/** Day 0 of a spreadsheet's calendar, which counts a 29 February 1900 that never was. */
const EPOCH = Date.UTC(1899, 11, 30);
const FIRST = 20_000;
const LAST = 80_000;

/** Shanghai wall time; `undefined` when the cell holds no date that can be read in one way only. */
export function dateOf(cell: Cell | undefined): string | undefined {
  const text = textOf(cell);
  if (SERIAL.test(text) || typeof cell === 'number') {
    const days = Number(text);
    const isDay = days > FIRST && days < LAST;
    return isDay ? wallOf(EPOCH + Math.round(days * 86_400) * (DAY / 86_400)) : undefined;
  }
  return parseMoment(text);
}

function wallOf(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}

const NUMBERED = /^(?:P|Sev(?:erity)?|Priority|优先级|级别)?[-_ ]?([1-4])(?:级)?(?![\d.])/i;
const URGENT = /^(?:特急|紧急|非常紧急|Critical|Urgent)$/i;

/** Only what is sure: 高 is the first of three levels in one CRM and the second of four in another. */
export function severityOf(text: string): 'P1' | 'P2' | 'P3' | 'P4' | undefined {
  const level = NUMBERED.exec(text)?.[1] ?? (URGENT.test(text) ? '1' : undefined);
  return level === undefined ? undefined : (`P${level}` as 'P1' | 'P2' | 'P3' | 'P4');
}

const words: Readonly<Record<CaseStatus, string>> = {
  open: '进行中 处理中 活动 可用 打开 新建 新 已分派 已分配 正在处理 调查中 研究中 重新打开 已重新打开 重新激活 Active InProgress Open New Assigned Researching Reopened Reactivated',
  'waiting-customer':
    '等待客户 等待客户反馈 待客户反馈 等待用户 等待用户反馈 等待详细信息 待反馈 等待回复 WaitingforDetails WaitingforCustomer WaitingonCustomer PendingCustomer AwaitingCustomer',
  'waiting-vendor':
    '等待厂商 等待第三方 等待供应商 等待厂商处理 已转厂商 WaitingforVendor WaitingonVendor WaitingforThirdParty PendingVendor',
  archived:
    '已解决 解决 已归档 归档 关闭 已关闭 结案 已结案 问题已解决 已提供信息 提供的信息 已取消 取消 已合并 Resolved Closed Archived ProblemSolved InformationProvided Cancelled Canceled Merged',
};
const BLANKS = /[\s_-]+/g;
const known = new Map<string, CaseStatus>(
  Object.entries(words).flatMap(([status, all]) =>
    all.split(' ').map((word) => [normalise(word), status as CaseStatus] as const),
  ),
);

/** The configured words first. */
export function statusOf(
  word: string,
  configured: Readonly<Record<string, CaseStatus>>,
): CaseStatus | undefined {
  const wanted = normalise(word);
  const own = Object.entries(configured).find(([name]) => normalise(name) === wanted);
  return own?.[1] ?? known.get(wanted);
}

function normalise(word: string): string {
  return word.slice(0, 100).replace(BLANKS, '').toLowerCase();
}
