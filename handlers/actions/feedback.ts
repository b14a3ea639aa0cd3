import { redactLine } from '../../knowledge/cases/redact.ts';
import type { ActionContext, ActionHandler } from '../action.ts';
import { say } from '../command.ts';
import type { Form, Reply } from '../reply.ts';

const longestReason = 500;

const reasonForm: Form = {
  id: 'wrong-reason',
  title: '哪里不对',
  submit: '提交',
  fields: [
    {
      kind: 'choice',
      id: 'what',
      label: '哪一部分不对',
      choices: [
        { value: 'cause', label: '原因不对' },
        { value: 'steps', label: '步骤没有用' },
        { value: 'cases', label: '案例不相似' },
        { value: 'other', label: '其他' },
      ],
    },
    { kind: 'text', id: 'reason', label: '实际原因或说明（可不填）', multiline: true },
  ],
};

export const helpful: ActionHandler = {
  id: 'helpful',
  name: '有用',
  audience: 'anyone',
  run: (context) => saveFeedback(context, true, ''),
};

/** Kept at once; why is asked afterwards. */
export const wrong: ActionHandler = {
  id: 'wrong',
  name: '判断不对',
  audience: 'anyone',
  asksForm: true,
  async run(context) {
    const saved = await saveFeedback(context, false, '');
    const isKept = (await context.store.findInquiry(context.subject)) !== undefined;
    return isKept
      ? { ...saved, form: { ...reasonForm, id: `wrong-reason:${context.subject}` } }
      : saved;
  },
};

export const wrongReason: ActionHandler = {
  id: 'wrong-reason',
  name: '判断不对',
  audience: 'anyone',
  run(context) {
    const words = [context.fields.what, context.fields.reason].filter(Boolean).join('：');
    const reason = words.split('\n').map(redactLine).join('\n').slice(0, longestReason);
    return saveFeedback(context, false, reason);
  },
};

async function saveFeedback(
  { asker, subject, store, now }: ActionContext,
  helped: boolean,
  reason: string,
): Promise<Reply> {
  if (!(await store.findInquiry(subject))) {
    return say('这个回答已过保留期，反馈没有记录。');
  }
  await store.saveFeedback({
    inquiry: subject,
    asker: asker.id,
    helpful: helped,
    reason,
    at: now(),
  });
  return say(helped ? '已记录，谢谢。' : '已记录为判断不对，会用来改进。');
}
