import { addDays } from '../../knowledge/wall-time.ts';
import { statusWords } from '../cases/words.ts';
import type { Desk } from '../desk.ts';
import type { CaseLine } from '../reply.ts';
import type { CommonCause } from './common.ts';
import { dayWords } from './days.ts';
import type { DigestFacts, OpenCounts } from './facts.ts';
import type { FollowUp } from './follow-up.ts';
import type { CaseName, UnansweredQuestion } from './news.ts';
import { oneLine, placedTitle, shorten } from './titles.ts';

const branchesShown = 5;
const casesShown = 3;

export function titleLine({ date, customer, branch }: DigestFacts): string {
  const scope = [customer, branch].filter(Boolean).join(' ');
  return ['案例日报', dayWords(date), scope].filter(Boolean).join(' · ');
}

/** `昨日`, or since when the last summary was. */
export function sinceWords({ previous, date }: DigestFacts): string {
  return previous === addDays(date, -1) ? '昨日' : `上次日报（${dayWords(previous)}）以来`;
}

/** `未结 14（较昨日 +2）：处理中 5 · 等待客户 6 · 等待厂商 3；超过 7 天无进展 4`. */
export function openLine(facts: DigestFacts): string {
  const { total, byStatus, stale, staleDays } = facts.open;
  const head = `未结 ${total}（${changeWords(facts)}）`;
  if (total === 0) {
    return head;
  }
  const parts = (['open', 'waiting-customer', 'waiting-vendor'] as const)
    .filter((status) => byStatus[status] > 0)
    .map((status) => `${statusWords[status]} ${byStatus[status]}`);
  const idle = stale > 0 ? `；超过 ${staleDays} 天无进展 ${stale}` : '';
  return `${head}：${parts.join(' · ')}${idle}`;
}

export function changeWords({ open: { change }, previous, date }: DigestFacts): string {
  const since = previous === addDays(date, -1) ? '较昨日' : '较上次';
  return change === 0 ? `${since}持平` : `${since} ${change > 0 ? '+' : ''}${change}`;
}

/** `按级别：P1 1 · P2 9 · 未定级 1；未指定负责人 2；最早一例已 63 天`. */
export function detailLine(
  { bySeverity, unowned, oldestDays }: OpenCounts,
  forDesk: boolean,
): string {
  const severities = [
    ...(['P1', 'P2', 'P3', 'P4'] as const).map(
      (severity) => [severity, bySeverity[severity]] as const,
    ),
    ['未定级', bySeverity.none] as const,
  ];
  const counted = severities.filter(([, count]) => count > 0);
  return [
    `按级别：${counted.map(([name, count]) => `${name} ${count}`).join(' · ')}`,
    forDesk && unowned > 0 ? `未指定负责人 ${unowned}` : '',
    oldestDays > 0 ? `最早一例已 ${oldestDays} 天` : '',
  ]
    .filter(Boolean)
    .join('；');
}

export function caseLine(one: FollowUp, facts: DigestFacts, { staff }: Desk): CaseLine {
  const owner = staff.find(({ name }) => name === one.owner);
  return {
    case: one.case,
    severity: one.severity,
    title: placedTitle(one),
    facts: [
      ...(hasSeveralCustomers(facts) ? [one.customer] : []),
      standsWords(one),
      // Waiting longer than that tells as much.
      ...(one.idleDays > facts.open.staleDays && one.idleDays > one.days
        ? [`${one.idleDays} 天无进展`]
        : []),
    ],
    owner: owner ? { name: owner.name, ids: owner.ids } : null,
    action: one.action,
  };
}

function hasSeveralCustomers({ followUps }: DigestFacts): boolean {
  return new Set(followUps.map(({ customer }) => customer)).size > 1;
}

const latinStart = /^[\w(]/u;
const longestWait = 20;

function standsWords({ status, waitingFor, days }: FollowUp): string {
  const since = days === 0 ? ' 今日起' : ` ${days} 天`;
  const what = [...oneLine(waitingFor ?? '')].slice(0, longestWait).join('');
  if (status === 'open' || what === '') {
    return `${statusWords[status]}${since}`;
  }
  const who = status === 'waiting-customer' ? '客户' : '厂商';
  // `TMS 厂商` names the vendor itself.
  const whom = what.includes(who)
    ? what
    : latinStart.test(what)
      ? `${who} ${what}`
      : `${who}${what}`;
  return `等待${latinStart.test(whom) ? ' ' : ''}${whom}${since}`;
}

/** `终端管控拦截 WpdMtp.dll 写入：近 7 天 3 个分行（…）11 台，首次出现 2026-02-26`. */
export function commonLine({
  title,
  branches,
  machines,
  isExact,
  since,
  cases,
  questions,
}: CommonCause): string {
  const more = branches.length > branchesShown ? '等' : '';
  const named = `${branches.slice(0, branchesShown).join('、')}${more}`;
  const count = `${isExact ? '' : '至少 '}${machines} 台`;
  const rest = cases.length > casesShown ? ` 等 ${cases.length} 例` : '';
  const where = [
    cases.length > 0 ? `${cases.slice(0, casesShown).join('、')}${rest}` : '',
    questions > 0 ? `另有 ${questions} 次提问未归入案例` : '',
  ].filter(Boolean);
  return `${shorten(title)}：近 7 天 ${branches.length} 个分行（${named}）${count}，首次出现 ${since}。${where.join('；')}`;
}

export function newsLine({
  opened,
  archived,
  reopened,
  unanswered = 0,
}: {
  opened: readonly CaseName[];
  archived: readonly CaseName[];
  reopened: readonly CaseName[];
  unanswered?: number;
}): string {
  const counts = [
    `新开 ${opened.length}`,
    `归档 ${archived.length}`,
    ...(reopened.length > 0 ? [`重新打开 ${reopened.length}`] : []),
  ].join('，');
  return unanswered > 0 ? `${counts}；${unanswered} 个提问未能识别` : counts;
}

export function newsItems({ news, today }: DigestFacts): string[] {
  const named = (word: string, list: readonly CaseName[]) =>
    list.map((one) => [word, one.case, one.severity, placedTitle(one)].filter(Boolean).join(' '));
  return [
    ...named('新开', [...news.opened, ...today.opened]),
    ...named('归档', [...news.archived, ...today.archived]),
    ...named('重新打开', [...news.reopened, ...today.reopened]),
    ...news.questions.map(questionItem),
  ];
}

function questionItem({ at, customer, branch, question }: UnansweredQuestion): string {
  const when = at.slice(5, 16).replace('T', ' ');
  const who = [customer, branch].filter(Boolean).join(' ');
  return ['未识别', when, who, `“${shorten(oneLine(question))}”`].filter(Boolean).join(' ');
}
