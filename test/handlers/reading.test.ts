import { beforeEach, describe, expect, it } from 'vitest';
import { actOn } from '../../handlers/act.ts';
import { type AnswerDeps, answer } from '../../handlers/answer.ts';
import { saveReading } from '../../handlers/cases/reading.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Difference } from '../../handlers/model/read-thread.ts';
import type { Reply } from '../../handlers/reply.ts';
import { createAnswering } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';

const number = caseNumber(1);
const engineer: Asker = { face: 'slack', id: 'U1', role: 'staff', name: '谭工' };
const branch: Asker = { face: 'slack', id: 'U2', role: 'branch', customer: '工商银行' };
const mail = { at: '2026-03-06T10:00:00', by: 'customer' } as const;
const finding: Difference = {
  kind: 'finding',
  text: '苏州分行第二台电脑磁盘只剩 2 GB，张三丰老师电话 13800000001。',
  quote: '第二台机器磁盘只剩 2 GB',
  mail,
};
const status: Difference = { kind: 'status', value: 'archived', quote: '可以关闭了，谢谢', mail };

let deps: AnswerDeps;

beforeEach(async () => {
  deps = await createAnswering();
  await deps.store.importCase(caseOf({ case: number, status: 'open', closed: null }));
});

async function show(asker: Asker = engineer): Promise<Reply> {
  const inquiry = { asker, conversation: 'c', text: `案例 ${number}`, files: [] } as const;
  return (await answer({ ...inquiry, language: 'zh' }, deps, () => undefined)).reply;
}

function press(reply: Reply, label: string, asker: Asker = engineer): Promise<Reply> {
  const button = reply.actions.find((one) => one.label.startsWith(label));
  const { id: action, value } = button ?? { id: 'accept-reading', value: 'no such button' };
  return actOn({ asker, conversation: 'c', action, value, fields: {} }, deps);
}

async function propose(...differences: Difference[]): Promise<void> {
  await saveReading({ case: number, status: 'open' }, differences, deps);
}

describe('what a second reading of mails proposes', () => {
  it('is shown to the desk with the words of the mails, and changes nothing by itself', async () => {
    await propose(finding, status);
    const before = await deps.store.findCase(number);

    const listed = await press(await show(), '邮件重读差异（2）');

    const told = JSON.stringify(listed.blocks);
    expect(told).toContain('AI 生成');
    expect(told).toContain('第二台机器磁盘只剩 2 GB');
    expect(told).toContain('状态：处理中 → 已归档');
    expect(listed.actions.map(({ label }) => label)).toEqual(['采纳 1', '采纳 2']);
    expect(await deps.store.findCase(number)).toEqual(before);
  });

  it('is taken in one by one, redacted, and noted in the timeline and the audit', async () => {
    await propose(finding, status);
    const listed = await press(await show(), '邮件重读差异');

    await press(listed, '采纳 1');
    const first = await deps.store.findCase(number);
    await press(listed, '采纳 2');
    const second = await deps.store.findCase(number);

    expect(first).toMatchObject({
      status: 'open',
      findings: [{ where: '苏州分行', byHand: true }],
    });
    expect(JSON.stringify(first)).not.toMatch(/张三丰|13800000001/u);
    expect(first?.timeline.at(-1)?.what).toContain('核对邮件后补充');
    expect(second).toMatchObject({ status: 'archived', findings: [{}] });
    const audit = await deps.store.listAudit({ case: number, limit: 2 });
    expect(audit.map(({ what }) => what)).toEqual(['archive', 'change']);
  });

  it('is taken in once, however often the button is pressed', async () => {
    await propose(finding);
    const listed = await press(await show(), '邮件重读差异');
    await press(listed, '采纳 1');
    const after = await deps.store.findCase(number);

    const again = await press(listed, '采纳 1');

    expect(again.summary).toContain('已经处理过');
    expect(await deps.store.findCase(number)).toEqual(after);
    expect((await show()).actions.map(({ id }) => id)).not.toContain('show-reading');
  });

  it('is not mixed up with what a later reading numbers alike', async () => {
    await propose(finding);
    const listed = await press(await show(), '邮件重读差异');
    const before = await deps.store.findCase(number);
    await propose(status);

    const pressed = await press(listed, '采纳 1');

    expect(pressed.summary).toContain('又重读了一遍');
    expect(await deps.store.findCase(number)).toEqual(before);
  });

  it('does not change a status that was changed meanwhile', async () => {
    await propose(status);
    const listed = await press(await show(), '邮件重读差异');
    await deps.store.changeCase({
      case: number,
      at: '2026-03-07T10:00:00',
      by: 'desk',
      set: { status: 'waiting-customer' },
      note: '',
    });

    const pressed = await press(listed, '采纳 1');

    expect(pressed.summary).toContain('有人先改过了');
    expect(await deps.store.findCase(number)).toMatchObject({ status: 'waiting-customer' });
  });

  it('is not for customers', async () => {
    await propose(finding);
    const listed = await press(await show(), '邮件重读差异');
    const before = await deps.store.findCase(number);

    expect((await show(branch)).actions.map(({ id }) => id)).not.toContain('show-reading');
    await press(listed, '采纳 1', branch);

    expect(await deps.store.findCase(number)).toEqual(before);
  });
});
