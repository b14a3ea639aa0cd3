import type { ActionHandler } from '../action.ts';
import { findAsked } from '../cases/asked.ts';
import { replyOf, say } from '../command.ts';
import { noAddition } from '../model/addition.ts';
import { explainAsked } from '../model/explain-asked.ts';

/** A named cause in the words of the asker's situation, below the answer it belongs to. */
export const aiExplainAction: ActionHandler = {
  id: 'ai-explain',
  name: 'AI 说明',
  audience: 'customers',
  asksModel: true,
  async run(context) {
    const asked = await findAsked(context.subject, context);
    if (!asked) {
      return say('这个回答不在本对话里，或已过保留期。请重新提问。');
    }
    const blocks = await explainAsked(asked, context);
    return blocks ? replyOf(blocks, 'AI 生成 · 说明') : say(noAddition);
  },
};
