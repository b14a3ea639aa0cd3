import { isDesk } from '../access.ts';
import { audit } from '../audit.ts';
import { isOpen } from '../cases/lines.ts';
import { type Command, say } from '../command.ts';
import { listReply, listVisible } from './open-cases.ts';

const pageNumber = /^\d{0,3}$/u;

/** An engineer's are those he owns, a branch's are those of its customer or branch. */
export const myCases: Command = {
  name: '我的案例',
  aliases: ['my cases', 'mine'],
  usage: '[页]',
  summary: '自己负责的未结案例；分行看到的是本行的',
  takes: (text) => pageNumber.test(text),
  async run(context) {
    const { asker, text } = context;
    if (isDesk(asker) && asker.name === undefined) {
      return say(
        '配置里没有您的名字，不知道哪些案例由您负责。请用“未结案例”，或在 people 里补上 name。',
      );
    }
    const owner = asker.name;
    const mine = await listVisible(
      context,
      (one) => isOpen(one) && (owner === undefined || one.owner === owner),
    );
    await audit(context, 'view');
    return listReply(mine, { title: '我的案例', page: Math.max(1, Number(text || 1)) }, context);
  },
};
