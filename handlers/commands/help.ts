import { permits } from '../access.ts';
import { type Command, replyOf } from '../command.ts';

export const help: Command = {
  name: '帮助',
  aliases: ['help'],
  usage: '',
  summary: '列出能做的事',
  audience: 'anyone',
  takes: (text) => text === '',
  async run({ asker, commands }) {
    const own = commands.filter(({ audience = 'customers' }) => permits(asker, audience));
    return replyOf(
      [
        { kind: 'heading', text: 'CaseLens 案例镜能做的事' },
        {
          kind: 'paragraph',
          text: '直接粘贴日志、报错，或上传日志文件和 zip，就会得到原因、依据、相似案例和下一步。也可以只用一句话提问。',
        },
        {
          kind: 'table',
          header: ['输入', '作用'],
          rows: own.map(({ name, usage, summary }) => [
            [name, usage].filter(Boolean).join(' '),
            summary,
          ]),
        },
      ],
      'CaseLens 案例镜能做的事',
    );
  },
};
