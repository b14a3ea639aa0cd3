import type { Case } from '../../knowledge/cases/case.ts';
import { describeName, statusWords } from '../cases/words.ts';
import { describeAffected } from './closing.ts';
import { type Draft, missing, orMissing, type Part } from './draft.ts';
import { logPart } from './mail.ts';

const header = [
  '序号',
  'CAS号',
  '分类',
  '案例名称',
  '案例现象',
  '建议操作',
  '案例分析',
  '进展/结果',
] as const;

/** The table of like cases, then the log lines of each. */
export function draftComparison(cases: readonly Case[]): Draft {
  const numbers = cases.map((one) => one.case);
  return {
    title: `案例对比 ${numbers.join('、')}`,
    file: `案例对比-${numbers.map((number) => number.split('-').slice(0, 2).join('-')).join('_')}`,
    parts: [
      ...warningOf(cases),
      { kind: 'text', text: `对 ${cases.length} 个类似的案例整理总结如下：` },
      { kind: 'table', header, rows: cases.map(rowOf) },
      { kind: 'heading', text: 'Log信息' },
      ...cases.flatMap(logsOf),
    ],
  };
}

/** The desk sees all customers; none of them may see another. */
function warningOf(cases: readonly Case[]): Part[] {
  const customers = new Set(cases.map(({ customer }) => customer));
  return customers.size > 1
    ? [
        {
          kind: 'text',
          text: `仅供内部：含 ${customers.size} 个客户的案例，不能发给其中任何一个。`,
        },
      ]
    : [];
}

function rowOf(one: Case, index: number): string[] {
  const { findings } = one;
  const done = findings.map((finding) => finding.done).filter(Boolean);
  return [
    String(index + 1),
    one.case,
    categoryOf(one),
    describeName(one),
    `${orMissing(one.symptom, '现象')}\n影响范围：${describeAffected(one)}`,
    numbered(done) || missing('建议操作'),
    numbered(findings.map(({ where, seen }) => `${where}：${seen}`)) || missing('案例分析'),
    outcomeOf(one),
  ];
}

const upgrade = /升级|就地|母盘|V20\d\d/u;
const update = /补丁|更新|KB\s?\d{6,7}/iu;

/** The two that the desk distinguishes. */
function categoryOf({ title, symptom }: Case): string {
  const kindOf = (text: string) =>
    upgrade.test(text) ? 'Windows升级失败' : update.test(text) ? 'Windows更新' : '';
  return kindOf(title) || kindOf(symptom) || missing('分类');
}

function outcomeOf({ progress, resolution, verified, status }: Case): string {
  const told = resolution || progress;
  return told === ''
    ? `${statusWords[status]}，${missing('进展或结果')}`
    : `${told}${verified ? '（已验证）' : ''}`;
}

function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}）${item}`).join('\n');
}

function logsOf(one: Case): Part[] {
  const logs = logPart(one.logs);
  return [
    { kind: 'text', text: `${describeName(one)}\n${one.case}` },
    ...(logs.length > 0 ? logs : [{ kind: 'text' as const, text: missing('日志行') }]),
  ];
}
