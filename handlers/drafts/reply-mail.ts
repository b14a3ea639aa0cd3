import type { Case } from '../../knowledge/cases/case.ts';
import type { Cause, Diagnosis, Evidence, Step } from '../../knowledge/diagnosis.ts';
import { riskWords, whoWords } from '../words.ts';
import { type Draft, missing, type Part } from './draft.ts';
import { greeting, signature, subjectOf } from './mail.ts';

export interface Answering {
  /** The case that the question is filed under. */
  one: Case | undefined;
  question: string;
  /** As the recipient may see it. */
  diagnosis: Diagnosis;
}

/** An answer as a mail to the branch. */
export function draftReplyMail({ one, question, diagnosis }: Answering): Draft {
  return {
    title: one ? `回复邮件 ${one.case}` : '回复邮件',
    file: one ? `回复邮件-${one.case}` : '回复邮件',
    parts: [
      subjectOf(one, '分析与建议'),
      greeting,
      { kind: 'text', text: `关于您反馈的问题${question && `（${question}）`}，分析和建议如下。` },
      { kind: 'heading', text: '一、结论' },
      ...verdictOf(diagnosis),
      ...proofOf(diagnosis),
      ...ownCases(diagnosis),
      ...stepsOf(diagnosis),
      ...neededOf(diagnosis),
      ...readOf(diagnosis),
      signature,
    ],
  };
}

function verdictOf({ causes, lastFailure }: Diagnosis): Part[] {
  const [cause] = causes;
  const failure = lastFailure
    ? `最后一次失败：${[lastFailure.time?.replace('T', ' '), lastFailure.what].filter(Boolean).join('，')}，返回 ${lastFailure.code}。`
    : '';
  if (!cause || cause.certainty === 'clue') {
    const text = [
      '目前的信息还不能确定原因。',
      cause ? `${cause.title}。${cause.explanation}` : '',
      failure,
    ];
    return [{ kind: 'text', text: text.filter(Boolean).join('\n') }];
  }
  const named = causes.filter(({ certainty }) => certainty !== 'clue');
  return named.map((one) => ({ kind: 'text', text: describeCause(one) }));
}

/** What the log proves and what is inferred are never one sentence. */
function describeCause({ certainty, title, explanation, inference }: Cause): string {
  return [
    `${certainty === 'identified' ? '日志确认' : '很可能'}：${title}。`,
    explanation,
    inference && `推测（尚未验证）：${inference.title}。${inference.explanation}`,
  ]
    .filter(Boolean)
    .join('\n');
}

function proofOf({ causes, codes }: Diagnosis): Part[] {
  const [first] = causes;
  if (!first) {
    return [];
  }
  const shown = causes.filter((one) => one === first || one.certainty !== 'clue');
  const meanings = codes.map(
    ({ code, name, meaning }) => `${code}${name && `（${name}）`}：${meaning}`,
  );
  return [
    { kind: 'heading', text: first.certainty === 'clue' ? '二、可疑记录' : '二、依据' },
    { kind: 'log', lines: shown.flatMap(({ evidence }) => evidence.map(quote)) },
    ...(meanings.length > 0 ? [{ kind: 'text' as const, text: meanings.join('\n') }] : []),
  ];
}

export function quote({ input, line, text }: Evidence): string {
  return `${input}:${line} ${text}`;
}

function ownCases({ similarCases }: Diagnosis): Part[] {
  return similarCases.length > 0
    ? [
        {
          kind: 'text',
          text: `贵行此前的类似案例：${similarCases.map((one) => `${one.case} ${one.title}`).join('；')}。`,
        },
      ]
    : [];
}

function stepsOf({ nextSteps }: Diagnosis): Part[] {
  return [
    { kind: 'heading', text: '三、建议操作' },
    nextSteps.length > 0
      ? { kind: 'list', items: nextSteps.map(describeStep) }
      : { kind: 'text', text: missing('建议操作') },
  ];
}

function describeStep({ title, detail, commands, who, risk, success, undo }: Step): string {
  return [
    `${whoWords[who]}${title}${riskWords[risk] && `（${riskWords[risk]}）`}`,
    detail,
    ...commands,
    success && `成功标志：${success}`,
    undo && `撤销方法：${undo}`,
  ]
    .filter(Boolean)
    .join('\n');
}

function neededOf({ ask, collect }: Diagnosis): Part[] {
  const items = [...ask, ...collect.map(({ what, how }) => `${what}：${how}`)];
  return items.length > 0
    ? [
        { kind: 'heading', text: '四、还请补充' },
        { kind: 'list', items },
      ]
    : [];
}

/** What the analysis rests on, and what could not be read. */
function readOf({ inputs }: Diagnosis): Part[] {
  const logs = inputs.filter(({ format }) => format !== 'text');
  const told = logs.map(({ name, status, lines, reason }) =>
    status === 'read'
      ? `${name}（${lines} 行）`
      : `${name}（${status === 'partial' ? '只读到一部分' : '未能读取'}：${reason ?? ''}）`,
  );
  return told.length > 0
    ? [{ kind: 'text', text: `本次分析依据的文件：${told.join('；')}。` }]
    : [];
}
