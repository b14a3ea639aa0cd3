import type { AllowList } from '../../knowledge/allow-list.ts';
import type { Case } from '../../knowledge/cases/case.ts';
import type { Cause, Diagnosis } from '../../knowledge/diagnosis.ts';
import { type Draft, missing, type Part } from './draft.ts';
import { signature } from './mail.ts';
import { quote } from './reply-mail.ts';

/** What is to be installed; `both` when nobody said. */
export type Work = 'upgrade' | 'update' | 'both';

export interface AllowRequest {
  list: AllowList;
  work: Work;
  one: Case | undefined;
  /** Of the conversation's last question; its proof is why. */
  diagnosis: Diagnosis | undefined;
}

const workWords: Readonly<Record<Work, string>> = {
  upgrade: '系统升级',
  update: '补丁安装',
  both: '补丁安装和系统升级',
};

/** The request to the security team: what to let through, why, and for how long. */
export function draftAllowRequest({ list, work, one, diagnosis }: AllowRequest): Draft {
  const fits = (item: { for: Work }) => work === 'both' || item.for === 'both' || item.for === work;
  const directories = list.directories.filter(fits);
  const processes = list.processes.filter(fits);
  const others = [...list.registry, ...list.boot].filter(fits);
  const about = one ? `相关案例：${one.case}。` : '';
  return {
    title: `${workWords[work]}放行申请`,
    file: `放行申请-${workWords[work]}`,
    parts: [
      { kind: 'text', text: `${missing('收件人：安全管控团队或厂商接口人')}，您好：` },
      {
        kind: 'text',
        text: `为完成${workWords[work]}，申请对下列目录和进程放行。${about}`,
      },
      { kind: 'heading', text: '申请原因' },
      { kind: 'text', text: list.why },
      ...blockedOf(diagnosis),
      { kind: 'heading', text: '范围和期限' },
      { kind: 'list', items: scopeOf(list, work) },
      ...placesOf(directories, processes, others),
      { kind: 'heading', text: '要求' },
      { kind: 'list', items: list.rules },
      signature,
    ],
  };
}

function placesOf(
  directories: AllowList['directories'],
  processes: AllowList['processes'],
  others: AllowList['registry'],
): Part[] {
  return [
    { kind: 'heading', text: '目录' },
    {
      kind: 'table',
      header: ['目录（含子目录）', '需要的访问', '用途'],
      rows: directories.map(({ path, access, why }) => [path, access, why]),
    },
    { kind: 'heading', text: '进程' },
    {
      kind: 'table',
      header: ['进程', '位置', '用途'],
      rows: processes.map(({ name, path, why }) => [name, path, why]),
    },
    { kind: 'heading', text: '注册表和启动配置' },
    { kind: 'table', header: ['位置', '用途'], rows: others.map(({ path, why }) => [path, why]) },
  ];
}

function scopeOf({ duration }: AllowList, work: Work): string[] {
  return [
    `电脑：${missing('机器范围和台数')}`,
    ...(work === 'upgrade' ? [] : [`补丁安装：${duration.update}`]),
    ...(work === 'update' ? [] : [`系统升级：${duration.upgrade}`]),
    `起止时间：${missing('开始和结束时间')}；完成后撤回，恢复原策略。`,
  ];
}

const denied = /拒绝|denied|0x80070005|c0000022|d0000022|GLE \[5\]|Error = 5/iu;
const mostLines = 5;

/** Only lines in which access is denied are a reason to ask for it. */
function blockedOf(diagnosis: Diagnosis | undefined): Part[] {
  const lines = (diagnosis?.causes ?? [])
    .filter(isNamed)
    .flatMap(({ evidence }) => evidence)
    .filter(({ text }) => denied.test(text))
    .slice(0, mostLines)
    .map(quote);
  if (lines.length === 0) {
    return [{ kind: 'text', text: missing('被拒绝的文件全路径、时刻和日志行') }];
  }
  const drivers = diagnosis?.facts.filterDrivers ?? [];
  return [
    { kind: 'text', text: '本次被拒绝的记录：' },
    { kind: 'log', lines },
    ...(drivers.length > 0
      ? [
          {
            kind: 'text' as const,
            text: `日志中出现的过滤驱动：${drivers.join('、')}（是否由它拦截，需要核对）。`,
          },
        ]
      : []),
  ];
}

function isNamed({ certainty }: Cause): boolean {
  return certainty !== 'clue';
}
