import type { Case } from '../../knowledge/cases/case.ts';
import { wallDay } from '../../knowledge/wall-time.ts';
import { replyOf, type Speaking, say, shortSummary } from '../command.ts';
import type { Reply } from '../reply.ts';
import { changeCase, type Outcome, type Wish } from './change.ts';
import { sayMissing } from './find.ts';
import { describeMachines, describeStanding, ownerOf } from './words.ts';

export async function answerChange(number: string, wish: Wish, context: Speaking): Promise<Reply> {
  return describeOutcome(number, await changeCase(number, wish, context), context);
}

export function describeOutcome(number: string, outcome: Outcome, context: Speaking): Reply {
  switch (outcome.kind) {
    case 'missing':
      return sayMissing(number);
    case 'builtin':
      return say(
        `${outcome.case.case} 是内置的历史案例，只用于检索，不能更改。要继续处理，请先导入它的邮件。`,
      );
    case 'conflict':
      return describeConflict(outcome.case, outcome.conflicts);
    case 'unchanged':
      return say(`${outcome.case.case} 没有变化。`);
    case 'changed':
      return describeChanged(outcome.case, outcome.note, context);
    default:
      return outcome satisfies never;
  }
}

function describeConflict(one: Case, conflicts: readonly string[]): Reply {
  const text = `${one.case} 没有改动：有人先改过了，请核对后重新提交。`;
  return replyOf(
    [
      { kind: 'notice', tone: 'warning', text },
      { kind: 'list', ordered: false, items: conflicts },
    ],
    shortSummary(text),
  );
}

function describeChanged(one: Case, note: string, { desk, now }: Speaking): Reply {
  const text = `已更新 ${one.case}：${note}`;
  const standing = [
    describeStanding(one, wallDay(now())),
    `负责人 ${ownerOf(one, desk)?.name ?? '未指定'}`,
    describeMachines(one.machines),
  ];
  return replyOf(
    [
      { kind: 'notice', tone: 'info', text },
      { kind: 'paragraph', text: standing.filter(Boolean).join(' · ') },
    ],
    shortSummary(text),
  );
}
