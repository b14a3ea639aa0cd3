import { logsToCollect } from '../../knowledge/questions.ts';
import { type Command, replyOf } from '../command.ts';

export const collectLogs: Command = {
  name: '收集',
  aliases: ['collect'],
  usage: '升级 | 补丁 | 下载',
  summary: '说明收集哪些日志、怎样收集',
  audience: 'anyone',
  async run({ text }) {
    return replyOf(
      [
        { kind: 'heading', text: '需要收集的日志' },
        {
          kind: 'list',
          ordered: true,
          items: logsToCollect(text).map(({ what, how }) => `${what}：${how}`),
        },
      ],
      '需要收集的日志',
    );
  },
};
