import { type CaseStatus, isTemporary } from '../../knowledge/cases/case.ts';
import type { DigestInput, Severity } from './facts.ts';
import type { Standing } from './standing.ts';

/** A case that somebody has to look after today, and what to do. */
export interface FollowUp {
  case: string;
  title: string;
  severity: Severity | null;
  customer: string;
  branch: string | null;
  status: Exclude<CaseStatus, 'archived'>;
  waitingFor: string | null;
  days: number;
  idleDays: number;
  owner: string | null;
  action: string;
}

/** A customer who was asked a few days ago is reminded in writing, later by telephone. */
const remindAfter = 3;

/** Most severe first, then what has stood longest. */
export function listFollowUps(standing: readonly Standing[], input: DigestInput): FollowUp[] {
  const advise = input.scope.customer === undefined ? deskAction : askAction;
  return standing
    .flatMap((one) => {
      const action = advise(one, input.staleDays);
      return action === undefined ? [] : [{ ...describe(one), action }];
    })
    .sort(
      (a, b) =>
        rank(a.severity) - rank(b.severity) || b.days - a.days || (a.case < b.case ? -1 : 1),
    );
}

function describe({ case: one, status, waitingFor, days, idleDays, owner }: Standing) {
  const { title, severity, customer, branch } = one;
  const number = one.case;
  return {
    case: number,
    title,
    severity,
    customer,
    branch,
    status,
    waitingFor,
    days,
    idleDays,
    owner,
  };
}

function rank(severity: Severity | null): number {
  return severity === null ? 5 : Number(severity.slice(1));
}

/** What the desk does next, by what stands in the case; undefined when it runs as it should. */
function deskAction(standing: Standing, staleDays: number): string | undefined {
  const { case: one, status, days, idleDays, owner } = standing;
  if (one.verified) {
    return '已确认解决，可归档';
  }
  if (one.severity === 'P1' && owner === null) {
    return '请立即指定负责人';
  }
  const chase = status === 'open' ? undefined : chaseAction(standing, staleDays);
  if (chase) {
    return chase;
  }
  if (one.severity === 'P1' && idleDays >= 1) {
    return '建议今日升级处理';
  }
  if (owner === null) {
    return '请指定负责人';
  }
  if (idleDays > staleDays) {
    return '建议今日更新进展';
  }
  return isTemporary(one.case) && days >= 1 ? '请在 CRM 建单后关联案例号' : undefined;
}

function chaseAction({ status, days, case: one }: Standing, staleDays: number): string | undefined {
  const urgent = one.severity === 'P1' ? 1 : remindAfter;
  if (status === 'waiting-vendor') {
    if (days >= 2 * staleDays) {
      return '建议升级给厂商接口人';
    }
    return days >= Math.min(staleDays, urgent * 2) ? '建议今日催问厂商' : undefined;
  }
  if (days >= 4 * staleDays) {
    return '建议书面确认是否归档';
  }
  if (days >= staleDays) {
    return '建议今日电话催收';
  }
  return days >= urgent ? '建议今日提醒客户' : undefined;
}

/** Where a customer listens, only what waits for him is his to do. */
function askAction({ status, case: one, waitingFor }: Standing): string | undefined {
  if (one.verified) {
    return '已确认解决，如无异议将归档';
  }
  if (status !== 'waiting-customer') {
    return undefined;
  }
  return waitingFor === null ? '请补充资料或反馈结果' : '请提供后回复本案例';
}
