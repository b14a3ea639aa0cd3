import type { Case, CaseStatus } from '../../knowledge/cases/case.ts';
import { mayRead } from '../access.ts';
import { type Command, replyOf } from '../command.ts';
import type { Block } from '../reply.ts';

const caseNumber = /CAS-\d{5}-[A-Z0-9]{6}/iu;

export const statusWords: Record<CaseStatus, string> = {
  open: '处理中',
  'waiting-customer': '等待客户',
  'waiting-vendor': '等待厂商',
  archived: '已归档',
};

export const showCase: Command = {
  name: '案例',
  aliases: ['case'],
  usage: 'CAS-…',
  summary: '查看一个案例',
  async run({ text, asker, library }) {
    const number = caseNumber.exec(text)?.[0].toUpperCase();
    if (!number) {
      return undefined;
    }
    const found = (await library.refresh()).get(number);
    if (!found || !mayRead(asker, found)) {
      return replyOf(
        [{ kind: 'paragraph', text: `没有找到案例 ${number}。请核对案例号。` }],
        '没有找到案例',
      );
    }
    return replyOf(describeCase(found), `${found.case} ${found.title}`);
  },
};

/** The whole case; nothing in it but what the case holds. */
export function describeCase(one: Case): Block[] {
  const facts = [
    one.customer,
    one.branch,
    one.severity,
    statusWords[one.status],
    `${one.opened} 至 ${one.closed ?? one.updated}`,
  ];
  return [
    { kind: 'heading', text: `${one.case} ${one.title}` },
    { kind: 'paragraph', text: facts.filter(Boolean).join(' · ') },
    { kind: 'heading', text: '现象' },
    { kind: 'paragraph', text: one.symptom },
    { kind: 'heading', text: '分析' },
    {
      kind: 'list',
      ordered: true,
      items: one.findings.map(
        ({ where, seen, done, helped }) =>
          `${where}：${seen} 处理：${done}（${helpedWord(helped)}）`,
      ),
    },
    { kind: 'heading', text: '结果' },
    { kind: 'paragraph', text: `${one.resolution}${one.verified ? '（已验证）' : ''}` },
    {
      kind: 'details',
      title: `经过（${one.timeline.length} 条）`,
      blocks: [
        { kind: 'table', header: ['时间', '谁', '事项'], rows: one.timeline.map(timelineRow) },
      ],
    },
  ];
}

const sides = { desk: '支持', customer: '客户', vendor: '厂商' } as const;

function timelineRow({ at, by, what }: Case['timeline'][number]): string[] {
  return [at.slice(0, 16).replace('T', ' '), sides[by], what];
}

function helpedWord(helped: boolean | null): string {
  return helped === null ? '未记录结果' : helped ? '有效' : '无效';
}
