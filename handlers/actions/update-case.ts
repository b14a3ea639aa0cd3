import type { ActionHandler } from '../action.ts';
import { readChangeForm, readShown } from '../cases/change-form.ts';
import { answerChange } from '../cases/changing.ts';
import { caseNumbersIn } from '../cases/find.ts';
import { say } from '../command.ts';
import { showForm } from '../commands/update-case.ts';

const noCase = '这个按钮已失效，请用“更新案例 CAS-… 内容”。';

export const editCase: ActionHandler = {
  id: 'edit-case',
  name: '更新案例',
  audience: 'customers',
  asksForm: true,
  async run(context) {
    const [number] = caseNumbersIn(context.subject);
    return number ? showForm(number, context) : say(noCase);
  },
};

/** The form was sent. */
export const updateCaseAction: ActionHandler = {
  id: 'update-case',
  name: '更新案例',
  audience: 'customers',
  async run(context) {
    const shown = readShown(context.subject);
    const [number] = caseNumbersIn(shown.number);
    return number
      ? answerChange(number, readChangeForm(context.fields, shown.seen, context), context)
      : say(noCase);
  },
};
