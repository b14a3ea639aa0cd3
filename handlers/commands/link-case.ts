import { isTemporary } from '../../knowledge/cases/case.ts';
import { findLastAsked } from '../cases/asked.ts';
import { caseNumbersIn, findVisible, sayMissing } from '../cases/find.ts';
import { fileUnder, type LinkedCase, linkCase } from '../cases/link.ts';
import { type Command, replyOf, type Speaking, say, shortSummary } from '../command.ts';
import type { Reply } from '../reply.ts';

export const linkCaseCommand: Command = {
  name: '关联',
  aliases: ['link'],
  usage: '[TMP-…] CAS-…',
  summary: '把本对话的案例或临时编号关联到 CRM 的案例号',
  audience: 'desk',
  takes: (text) => text === '' || caseNumbersIn(text).length > 0,
  async run(context) {
    const numbers = caseNumbersIn(context.text);
    const to = numbers.find((number) => !isTemporary(number));
    if (!to || numbers.length > 2) {
      return say('请写出 CRM 的案例号，例如：关联 CAS-…，或：关联 TMP-… CAS-…。');
    }
    const from = numbers.find((number) => number !== to);
    return describeLinked(
      from ? await linkCase(from, to, context) : await linkConversation(to, context),
    );
  },
};

async function linkConversation(to: string, context: Speaking): Promise<LinkedCase> {
  const asked = await findLastAsked(context);
  const own = asked?.case === undefined ? undefined : await findVisible(asked.case, context);
  if (own) {
    return linkCase(own.case, to, context);
  }
  return asked
    ? fileUnder(asked, to, context)
    : {
        kind: 'refused',
        reason: '本对话还没有案例，也没有提问。请写成“关联 TMP-… CAS-…”。',
      };
}

export function describeLinked(linked: LinkedCase): Reply {
  switch (linked.kind) {
    case 'missing':
      return sayMissing(linked.number);
    case 'refused':
      return say(linked.reason, 'warning');
    case 'unchanged':
      return say(`已经是 ${linked.case.case}，没有变化。`);
    case 'filed':
      return say(`本对话的问题已归入 ${linked.case.case}：${linked.case.title}`);
    case 'linked':
      return describeUnited(linked);
    default:
      return linked satisfies never;
  }
}

function describeUnited({ case: one, conflicts }: Extract<LinkedCase, { case: unknown }>): Reply {
  const before = one.formerly.length > 0 ? `，原编号 ${one.formerly.join('、')}` : '';
  const text = `已关联为 ${one.case}：${one.title}${before}。经过已保留。`;
  return conflicts.length === 0
    ? say(text)
    : replyOf(
        [
          { kind: 'notice', tone: 'warning', text: `${text}两边说法不同的地方请核对：` },
          { kind: 'list', ordered: false, items: conflicts },
        ],
        shortSummary(text),
      );
}
