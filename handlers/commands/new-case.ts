import { findLastAsked } from '../cases/asked.ts';
import { answerOpening, askMore, completeOpening } from '../cases/opening.ts';
import { parseOpening } from '../cases/read-opening.ts';
import type { Command } from '../command.ts';

export const newCase: Command = {
  name: '开案例',
  aliases: ['new case', 'new-case'],
  usage: '[CAS-…] 标题',
  summary: '开一个案例，本对话最近的问题归入其中；没有案例号时先用临时编号',
  async run(context) {
    const asked = await findLastAsked(context);
    const said = parseOpening(context.text, context.desk);
    const opening = completeOpening(said, asked, context);
    return context.text === ''
      ? askMore(opening, asked, '请核对后提交，或直接回复“开案例 标题”。', context)
      : answerOpening(opening, asked, context);
  },
};
