import type { ActionHandler } from '../action.ts';
import { findAsked, findLastAsked } from '../cases/asked.ts';
import { answerOpening, askMore, completeOpening } from '../cases/opening.ts';
import { parseOpening, readOpeningForm } from '../cases/read-opening.ts';
import { say } from '../command.ts';

const gone = '这个回答不在本对话里，或已过保留期。请用“开案例 标题”。';

/** The button under an answer: a form in which stands what the answer knows. */
export const askOpening: ActionHandler = {
  id: 'ask-opening',
  name: '开案例',
  audience: 'customers',
  asksForm: true,
  async run(context) {
    const asked = await findAsked(context.subject, context);
    if (!asked) {
      return say(gone);
    }
    const opening = completeOpening(parseOpening('', context.desk), asked, context);
    return asked.case === undefined
      ? askMore(opening, asked, '请核对后提交。', context)
      : answerOpening(opening, asked, context);
  },
};

/** The form was sent. */
export const openCaseAction: ActionHandler = {
  id: 'open-case',
  name: '开案例',
  audience: 'customers',
  async run(context) {
    const { subject, fields, desk } = context;
    const asked = subject === '' ? await findLastAsked(context) : await findAsked(subject, context);
    return subject !== '' && !asked
      ? say(gone)
      : answerOpening(readOpeningForm(fields, desk), asked, context);
  },
};
