import { describe, expect, it } from 'vitest';
import { isFollowUp } from '../../../handlers/model/follow-up.ts';
import type { Diagnosis } from '../../../knowledge/diagnosis.ts';
import { operator, uploadOfBytes } from '../../support/answering.ts';
import { causeOf, diagnosisOf, stepOf } from '../../support/diagnosis.ts';
import { unnamed } from '../../support/model-answers.ts';

const before = diagnosisOf({
  causes: [causeOf()],
  nextSteps: [stepOf('脱管'), stepOf('重新安装')],
  codes: [{ code: '0x80070005', name: 'E_ACCESSDENIED', meaning: '拒绝访问' }],
});

interface Around {
  last?: Diagnosis;
  now?: Diagnosis;
  files?: Uint8Array[];
}

function asks(text: string, { last = before, now = last, files = [] }: Around = {}) {
  const answered = {
    ...{ id: 'i', face: 'test', conversation: 'c', asker: 'a', customer: undefined, at: 0 },
    question: 'KB5034441 装不上',
    sent: [],
    diagnosis: last,
    reply: '{}',
  };
  const sent = files.map((bytes) => uploadOfBytes('CBS.log', bytes));
  const inquiry = {
    asker: operator,
    conversation: 'c',
    text,
    files: sent,
    language: 'zh' as const,
  };
  return isFollowUp(inquiry, answered, now);
}

describe('a question about the last answer', () => {
  it.each([
    '第2步怎么做？',
    '为什么不是驱动问题？',
    '这个步骤有风险吗',
    '要多久',
    '为什么会报 0x80070005？',
    'KB5034441 还能装吗？',
    '脱管之后要不要重启',
  ])('is %s', (text) => {
    expect(asks(text)).toBe(true);
  });

  it.each([
    ['another update', 'KB5034999 怎么装不上？'],
    ['another code', '为什么报 0x80240022？'],
    ['lines of a log', `${unnamed}\n这是什么？`],
    ['no question', '离线安装，重启前失败'],
    ['a story', `${'先装了补丁又重启，'.repeat(30)}怎么办？`],
    ['nothing', ''],
  ])('is not %s', (_, text) => {
    expect(asks(text)).toBe(false);
  });

  it('is not what comes with a file', () => {
    expect(asks('这是为什么？', { files: [Buffer.from('x')] })).toBe(false);
  });

  it('needs an answer that says something', () => {
    expect(asks('为什么？', { last: diagnosisOf() })).toBe(false);
  });

  it('is not answered about a step when the steps are others by now', () => {
    const now = { ...before, nextSteps: [stepOf('修复组件存储')] };

    expect(asks('第2步怎么做？', { now })).toBe(false);
    expect(asks('为什么不是驱动问题？', { now })).toBe(true);
  });
});
