import type { Case } from '../../knowledge/cases/case.ts';
import { wallDay } from '../../knowledge/wall-time.ts';
import { isDesk } from '../access.ts';
import { readingActions } from '../actions/reading.ts';
import { audit } from '../audit.ts';
import { caseNumbersIn, findVisible, sayMissing } from '../cases/find.ts';
import { describeMachines, describeStanding, ownerOf, statusWords } from '../cases/words.ts';
import { type Command, replyOf, say, shortSummary } from '../command.ts';
import type { Desk } from '../desk.ts';
import type { Asker } from '../inquiry.ts';
import type { Action, Block } from '../reply.ts';

export { statusWords };

export const showCase: Command = {
  name: '案例',
  aliases: ['case'],
  usage: 'CAS-…',
  summary: '查看一个案例',
  takes: (text) => text === '' || caseNumbersIn(text).length > 0,
  async run(context) {
    const [number] = caseNumbersIn(context.text);
    if (!number) {
      return say('请写出案例号，例如：案例 CAS-…。');
    }
    const found = await findVisible(number, context);
    if (!found) {
      return sayMissing(number);
    }
    await audit(context, 'view', found.case);
    return {
      ...replyOf(
        describeCase(found, context.desk, wallDay(context.now())),
        shortSummary(`${found.case} ${found.title}`),
      ),
      actions: [
        ...actionsFor(found, context.asker),
        ...(await readingActions(found.case, context)),
      ],
    };
  },
};

/** What the desk does next with a case; built-in ones serve retrieval only. */
export function actionsFor(one: Case, asker: Asker): Action[] {
  const value = one.case;
  if (one.source === 'builtin') {
    return [];
  }
  const update = { id: 'edit-case', label: '更新案例', value };
  return isDesk(asker)
    ? [
        update,
        { id: 'first-response', label: '初次响应', value },
        ...(one.status === 'archived' ? [] : [{ id: 'draft-closing', label: '归档案例', value }]),
      ]
    : [update];
}

/** The whole case; nothing in it but what the case holds. */
export function describeCase(one: Case, desk: Pick<Desk, 'staff'>, today: string): Block[] {
  return [
    { kind: 'heading', text: `${one.case} ${one.title}` },
    { kind: 'paragraph', text: factsOf(one) },
    { kind: 'paragraph', text: standingOf(one, desk, today) },
    ...section('进展', one.progress),
    ...section('现象', one.symptom),
    ...findingsOf(one),
    ...section('结果', one.resolution && `${one.resolution}${one.verified ? '（已验证）' : ''}`),
    {
      kind: 'details',
      title: `经过（${one.timeline.length} 条）`,
      blocks: [
        { kind: 'table', header: ['时间', '谁', '事项'], rows: one.timeline.map(timelineRow) },
      ],
    },
  ];
}

function factsOf({ customer, branch, severity, opened, updated, closed, formerly }: Case): string {
  const before = formerly.length > 0 ? `原编号 ${formerly.join('、')}` : '';
  return [customer, branch, severity, `${opened} 至 ${closed ?? updated}`, before]
    .filter(Boolean)
    .join(' · ');
}

function standingOf(one: Case, desk: Pick<Desk, 'staff'>, today: string): string {
  const machines = describeMachines(one.machines);
  return [
    describeStanding(one, today),
    `负责人 ${ownerOf(one, desk)?.name ?? '未指定'}`,
    machines && `受影响 ${machines}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function section(heading: string, text: string): Block[] {
  return text === ''
    ? []
    : [
        { kind: 'heading', text: heading },
        { kind: 'paragraph', text },
      ];
}

function findingsOf({ findings }: Case): Block[] {
  const items = findings.map(
    ({ where, seen, done, helped }) =>
      `${where}：${seen} 处理：${done || '未记录'}（${helpedWord(helped)}）`,
  );
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: '分析' },
        { kind: 'list', ordered: true, items },
      ];
}

const sides = { desk: '支持', customer: '客户', vendor: '厂商' } as const;

function timelineRow({ at, by, what }: Case['timeline'][number]): string[] {
  return [at.slice(0, 16).replace('T', ' '), sides[by], what];
}

function helpedWord(helped: boolean | null): string {
  return helped === null ? '未记录结果' : helped ? '有效' : '无效';
}
