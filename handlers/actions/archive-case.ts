import { CaseStatus } from '../../knowledge/cases/case.ts';
import type { ActionHandler } from '../action.ts';
import { caseNumbersIn } from '../cases/find.ts';
import { say } from '../command.ts';
import { confirmArchiving, draftArchiving } from '../commands/archive-case.ts';

const noCase = '这个按钮已失效，请用“归档案例 CAS-…”。';

export const draftClosingAction: ActionHandler = {
  id: 'draft-closing',
  name: '归档案例',
  audience: 'desk',
  async run(context) {
    const [number] = caseNumbersIn(context.subject);
    return number ? draftArchiving(number, context) : say(noCase);
  },
};

/** The draft was read and the case is to be archived, if it still stands as the draft says. */
export const archiveCaseAction: ActionHandler = {
  id: 'archive-case',
  name: '归档案例',
  audience: 'desk',
  async run(context) {
    const [number] = caseNumbersIn(context.subject);
    const shown = CaseStatus.safeParse(context.subject.split(' ')[1]);
    return number ? confirmArchiving(number, shown.data, context) : say(noCase);
  },
};
