import type { Case, Finding } from '../../knowledge/cases/case.ts';
import { findMachines } from '../../knowledge/cases/machines.ts';
import { describeMachines } from '../cases/words.ts';
import { type Draft, missing, orMissing, type Part } from './draft.ts';
import { greeting, logPart, signature, subjectOf } from './mail.ts';

/** The mail that ends a case, in the form that the desk uses: nothing in it but what the case holds. */
export function draftClosing(one: Case): Draft {
  return {
    title: `归档邮件 ${one.case}`,
    file: `归档邮件-${one.case}`,
    parts: [
      subjectOf(one, '案例归档'),
      greeting,
      {
        kind: 'text',
        text: `根据沟通的结果（${missing('沟通方式和日期，客户是否同意归档')}），此案例做归档处理，以下为案例总结，请您知悉。`,
      },
      {
        kind: 'text',
        text: '案例的归档不影响我们为您提供技术支持：如果问题复现，可以回复此邮件重启案例。',
      },
      { kind: 'heading', text: '案例描述' },
      { kind: 'text', text: describeProblem(one) },
      { kind: 'heading', text: '案例进展' },
      { kind: 'text', text: orMissing(one.progress || one.resolution, '处理到哪一步，结果如何') },
      { kind: 'heading', text: '案例分析' },
      ...analysisOf(one),
      { kind: 'heading', text: '问题总结' },
      { kind: 'text', text: concludeOf(one) },
      { kind: 'text', text: '以上为此问题的案例总结，如有任何问题，可随时与我们联系，谢谢。' },
      signature,
    ],
  };
}

export function describeProblem(one: Case): string {
  return `${orMissing(one.symptom, '问题现象和报错')}\n受影响数量：${describeAffected(one)}`;
}

const affects = /影响(?=[^\S\n]?\d)/gu;

/** The number that the case says, or that its own text says. */
export function describeAffected({ machines, title, symptom }: Case): string {
  const told = `${title}\n${symptom}`.replace(affects, '影响范围');
  const known = machines ?? findMachines(told) ?? null;
  return describeMachines(known) || missing('台数');
}

function analysisOf({ findings, logs }: Case): Part[] {
  const told: Part =
    findings.length > 0
      ? { kind: 'list', items: findings.map(describeFinding) }
      : { kind: 'text', text: missing('分析结论') };
  const proof = logPart(logs);
  return [
    told,
    ...(proof.length > 0 ? proof : [{ kind: 'text' as const, text: missing('证明分析的日志行') }]),
  ];
}

function describeFinding({ where, seen, done, helped }: Finding): string {
  const outcome = helped === null ? '' : helped ? '（有效）' : '（无效）';
  return [`${where}：${seen}`, done && `处理：${done}${outcome}`].filter(Boolean).join('\n');
}

function concludeOf({ resolution, verified }: Case): string {
  if (resolution.trim() === '') {
    return missing('最终原因和解决办法');
  }
  return verified ? `${resolution}（已验证）` : `${resolution}\n${missing('是否已验证有效')}`;
}
