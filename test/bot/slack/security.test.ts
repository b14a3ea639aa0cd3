import { describe, expect, it } from 'vitest';
import { newEventId, sign } from '../../support/slack-world.ts';
import { deniedLines as log, openSlackWorld } from '../../support/slack-world-open.ts';

const { workspace, people, bot } = await openSlackWorld();
const { botUser, users, channels, proxy } = workspace;
const now = Math.floor(Date.now() / 1000);

async function write(text: string) {
  const { message } = await users.wang.web.chat.postMessage({ channel: channels.team, text });
  const id = String(message?.ts);
  return {
    event: { ...message, type: 'message', channel: channels.team },
    spoken: { channel: channels.team, id, thread: id },
  };
}

describe('a request', () => {
  it.each([
    ['with another secret', (body: string) => sign(body, now, 'another secret')],
    ['of an hour ago', (body: string) => sign(body, now - 3600)],
    ['for another body', () => sign('{}')],
    ['with half a signature', () => ({ 'x-slack-signature': 'v0=00' })],
    ['without a time', () => ({ 'x-slack-request-timestamp': '' })],
  ])('%s is refused', async (_, headers) => {
    const { event, spoken } = await write(log);
    const body = people.envelope(event);

    const { status, text } = await people.send(body, headers(body));

    expect([status, text]).toEqual([401, '']);
    expect(await people.answers(spoken)).toEqual([]);
  });

  it.each(['null', '7', '"x"', '[]', '{', '', '[[[[', '{"type":', '\u0000'])(
    'that is %j does no harm',
    async (body) => {
      const { status } = await people.send(body);

      expect(status).toBe(400);
    },
  );

  it.each([
    {},
    { type: 'event_callback' },
    { type: 'event_callback', event: null },
    { type: 'event_callback', event_id: 7, team_id: [], event: { type: 'message' } },
    { type: 'block_actions', actions: [] },
    { type: 'view_submission', view: {} },
    { command: 7 },
    { type: 'nothing_known' },
  ])(
    'of a strange shape, %j, does no harm',
    async (body) => {
      await people.send(JSON.stringify(body));

      expect(await people.answers(await people.say({ where: 'team', text: log }))).toHaveLength(1);
    },
    20_000,
  );

  it('of more than 4 MB is refused', async () => {
    const { status } = await people.send(`{"a":"${'x'.repeat(4.5 * 1024 * 1024)}"}`).catch(() => ({
      status: 413,
    }));

    expect(status).toBe(413);
  });

  it('that verifies the address gets its challenge back', async () => {
    const { status, text } = await people.send('{"type":"url_verification","challenge":"abc"}');

    expect([status, JSON.parse(text)]).toEqual([200, { challenge: 'abc' }]);
  });
});

describe('who is not configured', () => {
  it('is not answered: another workspace', async () => {
    const { event, spoken } = await write(log);

    const { status } = await people.send(people.envelope(event, newEventId(), 'T0000666'));

    expect(status).toBe(200);
    expect(await people.answers(spoken)).toEqual([]);
  });

  it('is not answered: a guest of another workspace in a shared channel', async () => {
    const { event, spoken } = await write(log);

    await people.deliver({ ...event, user_team: 'T0000666' });

    expect(await people.answers(spoken)).toEqual([]);
  });

  it('is told that a command is not for him, and nothing is kept', async () => {
    const form = {
      command: '/caselens',
      text: '未结案例',
      user_id: users.wang.id,
      team_id: 'T0000666',
      channel_id: channels.team,
      trigger_id: 'x',
    };
    const body = new URLSearchParams(form).toString();

    const { status, text } = await people.send(body, {
      'content-type': 'application/x-www-form-urlencoded',
    });

    expect([status, text]).toEqual([200, expect.stringContaining('没有登记')]);
    expect(await bot().answering.store.nextJobAt()).toBeUndefined();
  });
});

describe('what people write', () => {
  const rich = (elements: unknown[]) => [{ type: 'rich_text', elements }];
  const deep = (depth: number): unknown =>
    depth === 0
      ? { type: 'rich_text_section', elements: [{ type: 'text', text: log }] }
      : { type: 'rich_text_list', elements: [deep(depth - 1)] };

  it.each([
    ['deep lists', rich([deep(1000)])],
    ['five thousand parts', rich(Array.from({ length: 5000 }, () => deep(0)))],
    ['no parts', rich([])],
    ['parts of no type', [{ elements: [1, null, 'x'] }]],
  ])('with %s does no harm', async (_, blocks) => {
    const { event, spoken } = await write(log);

    const status = await people.deliver({ ...event, text: `<@${botUser}> ${log}`, blocks });

    expect(status).toBe(200);
    expect((await people.answers(spoken)).length).toBeLessThanOrEqual(1);
  });

  it.each([
    '<!channel> <!here|x> <@U0000001>',
    '\u202e反🙂👩‍👩‍👧',
    '*粗* `码` ```块```',
    '&lt;!everyone&gt;',
  ])('calls nobody and links nowhere: %s', async (hostile) => {
    const line = `2026-03-02 10:24:58, Error   SP     Error WRITE, 0x00000005 while gathering/applying object: File, C:\\${hostile}\\WpdMtp.dll. Will return 0[gle=0x00000005]`;
    const before = proxy.calls.length;

    const spoken = await people.upload([{ name: `${hostile}.log`, content: `${log}\n${line}` }], {
      where: 'team',
      text: '',
    });

    expect(await people.answers(spoken)).toHaveLength(1);
    const sent = proxy.calls.slice(before).filter(({ method }) => method.startsWith('chat.'));
    for (const { fields } of sent) {
      expect(fields.text).not.toMatch(/<[!@#]/);
      expect(fields.blocks).not.toMatch(/"type":"(?:user|usergroup|broadcast|link|mrkdwn)"/);
    }
  });

  it('is in no log, nor is who wrote it', async () => {
    const spoken = await people.say({ where: 'team', text: `王五 13800000001 ${log}`, by: 'wang' });

    await people.answers(spoken);

    const logged = bot().logged.join('');
    expect(logged).not.toMatch(/王五|13800000001|WpdMtp/);
    expect(logged).not.toContain(users.wang.id);
    expect(logged).not.toContain('a-signing-secret');
  });
});

describe('a customer', () => {
  it('is answered in his channel, without what is for the desk', async () => {
    const [own] = await people.answers(await people.say({ where: 'icbc', text: log, by: 'li' }));
    const [listened] = await people.answers(await people.say({ where: 'icbc', text: log }));

    expect(own?.buttons.map(({ label }) => label)).not.toContain('关联 CAS');
    expect(own?.text).toContain('WpdMtp.dll');
    expect(listened?.text).toContain('WpdMtp.dll');
  });
});
