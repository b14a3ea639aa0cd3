import { type Diagnosis, isNamed } from '../knowledge/diagnosis.ts';
import { type Audience, permits } from './access.ts';
import type { Role } from './inquiry.ts';
import type { Action } from './reply.ts';

/** Beside those that tell whether the answer helped; in the order in which they are shown. */
const more: readonly { id: string; label: string; audience: Audience }[] = [
  { id: 'draft-reply', label: '起草回复', audience: 'desk' },
  { id: 'ask-opening', label: '开案例', audience: 'customers' },
  { id: 'ask-link', label: '关联 CAS', audience: 'desk' },
  { id: 'collect', label: '收集步骤', audience: 'customers' },
  { id: 'whole-analysis', label: '完整分析', audience: 'customers' },
];
const explain = { id: 'ai-explain', label: 'AI 说明', audience: 'customers' } as const;

/**
 * What can be done with an answer; who may do more is offered more. Small talk is worth no case. A cause that is not
 * named has no explanation to ask for.
 */
export function answerActions(
  { causes, ask, collect, verdict }: Diagnosis,
  inquiry: string,
  { role, hasModel = false }: { role?: Role | undefined; hasModel?: boolean },
): Action[] {
  const feedback = [
    { id: 'helpful', label: '有用', value: inquiry },
    { id: 'wrong', label: '判断不对', value: inquiry },
  ];
  if (role === undefined || causes.length + ask.length + collect.length === 0) {
    return feedback;
  }
  const all = hasModel && isNamed({ verdict }) ? [...more, explain] : more;
  const offered = all.filter(({ audience }) => permits({ role }, audience));
  return [...feedback, ...offered.map(({ id, label }) => ({ id, label, value: inquiry }))];
}
