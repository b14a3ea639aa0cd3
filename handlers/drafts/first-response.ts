import type { Case } from '../../knowledge/cases/case.ts';
import type { Collect } from '../../knowledge/diagnosis.ts';
import { describeProblem } from './closing.ts';
import { type Draft, missing, orMissing } from './draft.ts';
import { greeting, signature, subjectOf } from './mail.ts';

export interface FirstContact {
  /** Absent when nothing was opened yet. */
  one: Case | undefined;
  /** What was asked, when there is no case. */
  question: string;
  collect: readonly Collect[];
}

/** The first mail: the problem, how far it goes, what to collect and how. */
export function draftFirstResponse({ one, question, collect }: FirstContact): Draft {
  return {
    title: one ? `初次响应 ${one.case}` : '初次响应',
    file: one ? `初次响应-${one.case}` : '初次响应',
    parts: [
      subjectOf(one, '初次响应'),
      greeting,
      { kind: 'text', text: '我谨以此邮件阐述我们双方针对这个问题所涉及的范围界定：' },
      { kind: 'heading', text: '问题定义' },
      {
        kind: 'text',
        text: one
          ? describeProblem(one)
          : `${orMissing(question, '问题现象和报错')}\n受影响数量：${missing('台数')}`,
      },
      { kind: 'heading', text: '问题范围' },
      { kind: 'text', text: scope },
      { kind: 'heading', text: '数据收集' },
      { kind: 'text', text: '为了定位原因，请在出现问题的电脑上收集以下数据：' },
      { kind: 'list', items: collect.map(({ what, how }) => `${what}\n${how}`) },
      { kind: 'heading', text: '数据上传' },
      {
        kind: 'text',
        text: `${missing('上传地址')}。账号和密码请另行告知，不要写在邮件里。`,
      },
      signature,
    ],
  };
}

const scope = `我们将协助您分析处理上述问题，并对定义的问题给予最大的技术支持。
如果问题已解决，或属于产品设计的行为，或涉及第三方，我们将考虑归档案例；如果存在多个问题，则考虑拆分案例进行分析。
接下来，我们将开始合作解决这个问题。如果您对以上的范围界定有任何异议，请尽快告知。`;
