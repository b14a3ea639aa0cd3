import { beforeAll, describe, expect, it } from 'vitest';
import { deniedLines as log, openSlackWorld } from '../../support/slack-world-open.ts';
import type { Answered } from '../../support/slack-world-people.ts';

const { people, bot, workspace } = await openSlackWorld();
let answer: Answered;

async function ask(where: 'team' | 'icbc' | 'direct', by: 'zhang' | 'li' = 'zhang') {
  const [first] = await people.answers(await people.say({ where, text: log, by }));
  if (!first) {
    throw new Error('nothing was answered');
  }
  return first;
}

/** What the thread shows behind the answer. */
async function behind({ channel, thread = '' }: Answered): Promise<Answered[]> {
  return (await people.answers({ channel, id: thread, thread })).slice(1);
}

function feedback(inquiry: string | undefined) {
  return bot().answering.store.findInquiry(inquiry ?? '');
}

beforeAll(async () => {
  answer = await ask('team');
});

describe('the buttons under an answer', () => {
  it('are those that the asker may press', async () => {
    const customers = await ask('icbc', 'li');

    expect(answer.buttons.map(({ label }) => label)).toEqual([
      '有用',
      '判断不对',
      '起草回复',
      '开案例',
      '关联 CAS',
      '收集步骤',
      '完整分析',
    ]);
    expect(customers.buttons.map(({ label }) => label)).not.toContain('起草回复');
  });

  it('thank who presses 有用, and nobody else sees it', async () => {
    const { whispered, form } = await people.press(answer, '有用');

    expect(whispered).toEqual([expect.stringContaining('已记录')]);
    expect(form).toBeUndefined();
    expect(await behind(answer)).toEqual([]);
    expect(await feedback(answer.buttons[0]?.value)).toBeDefined();
  });

  it('ask for reasons behind 判断不对', async () => {
    const { form } = await people.press(answer, '判断不对');
    if (!form) {
      throw new Error('no form');
    }
    const before = workspace.proxy.calls.length;

    await people.submit(form, { what: 'cause', reason: '是磁盘坏了' });

    expect(form.title).toBe('哪里不对');
    const told = workspace.proxy.calls.slice(before);
    expect(told.map(({ method }) => method)).toEqual(['chat.postEphemeral']);
    expect(await behind(answer)).toEqual([]);
  });

  it('draft the reply into the thread, with files', async () => {
    const asked = await ask('team');

    await people.press(asked, '起草回复');

    const [draft] = (await behind(asked)).filter(({ text }) => text.includes('草稿'));
    expect(draft?.text).toContain('WpdMtp.dll');
    const files = (await behind(asked)).flatMap((one) => one.files.map(({ name }) => name));
    expect(files).toEqual([expect.stringMatching(/\.txt$/), expect.stringMatching(/\.html$/)]);
  });

  it('open a case from a form that knows what the answer knows', async () => {
    const asked = await ask('icbc');

    const { form } = await people.press(asked, '开案例');
    if (!form) {
      throw new Error('no form');
    }
    await people.submit(form, { ...form.fields, title: '深圳分行升级失败', branch: '深圳分行' });

    expect(form.fields.title).not.toBe('');
    const [opened, ...more] = await behind(asked);
    expect(more).toEqual([]);
    expect(opened?.text).toMatch(/已开案例 TMP-\S+：深圳分行升级失败/);
  });

  it('file the question under a case of the CRM', async () => {
    const asked = await ask('team');
    await people.command('开案例 CAS-07121-A1B2C3 工商银行 湖北分行补丁安装失败', 'direct');
    await bot().settled();

    const { form } = await people.press(asked, '关联 CAS');
    if (!form) {
      throw new Error('no form');
    }
    await people.submit(form, { number: 'cas-07121-a1b2c3' });

    const [linked] = await behind(asked);
    expect(linked?.text).toContain('本对话的问题已归入 CAS-07121-A1B2C3');
  });

  it('say in private that a number is none', async () => {
    const { form } = await people.press(answer, '关联 CAS');
    if (!form) {
      throw new Error('no form');
    }
    const before = workspace.proxy.calls.length;

    await people.submit(form, { number: '七千' });

    const told = workspace.proxy.calls.slice(before);
    expect(told.map(({ method, fields }) => [method, fields.text])).toEqual([
      ['chat.postEphemeral', expect.stringContaining('没有关联')],
    ]);
  });

  it('tell how to collect, in the thread', async () => {
    const asked = await ask('team');

    await people.press(asked, '收集步骤');

    const [steps] = await behind(asked);
    expect(steps?.text).toContain('收集步骤');
    expect(steps?.text).toContain('Panther');
  });

  it('give the whole analysis as a file', async () => {
    const asked = await ask('team');

    await people.press(asked, '完整分析');

    const files = (await behind(asked)).flatMap((one) => one.files);
    expect(files.map(({ name }) => name)).toEqual(['完整分析.txt']);
    expect(files[0]?.text).toContain('WpdMtp.dll');
    expect(files[0]?.text).toContain('下一步');
  });

  it('refuse in private who may not, though he forges the button', async () => {
    const asked = await ask('icbc', 'li');
    const inquiry = asked.buttons[0]?.value ?? '';
    const forged = { ...asked, buttons: [{ label: 'x', id: '0:draft-reply', value: inquiry }] };

    const { whispered } = await people.press(forged, 'x', 'li');

    expect(whispered).toEqual([expect.stringContaining('由支持工程师操作')]);
    expect(await behind(asked)).toEqual([]);
  });

  it('tell nothing of an answer that was given elsewhere', async () => {
    const inquiry = answer.buttons[0]?.value ?? '';
    const elsewhere = await ask('icbc', 'li');
    const forged = {
      ...elsewhere,
      buttons: [{ label: 'x', id: '0:whole-analysis', value: inquiry }],
    };

    const { whispered } = await people.press(forged, 'x', 'li');

    expect(whispered).toEqual([expect.stringContaining('不在本对话里')]);
  });

  it('say in private that a form did not open', async () => {
    workspace.proxy.disturb('views.open', { status: 500 });

    const { whispered } = await people.press(answer, '判断不对');

    expect(whispered).toEqual([expect.stringContaining('请再按一次')]);
  });

  it('answer one press once, though Slack sends it twice', async () => {
    const asked = await ask('team');
    const payload = {
      type: 'block_actions',
      user: { id: workspace.users.zhang.id, team_id: workspace.team },
      team: { id: workspace.team },
      trigger_id: 'x',
      channel: { id: asked.channel },
      message: { ts: asked.id, thread_ts: asked.thread },
      actions: [
        {
          type: 'button',
          action_id: '5:collect',
          value: asked.buttons[0]?.value,
          action_ts: '1.1',
        },
      ],
    };

    const statuses = await Promise.all([people.interact(payload), people.interact(payload)]);

    expect(statuses.map(({ status }) => status)).toEqual([200, 200]);
    expect(await behind(asked)).toHaveLength(1);
  });
});
