import { type Case, type CaseStatus, standsSince } from '../../knowledge/cases/case.ts';
import { daysBetween } from '../../knowledge/wall-time.ts';
import type { Desk, Staff } from '../desk.ts';

export const statusWords: Record<CaseStatus, string> = {
  open: '处理中',
  'waiting-customer': '等待客户',
  'waiting-vendor': '等待厂商',
  archived: '已归档',
};

/** `等待客户日志`. */
export function describeStatus({
  status,
  waitingFor,
}: Pick<Case, 'status' | 'waitingFor'>): string {
  return `${statusWords[status]}${status.startsWith('waiting') ? (waitingFor ?? '') : ''}`;
}

/** `等待客户日志 9 天`. */
export function describeStanding(one: Case, today: string): string {
  const days = Math.max(0, daysBetween(standsSince(one), today));
  return one.status === 'archived'
    ? statusWords.archived
    : `${describeStatus(one)} ${days === 0 ? '今日起' : `${days} 天`}`;
}

/** `5-6 台`; empty when nobody said. */
export function describeMachines(machines: Case['machines']): string {
  if (!machines) {
    return '';
  }
  const { least, most } = machines;
  return least === most ? `${least} 台` : `${least}-${most} 台`;
}

/** Only who is configured is named. */
export function ownerOf({ owner }: Pick<Case, 'owner'>, { staff }: Pick<Desk, 'staff'>) {
  return staff.find(({ name }): boolean => name === owner) satisfies Staff | undefined;
}

/** `|P2|工商银行|深圳分行升级失败`, as the desk writes it. */
export function describeName({ severity, customer, title }: Case): string {
  return `|${[severity, customer, title].filter(Boolean).join('|')}`;
}
