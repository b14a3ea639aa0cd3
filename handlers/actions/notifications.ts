import type { ActionContext, ActionHandler } from '../action.ts';
import { say } from '../command.ts';
import type { Reply } from '../reply.ts';

/** Pressed where a face shows somebody his own page; the summary goes to the conversation of the press. */
export const digestOn: ActionHandler = {
  id: 'notify-digest-on',
  name: '日报通知',
  audience: 'customers',
  async run(context) {
    await keep(context, context.conversation);
    return say('已开启。每个工作日的案例日报会发到您的私信。');
  },
};

export const digestOff: ActionHandler = {
  id: 'notify-digest-off',
  name: '日报通知',
  audience: 'anyone',
  async run(context): Promise<Reply> {
    await keep(context, '');
    return say('已关闭。案例日报不再发到您的私信。');
  },
};

function keep({ asker, store }: ActionContext, value: string): Promise<void> {
  return store.savePreference({ person: `${asker.face}/${asker.id}`, name: 'digest', value });
}
