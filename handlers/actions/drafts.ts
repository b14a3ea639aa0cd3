import type { ActionHandler } from '../action.ts';
import { findAsked } from '../cases/asked.ts';
import { caseNumbersIn } from '../cases/find.ts';
import { say } from '../command.ts';
import { draftAnswer } from '../commands/draft-reply.ts';
import { respondTo } from '../commands/first-response.ts';

export const draftReplyAction: ActionHandler = {
  id: 'draft-reply',
  name: '起草回复',
  audience: 'desk',
  async run(context) {
    const asked = await findAsked(context.subject, context);
    return asked ? draftAnswer(asked, context) : say('这个回答不在本对话里，或已过保留期。');
  },
};

export const firstResponseAction: ActionHandler = {
  id: 'first-response',
  name: '初次响应',
  audience: 'desk',
  async run(context) {
    const [number] = caseNumbersIn(context.subject);
    return number ? respondTo(number, context) : say('这个按钮已失效，请用“初次响应 CAS-…”。');
  },
};
