import { describe, expect, it } from 'vitest';
import { deniedLines as log, openSlackWorld } from '../../support/slack-world-open.ts';
import { refusal } from '../../support/slack-world-proxy.ts';

const { workspace, people, bot } = await openSlackWorld();
const { botUser, users, channels, proxy } = workspace;
const day = 24 * 60 * 60_000;

async function keptIn(conversation: string): Promise<number> {
  return (await bot().answering.store.listInquiries(conversation, Date.now() - day)).length;
}

describe('a mention', () => {
  it.each([
    ['a code block', `升级失败\n\`\`\`\n${log}\n\`\`\``],
    ['a quote', log.replaceAll(/^/gm, '&gt; ')],
    ['bare lines', log],
  ])('is answered with the cause in %s, in its thread', async (_, text) => {
    const spoken = await people.say({ where: 'asked', mention: true, text });

    const [answer, ...others] = await people.answers(spoken);

    expect(others).toEqual([]);
    expect(answer?.text).toContain('WpdMtp.dll');
    expect(answer?.thread).toBe(spoken.id);
    const [question] = await people.list(spoken);
    expect(question?.reactions).toMatchObject([{ name: 'eyes', users: [botUser] }]);
  });

  it('shows a placeholder before the answer, which is edited into it', async () => {
    const before = proxy.calls.length;
    const spoken = await people.say({ where: 'asked', mention: true, text: log });

    const [answer] = await people.answers(spoken);

    const calls = proxy.calls.slice(before).filter(({ method }) => method.startsWith('chat.'));
    expect(calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.update']);
    expect(calls[0]?.fields.text).toContain('正在分析');
    expect(calls[1]?.fields.ts).toBe(answer?.id);
  });

  it('reads a message that was forwarded into it', async () => {
    const { message } = await users.zhang.web.chat.postMessage({
      channel: channels.asked,
      text: `<@${botUser}> 看看这个`,
    });
    const attachments = [
      { is_share: true, text: '', message_blocks: [{ message: { blocks: richLines(log) } }] },
    ];
    const event = { ...message, type: 'app_mention', channel: channels.asked, attachments };

    await people.deliver(event);

    const id = String(message?.ts);
    const [answer] = await people.answers({ channel: channels.asked, id, thread: id });
    expect(answer?.text).toContain('WpdMtp.dll');
  });

  it('counts when it is added to a message by editing it', async () => {
    const spoken = await people.say({ where: 'asked', text: log });
    expect(await people.answers(spoken)).toEqual([]);
    const text = `<@${botUser}> ${log}`;

    await people.deliver({
      type: 'message',
      subtype: 'message_changed',
      channel: spoken.channel,
      message: { type: 'message', user: users.zhang.id, text, ts: spoken.id },
      ts: `${Date.now() / 1000}`,
    });
    await people.deliver({
      type: 'app_mention',
      user: users.zhang.id,
      channel: spoken.channel,
      text,
      ts: spoken.id,
      edited: { user: users.zhang.id, ts: `${Date.now() / 1000}` },
    });

    const answers = await people.answers(spoken);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain('WpdMtp.dll');
  });

  it('under a log of a colleague is about that log', async () => {
    const spoken = await people.say({ where: 'asked', text: log, by: 'wang' });
    const called = await people.say({
      where: 'asked',
      text: '帮忙看一下',
      mention: true,
      after: spoken,
    });

    const [answer] = await people.answers(called);

    expect(answer?.text).toContain('WpdMtp.dll');
  });
});

describe('a direct message', () => {
  it('is answered, and what is added within a minute is the same question', async () => {
    const first = await people.say({ where: 'direct', text: '补丁装不上怎么办' });
    const [asking] = await people.answers(first);
    await people.say({ where: 'direct', text: log });

    const answers = await people.answers(first);

    expect(asking?.text).toContain('请先告诉我');
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ id: asking?.id, text: expect.stringContaining('WpdMtp') });
  });
});

describe('a thread', () => {
  it('takes several messages of one person within a minute for one question', async () => {
    const first = await people.say({ where: 'team', text: log });
    await people.say({ where: 'team', text: 'KB5035849', after: first });
    await people.say({ where: 'team', text: '离线安装，重启前', after: first });

    const answers = await people.answers(first);

    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain('WpdMtp.dll');
  });

  it('answers somebody else there on his own, and says what changed', async () => {
    const first = await people.say({ where: 'team', text: log });
    await people.answers(first);
    await people.say({ where: 'team', text: log, after: first, by: 'wang' });

    const answers = await people.answers(first);

    expect(answers).toHaveLength(2);
    expect(answers[1]?.text.split('\n')[0]).toMatch(/仍|相同|没有变|不变|一致/);
  });

  it('in which it has answered is followed, other talk there is left alone', async () => {
    const first = await people.say({ where: 'asked', text: log, mention: true });
    await people.answers(first);
    const talk = await people.say({ where: 'asked', text: '中午吃什么', after: first, by: 'wang' });
    expect(await people.answers(talk)).toHaveLength(1);

    await people.say({ where: 'asked', text: '0x80070005 还是失败', after: first, by: 'wang' });

    expect(await people.answers(first)).toHaveLength(2);
  });
});

describe('a channel', () => {
  it.each([
    { where: 'team', text: log, mention: false, answered: 1 },
    { where: 'team', text: '大家早上好，今天谁值班', mention: false, answered: 0 },
    { where: 'asked', text: log, mention: false, answered: 0 },
    { where: 'silent', text: log, mention: true, answered: 0 },
    { where: 'other', text: log, mention: false, answered: 0 },
    { where: 'other', text: log, mention: true, answered: 1 },
  ] as const)('$where is answered $answered times, mention: $mention', async (said) => {
    const spoken = await people.say(said);

    expect(await people.answers(spoken)).toHaveLength(said.answered);
    expect(await keptIn(`${spoken.channel}:${spoken.id}`)).toBe(said.answered);
  });

  it('of which nothing is answered leaves nothing in the store', async () => {
    const receive = proxy.calls.length;

    await people.say({ where: 'team', text: '王五的手机是 13800000001' });
    await bot().settled();

    expect(proxy.calls.length).toBe(receive);
    expect(await bot().answering.store.takeJob(Date.now() + day, Date.now() + day)).toBeUndefined();
  });
});

describe('the shortcut', () => {
  it('diagnoses a message of anybody in its thread, as often as it is asked', async () => {
    const spoken = await people.say({ where: 'silent', text: log, by: 'wang' });

    expect(await people.shortcut(spoken)).toBe(200);

    const answers = await people.answers(spoken);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain('WpdMtp.dll');
  });
});

const commands = [
  ['', '帮助'],
  ['帮助', '错误码'],
  ['错误码 0x80070005', '0x80070005'],
  ['查案例 WpdMtp.dll', 'CAS-'],
  ['案例 CAS-02713-B6R8B4', 'CAS-02713-B6R8B4'],
  ['对比 CAS-02713-B6R8B4 CAS-02564-J6C0B1', 'CAS-02564-J6C0B1'],
  ['未结案例', '未结'],
  ['我的案例', '案例'],
  ['开案例 湖北分行补丁安装失败', '客户'],
  ['更新案例 CAS-99999-X0X0X0 已联系', 'CAS-99999-X0X0X0'],
  ['关联 CAS-99999-X0X0X0', 'CAS-'],
  ['归档案例 CAS-99999-X0X0X0', 'CAS-99999-X0X0X0'],
  ['初次响应 CAS-99999-X0X0X0', 'CAS-99999-X0X0X0'],
  ['起草回复', '回答'],
  ['日报', '案例日报'],
  ['收集 升级', 'Panther'],
  ['诊断 0x80070643', '0x80070643'],
] as const;

describe('/caselens', () => {
  it.each(commands)('%s is answered', async (text, expected) => {
    const seen = await people.list({ channel: channels.other, id: '' });

    const { status, text: acknowledged } = await people.command(text, 'other');

    expect([status, acknowledged]).toEqual([200, expect.stringContaining('收到')]);
    const answers = await people.answers({ channel: channels.other, id: '' });
    const old = new Set(seen.map(({ ts }) => ts));
    const [answer, ...more] = answers.filter(({ id }) => !old.has(id));
    expect(more).toEqual([]);
    expect(answer?.text).toContain(expected);
  });

  it('given where the bot is not is answered in private', async () => {
    const person = users.zhang.direct;
    const seen = await people.answers({ channel: person, id: '' });
    proxy.disturb('chat.postMessage', refusal('not_in_channel'));

    await people.command('错误码 0x80070005', 'away');

    const answers = await people.answers({ channel: person, id: '' });
    expect(answers).toHaveLength(seen.length + 1);
    expect(answers.at(-1)?.text).toContain('0x80070005');
  });
});

function richLines(text: string) {
  const elements = [{ type: 'text', text }];
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements }] }];
}
