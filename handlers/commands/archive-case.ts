import type { Case } from '../../knowledge/cases/case.ts';
import { audit } from '../audit.ts';
import { changeCase } from '../cases/change.ts';
import { describeOutcome } from '../cases/changing.ts';
import { caseNumbersIn, findVisible, sayMissing } from '../cases/find.ts';
import { type Command, type Speaking, say } from '../command.ts';
import { draftClosing } from '../drafts/closing.ts';
import { replyOfDraft } from '../drafts.ts';
import type { Reply } from '../reply.ts';
import { numberOfConversation } from './update-case.ts';

const confirmed = /确认\s*$/u;

export const archiveCase: Command = {
  name: '归档案例',
  aliases: ['archive'],
  usage: 'CAS-… [确认]',
  summary: '起草归档邮件；按“确认归档”后才归档',
  audience: 'desk',
  takes: (text) => text === '' || caseNumbersIn(text).length > 0,
  async run(context) {
    const number = caseNumbersIn(context.text)[0] ?? (await numberOfConversation(context));
    if (!number) {
      return say('请写出案例号，例如：归档案例 CAS-…。');
    }
    return confirmed.test(context.text)
      ? confirmArchiving(number, undefined, context)
      : draftArchiving(number, context);
  },
};

/** The closing mail; nothing is changed before somebody confirms. */
export async function draftArchiving(number: string, context: Speaking): Promise<Reply> {
  const one = await findVisible(number, context);
  if (!one) {
    return sayMissing(number);
  }
  await audit(context, 'draft', one.case);
  // With the state that the draft was written in: what is changed meanwhile is looked at first.
  const value = `${one.case} ${one.status}`;
  const isDone = one.status === 'archived' || one.source === 'builtin';
  return replyOfDraft(
    draftClosing(one),
    ['txt', 'html'],
    isDone ? [] : [{ id: 'archive-case', label: '确认归档', value }],
  );
}

export async function confirmArchiving(
  number: string,
  shown: Case['status'] | undefined,
  context: Speaking,
): Promise<Reply> {
  const outcome = await changeCase(
    number,
    {
      set: { status: 'archived' },
      ...(shown && { seen: { status: shown } }),
      note: '案例归档。',
      what: 'archive',
    },
    context,
  );
  return outcome.kind === 'changed'
    ? say(`已归档 ${outcome.case.case}：${outcome.case.title}`)
    : describeOutcome(number, outcome, context);
}
