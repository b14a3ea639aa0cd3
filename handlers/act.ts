import { redactLine } from '../knowledge/cases/redact.ts';
import type { AnswerDeps } from './answer.ts';
import { replyOf } from './command.ts';
import type { Asker } from './inquiry.ts';
import type { Form, Reply } from './reply.ts';

export interface Act {
  asker: Asker;
  /** The id of the button or form. */
  action: string;
  value: string;
  fields: Readonly<Record<string, string>>;
}

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

/** A pressed button or a sent form. */
export async function actOn(act: Act, deps: Pick<AnswerDeps, 'store' | 'now'>): Promise<Reply> {
  switch (act.action) {
    case 'helpful':
      return saveFeedback(act, true, '', deps);
    case 'wrong': {
      const saved = await saveFeedback(act, false, '', deps);
      const isKept = (await deps.store.findInquiry(act.value)) !== undefined;
      return isKept
        ? { ...saved, form: { ...reasonForm, id: `wrong-reason:${act.value}` } }
        : saved;
    }
    default:
      return act.action.startsWith('wrong-reason:')
        ? saveReason(act, deps)
        : say('这个按钮已失效，请重新提问。');
  }
}

function saveReason(act: Act, deps: Pick<AnswerDeps, 'store' | 'now'>): Promise<Reply> {
  const inquiry = act.action.slice('wrong-reason:'.length);
  const words = [act.fields.what, act.fields.reason].filter(Boolean).join('：');
  const reason = words.split('\n').map(redactLine).join('\n').slice(0, longestReason);
  return saveFeedback({ ...act, value: inquiry }, false, reason, deps);
}

async function saveFeedback(
  { asker, value }: Act,
  helpful: boolean,
  reason: string,
  { store, now }: Pick<AnswerDeps, 'store' | 'now'>,
): Promise<Reply> {
  if (!(await store.findInquiry(value))) {
    return say('这个回答已过保留期，反馈没有记录。');
  }
  await store.saveFeedback({ inquiry: value, asker: asker.id, helpful, reason, at: now() });
  return say(helpful ? '已记录，谢谢。' : '已记录为判断不对，会用来改进。');
}

function say(text: string): Reply {
  return replyOf([{ kind: 'notice', tone: 'info', text }], text);
}
