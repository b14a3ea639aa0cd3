import type { Settable } from '../../knowledge/cases/change.ts';
import { isDesk } from '../access.ts';
import { audit } from '../audit.ts';
import { findLastAsked } from '../cases/asked.ts';
import { changeForm } from '../cases/change-form.ts';
import { answerChange } from '../cases/changing.ts';
import { cleanText, longestProgress } from '../cases/clean.ts';
import { caseNumbersIn, findVisible, sayMissing } from '../cases/find.ts';
import { parseChange, type Told } from '../cases/read-change.ts';
import { type Command, type CommandContext, replyOf, type Speaking, say } from '../command.ts';
import type { Reply } from '../reply.ts';

export const updateCase: Command = {
  name: '更新案例',
  aliases: ['update case', 'update-case'],
  usage: 'CAS-… 内容',
  summary: '记一条进展；也可写 等待客户 日志、负责人 姓名、严重级别 P2、台数 5-6、结果：…',
  async run(context) {
    const { text } = context;
    const number = leadingNumber(text) ?? (await numberOfConversation(context));
    if (!number) {
      return say('请写出案例号和内容，例如：更新案例 CAS-… 等待客户 日志。');
    }
    const content = leadingNumber(text) ? text.slice(number.length) : text;
    if (content.replace(lead, '').trim() === '') {
      return showForm(number, context);
    }
    const told = readTold(content.replace(lead, ''), context);
    return told.kind === 'wrong'
      ? say(told.reason, 'warning')
      : answerChange(number, { set: told.set }, context);
  },
};

const lead = /^[\s:：,，]+/u;

function leadingNumber(text: string): string | undefined {
  const [number] = caseNumbersIn(text);
  return number && text.toUpperCase().startsWith(number) ? number : undefined;
}

/** The case that the conversation's last question is filed under. */
export async function numberOfConversation(context: Speaking): Promise<string | undefined> {
  return (await findLastAsked(context))?.case;
}

/** Customers tell how it goes; what follows from it the desk decides. */
function readTold(text: string, { asker, desk }: CommandContext): Told {
  if (isDesk(asker)) {
    return parseChange(text, desk);
  }
  const set: Partial<Settable> = { progress: cleanText(text, longestProgress, desk) };
  return { kind: 'read', set };
}

/** Shows what stands there now; what is not changed stays. */
export async function showForm(number: string, context: Speaking): Promise<Reply> {
  const one = await findVisible(number, context);
  if (!one) {
    return sayMissing(number);
  }
  await audit(context, 'view', one.case);
  const text = `更新 ${one.case}：填写要改的，其余不变。也可以直接回复“更新案例 ${one.case} 内容”。`;
  return one.source === 'builtin'
    ? answerChange(number, { set: {} }, context)
    : { ...replyOf([{ kind: 'paragraph', text }], text), form: changeForm(one, context) };
}
