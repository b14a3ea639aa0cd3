import { findSimilar } from '../../knowledge/search/similar.ts';
import { mayRead } from '../access.ts';
import { audit } from '../audit.ts';
import { type Command, replyOf } from '../command.ts';

export const searchCases: Command = {
  name: '查案例',
  aliases: ['search'],
  usage: '关键词、代码或日志行',
  summary: '查相似的历史案例',
  async run(context) {
    const { text, asker, library } = context;
    const cases = await library.refresh();
    const { similarCases, elsewhere } = findSimilar(
      { said: text, causes: [], failure: null, mayRead: (one) => mayRead(asker, one) },
      cases,
    );
    await audit(context, 'view');
    const others = elsewhere > 0 ? `同类问题曾在其他客户出现 ${elsewhere} 次。` : '';
    if (similarCases.length === 0) {
      return replyOf(
        [{ kind: 'paragraph', text: `没有相似的历史案例。${others}` }],
        '没有相似的历史案例',
      );
    }
    return replyOf(
      [
        { kind: 'heading', text: '相似案例' },
        { kind: 'cases', cases: similarCases },
        ...(others ? [{ kind: 'paragraph' as const, text: others }] : []),
      ],
      `相似案例 ${similarCases.length} 例`,
    );
  },
};
