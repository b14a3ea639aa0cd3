import { type Command, say } from '../command.ts';

/** Stops the analysis that the same person waits for in the same conversation. */
export const cancel: Command = {
  name: '取消',
  aliases: ['cancel'],
  usage: '',
  summary: '停止正在进行的分析',
  audience: 'anyone',
  takes: (text) => text === '',
  async run({ running, asker, conversation }) {
    const count = running?.cancel(asker, conversation) ?? 0;
    return count > 0 ? say('已取消正在进行的分析。') : say('没有正在进行的分析，可能已经答完。');
  },
};
