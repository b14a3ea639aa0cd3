import type { Diagnosis } from '../knowledge/diagnosis.ts';
import { permits } from './access.ts';
import type { Role } from './inquiry.ts';
import type { Action } from './reply.ts';

/** What can be done with an answer; who may do more is offered more. Small talk is worth no case. */
export function answerActions(
  { causes, ask, collect }: Diagnosis,
  inquiry: string,
  role: Role | undefined,
): Action[] {
  const feedback = [
    { id: 'helpful', label: '有用', value: inquiry },
    { id: 'wrong', label: '判断不对', value: inquiry },
  ];
  if (role === undefined || causes.length + ask.length + collect.length === 0) {
    return feedback;
  }
  return [
    ...feedback,
    ...(permits({ role }, 'desk')
      ? [{ id: 'draft-reply', label: '起草回复', value: inquiry }]
      : []),
    ...(permits({ role }, 'customers')
      ? [{ id: 'ask-opening', label: '开案例', value: inquiry }]
      : []),
  ];
}
