import { describe, expect, it } from 'vitest';
import { replyOf } from '../../../handlers/command.ts';
import { commands } from '../../../handlers/commands.ts';
import type { Inquiry } from '../../../handlers/inquiry.ts';
import {
  type ActivityParts,
  activityOf,
  bankTenant,
  listeningRoom,
  mentionOf,
  openTeamsWorld,
  staffTenant,
} from '../../support/teams-world.ts';

const setuperr =
  '2020-07-08 10:24:58, Error                 SP     SPWIMCallback: Error in apply of C:\\$WINDOWS.~BT\\NewOS\\Windows\\WinSxS\\amd64_dual_wpdmtp.inf\\WpdMtp.dll. GLE [5]';
const group = '19:group@thread.v2';
const room = '19:room@thread.tacv2';

/** What reached the one who answers. */
async function openHearing(parts: Parameters<typeof openTeamsWorld>[0] = {}) {
  const heard: Inquiry[] = [];
  const world = await openTeamsWorld({
    answer: async (inquiry) => {
      heard.push(inquiry);
      return { id: inquiry.id ?? '', reply: replyOf([], `答：${inquiry.text}`) };
    },
    ...parts,
  });
  const say = (more: Omit<ActivityParts, 'serviceUrl'>) =>
    world.deliver(activityOf({ serviceUrl: world.serviceUrl, ...more }));
  return { ...world, heard, say };
}

function inChannel(thread: string, of = room) {
  return {
    room: `${of};messageid=${thread}`,
    kind: 'channel' as const,
    channelData: {
      tenant: { id: staffTenant },
      team: { id: '19:team@thread.tacv2' },
      channel: { id: of },
    },
  };
}

describe('a question', () => {
  it('is acknowledged with nothing and answered in one card, announced and edited', async () => {
    const world = await openTeamsWorld();

    const answered = await world.deliver(
      activityOf({ serviceUrl: world.serviceUrl, text: setuperr }),
    );

    expect(answered).toEqual({ status: 200, body: undefined });
    const [message, ...more] = await world.settled();
    expect(more).toEqual([]);
    expect(world.service.typing).toEqual(['a:personal-1']);
    expect(message?.shown.map(({ type, text }) => [type, text])).toEqual(
      message?.shown.map(() => ['message', undefined]),
    );
    expect(JSON.stringify(message?.shown[0])).toContain('正在分析');
    const last = message?.shown.at(-1);
    expect(last?.attachments).toHaveLength(1);
    expect(last?.summary).toContain('WpdMtp.dll');
    expect(JSON.stringify(last?.attachments?.[0]?.content)).toContain('WpdMtp.dll');
  });

  it.each([
    ['once', 1],
    ['five times', 5],
  ])('is answered once, delivered %s', async (_, times) => {
    const world = await openHearing();
    const activity = activityOf({ serviceUrl: world.serviceUrl, text: 'KB5034441 失败' });

    const all = await Promise.all(Array.from({ length: times }, () => world.deliver(activity)));

    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: times }, () => 200));
    expect(await world.settled()).toHaveLength(1);
    expect(world.heard).toHaveLength(1);
  });

  it('is heard in a group chat when the bot is mentioned, without the mention', async () => {
    const world = await openHearing();

    await world.say({ room: group, kind: 'groupChat', text: '大家好' });
    await world.say({ room: group, kind: 'groupChat', ...mentionOf('0x80070005 是什么') });

    await world.settled();
    expect(world.heard.map(({ text }) => text)).toEqual(['0x80070005 是什么']);
  });

  it('is answered in its own thread of a channel', async () => {
    const world = await openHearing();

    await world.say({ ...inChannel('17'), ...mentionOf('升级失败') });

    const [message] = await world.settled();
    expect(message?.conversation).toBe(`${room};messageid=17`);
    expect(world.heard[0]).toMatchObject({ conversation: `${room};messageid=17` });
  });

  it('in a thread that the bot has answered needs no mention when it adds to it', async () => {
    const world = await openTeamsWorld();
    const say = (text: object) =>
      world.deliver(activityOf({ serviceUrl: world.serviceUrl, ...inChannel('18'), ...text }));

    await say(mentionOf('补丁装不上'));
    await world.settled();
    await say({ text: '中午吃什么' });
    await say({ text: 'KB5034441' });
    await say({ ...inChannel('19'), text: 'KB5034441' });

    await world.settled();
    const kept = await world.answering.store.listInquiries(`${room};messageid=18`, 0);
    expect(kept).toHaveLength(2);
  });

  it('with log lines needs no mention where the bot listens, and leaves no trace elsewhere', async () => {
    const world = await openHearing();

    await world.say({ ...inChannel('21', listeningRoom), text: setuperr });
    await world.say({ ...inChannel('22', listeningRoom), text: '大家下午好' });
    await world.say({ ...inChannel('23'), text: setuperr });

    await world.settled();
    expect(world.heard.map(({ conversation }) => conversation)).toEqual([
      `${listeningRoom};messageid=21`,
    ]);
  });

  it('comes as formatted text, with the lines of its code block', async () => {
    const world = await openHearing();
    const content =
      '<p><span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">CaseLens</span>&nbsp;看下</p>\n' +
      '<pre class="language-text"><code>line &lt;1&gt;<br>line  2</code></pre><p>谢谢</p>';

    await world.say({
      room: group,
      kind: 'groupChat',
      ...mentionOf('看下 line <1> line 2 谢谢'),
      attachments: [{ contentType: 'text/html', content }],
    });

    await world.settled();
    expect(world.heard[0]?.text).toBe('看下\nline <1>\nline  2\n谢谢');
  });

  it('in several messages within a minute is one question with one answer', async () => {
    const world = await openTeamsWorld();
    const said = { serviceUrl: world.serviceUrl, room: 'a:several' };

    await world.deliver(activityOf({ ...said, text: '补丁装不上' }));
    await world.settled();
    await world.deliver(activityOf({ ...said, text: 'KB5034441 报 0x80070643' }));

    const messages = await world.settled();
    expect(messages).toHaveLength(1);
    expect(JSON.stringify(messages[0]?.shown.at(-1))).toContain('5034441');
  });

  it('waits for the one before in its conversation, and for no other one', async () => {
    const order: string[] = [];
    let free = () => {};
    const neighbour = new Promise<void>((resolve) => {
      free = resolve;
    });
    const world = await openTeamsWorld({
      answer: async ({ text, id = '' }) => {
        if (text === '慢') {
          await neighbour;
        }
        order.push(text);
        if (text === '旁') {
          free();
        }
        return { id, reply: replyOf([], text) };
      },
    });
    const say = (one: string, text: string) =>
      world.deliver(activityOf({ serviceUrl: world.serviceUrl, room: one, text }));

    await say('a:one', '慢');
    await say('a:one', '后');
    await say('a:two', '旁');

    await world.settled();
    expect(order).toEqual(['旁', '慢', '后']);
  });

  it('of the bank is asked as the bank', async () => {
    const world = await openHearing();

    await world.say({ tenant: bankTenant, person: 'p-bank', text: '升级失败' });
    await world.say({ person: 'p-staff', room: 'a:other', text: '升级失败' });

    await world.settled();
    expect(world.heard.map(({ asker }) => asker)).toEqual([
      { face: 'teams', id: 'p-bank', role: 'branch', customer: '工商银行' },
      { face: 'teams', id: 'p-staff', role: 'staff' },
    ]);
  });

  it('in a channel of a customer is told nothing of others', async () => {
    const world = await openHearing({
      config: {
        channels: { [`teams/${room}`]: { customer: 'icbc', listen: 'logs', summary: false } },
      },
    });

    await world.say({ ...inChannel('31'), ...mentionOf('升级失败') });

    await world.settled();
    expect(world.heard[0]?.asker).toMatchObject({ role: 'staff', customer: '工商银行' });
  });

  it('by a person of no customer is not kept', async () => {
    const world = await openHearing({
      config: {
        tenants: { [`teams/${bankTenant}`]: { customer: 'gone' } },
      },
    });

    const { status } = await world.say({ tenant: bankTenant, text: '升级失败' });

    expect(status).toBe(200);
    expect(await world.settled()).toEqual([]);
    expect(world.logged.at(-1)).toMatchObject({ msg: 'Nobody is answered who is not configured' });
  });
});

describe('a command', () => {
  it('is answered, whichever it is', async () => {
    const world = await openTeamsWorld();

    for (const { name } of commands) {
      await world.deliver(
        activityOf({ serviceUrl: world.serviceUrl, room: `a:${name}`, text: `${name} 升级` }),
      );
    }

    const messages = await world.settled();
    expect(new Set(messages.map(({ conversation }) => conversation)).size).toBe(commands.length);
    for (const { shown } of messages) {
      expect(JSON.stringify(shown.at(-1))).not.toContain('正在分析');
      expect(JSON.stringify(shown.at(-1))).not.toContain('处理时出错');
    }
  });

  it('can be given with a mention', async () => {
    const world = await openTeamsWorld();

    await world.deliver(
      activityOf({
        serviceUrl: world.serviceUrl,
        ...inChannel('41'),
        ...mentionOf('错误码 0x80070005'),
      }),
    );

    const [message] = await world.settled();
    expect(JSON.stringify(message?.shown.at(-1))).toContain('拒绝访问');
  });
});

describe('what is no question', () => {
  it.each([
    ['a reaction', { type: 'messageReaction' }],
    ['an edit', { type: 'messageUpdate', text: setuperr }],
    ['somebody who joins', { type: 'conversationUpdate', membersAdded: [{ id: '29:x' }] }],
    ['an installation', { type: 'installationUpdate', action: 'add' }],
    ['an empty message', { text: '' }],
  ])('is acknowledged and not answered: %s', async (_, more) => {
    const world = await openHearing();

    const { status } = await world.say(more);

    expect(status).toBe(200);
    expect(await world.settled()).toEqual([]);
    expect(world.heard).toEqual([]);
  });
});
