import type { ActionHandler } from '../action.ts';
import { say } from '../command.ts';

/** The button below a placeholder. */
export const cancelAction: ActionHandler = {
  id: 'cancel',
  name: '取消',
  audience: 'anyone',
  async run({ running, subject, asker }) {
    return running?.cancelOne(subject, asker)
      ? say('已取消正在进行的分析。')
      : say('这次分析已经结束，或不是您发起的。');
  },
};
