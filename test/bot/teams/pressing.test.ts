import { describe, expect, it } from 'vitest';
import { actions } from '../../../handlers/actions.ts';
import {
  activityOf,
  bankTenant,
  openTeamsWorld,
  staffTenant,
  type TeamsWorld,
} from '../../support/teams-world.ts';

const setuperr =
  '2020-07-08 10:24:58, Error                 SP     SPWIMCallback: Error in apply of C:\\$WINDOWS.~BT\\NewOS\\Windows\\WinSxS\\amd64_dual_wpdmtp.inf\\WpdMtp.dll. GLE [5]';

interface Press {
  verb: string;
  data: Record<string, unknown>;
}

/** Every button of a card, as the card has it. */
function buttonsOf(card: unknown): Press[] {
  if (Array.isArray(card)) {
    return card.flatMap(buttonsOf);
  }
  if (typeof card !== 'object' || card === null) {
    return [];
  }
  const { type, verb, data, fallback: _, ...rest } = card as Record<string, unknown>;
  const own = type === 'Action.Execute' ? [{ verb, data } as Press] : [];
  return [...own, ...Object.values(rest).flatMap(buttonsOf)];
}

async function ask(world: TeamsWorld, text: string) {
  await world.deliver(activityOf({ serviceUrl: world.serviceUrl, text }));
  const messages = await world.settled();
  const message = messages.at(-1);
  const card = message?.shown.at(-1)?.attachments?.[0]?.content;
  return { message, card, buttons: buttonsOf(card) };
}

function invokeOf(world: TeamsWorld, { verb, data }: Press, more = {}) {
  return activityOf({
    serviceUrl: world.serviceUrl,
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    ...more,
  });
}

/** Not the offer of a file. */
function isCard({ shown }: TeamsWorld['service']['messages'][number]): boolean {
  return shown[0]?.attachments?.[0]?.contentType === 'application/vnd.microsoft.card.adaptive';
}

const toast = {
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
};

describe('a button', () => {
  it('is acknowledged in a word and answered in a card, whichever it is', async () => {
    const world = await openTeamsWorld();
    const { buttons } = await ask(world, setuperr);

    expect(buttons.length).toBeGreaterThan(2);
    for (const button of buttons) {
      const before = world.service.messages.length;
      const answered = await world.deliver(invokeOf(world, button));

      expect(answered).toMatchObject({
        status: 200,
        body: { ...toast, value: expect.stringContaining('收到') },
      });
      const messages = (await world.settled()).slice(before);
      const cards = messages.filter(isCard);
      expect(cards).toHaveLength(1);
      expect(JSON.stringify(cards[0]?.shown.at(-1))).not.toContain('正在分析');
      expect(JSON.stringify(cards[0]?.shown.at(-1))).not.toContain('已失效');
    }
  });

  it('that is delivered again does nothing again', async () => {
    const world = await openTeamsWorld();
    const { buttons } = await ask(world, setuperr);
    const press = invokeOf(world, buttons[0] as Press);

    await world.deliver(press);
    await world.deliver(press);

    expect(await world.settled()).toHaveLength(2);
  });

  it('of an older client comes as a message with a value', async () => {
    const world = await openTeamsWorld();
    const { buttons } = await ask(world, setuperr);

    await world.deliver(
      activityOf({ serviceUrl: world.serviceUrl, value: buttons[0]?.data, replyToId: 'm-1' }),
    );

    const messages = await world.settled();
    expect(messages).toHaveLength(2);
    expect(JSON.stringify(messages[1]?.shown.at(-1))).not.toContain('已失效');
  });

  it('that is not ours is told so, and nothing is stored', async () => {
    const world = await openTeamsWorld();

    const answered = await world.deliver(
      invokeOf(world, { verb: 'x', data: { something: 'else' } }),
    );

    expect(answered.body).toMatchObject({ ...toast, value: expect.stringContaining('已失效') });
    expect(await world.answering.store.nextJobAt()).toBeUndefined();
  });

  it('is not for people of no customer', async () => {
    const world = await openTeamsWorld({
      config: { tenants: { [`teams/${bankTenant}`]: { customer: 'gone' } } },
    });

    const answered = await world.deliver(
      invokeOf(
        world,
        { verb: 'helpful', data: {} },
        { tenant: bankTenant, channelData: { tenant: { id: bankTenant } } },
      ),
    );

    expect(answered.body).toMatchObject({ ...toast, value: expect.stringContaining('没有登记') });
  });
});

describe('a form', () => {
  it('is asked for, filled in, and gives way to what comes of it', async () => {
    const world = await openTeamsWorld();
    const { buttons } = await ask(world, setuperr);
    const wrong = buttons.find(({ data }) => JSON.stringify(data).includes('wrong')) as Press;

    await world.deliver(invokeOf(world, wrong));
    const form = (await world.settled()).at(-1);
    const card = form?.shown.at(-1)?.attachments?.[0]?.content;
    const submit = buttonsOf(card).at(-1) as Press;
    const data = { ...submit.data, ...filledIn(card) };
    await world.deliver(invokeOf(world, { ...submit, data }, { replyToId: form?.id }));

    const messages = await world.settled();
    expect(messages).toHaveLength(2);
    expect(JSON.stringify(messages[1]?.shown.at(-1))).toContain('记录');
    expect(buttonsOf(messages[1]?.shown.at(-1)?.attachments?.[0]?.content)).toEqual([]);
    expect(actions.map(({ id }) => id)).toContain('wrong');
  });
});

/** Something for every field of a card. */
function filledIn(card: unknown): Record<string, string> {
  if (Array.isArray(card)) {
    return Object.assign({}, ...card.map(filledIn));
  }
  if (typeof card !== 'object' || card === null) {
    return {};
  }
  const { type, id, choices, ...rest } = card as Record<string, unknown>;
  const isField = typeof type === 'string' && type.startsWith('Input.');
  const [choice] = (choices ?? []) as { value: string }[];
  return {
    ...(isField && { [String(id)]: choice?.value ?? '日志里没有这个文件' }),
    ...Object.assign({}, ...Object.values(rest).map(filledIn)),
  };
}

describe('诊断此消息', () => {
  const room = 'a:personal-1';
  const shown = (world: TeamsWorld, content: string, more = {}) =>
    activityOf({
      serviceUrl: world.serviceUrl,
      type: 'invoke',
      name: 'composeExtension/fetchTask',
      value: {
        commandId: 'diagnoseMessage',
        commandContext: 'message',
        messagePayload: { id: '1700', body: { contentType: 'html', content } },
      },
      ...more,
    });
  const said = (body: unknown) => (body as { task: { value: string } }).task.value;

  it('answers where the bot is', async () => {
    const world = await openTeamsWorld();
    await ask(world, '帮助');

    const { body } = await world.deliver(shown(world, `<div>${setuperr}</div>`, { room }));

    expect(said(body)).toContain('这个会话');
    const messages = await world.settled();
    expect(messages[1]?.conversation).toBe(room);
    expect(JSON.stringify(messages[1]?.shown.at(-1))).toContain('WpdMtp.dll');
  });

  it('answers in the personal chat where the bot is not', async () => {
    const world = await openTeamsWorld();
    await ask(world, '帮助');

    const { body } = await world.deliver(
      shown(world, setuperr, { room: '19:elsewhere@thread.v2', kind: 'groupChat' }),
    );

    expect(said(body)).toContain('个人聊天');
    expect((await world.settled())[1]?.conversation).toBe(room);
  });

  it('tells who has no chat with the bot where to go', async () => {
    const world = await openTeamsWorld();

    const { body } = await world.deliver(
      shown(world, setuperr, { room: '19:elsewhere@thread.v2', kind: 'groupChat' }),
    );

    expect(said(body)).toContain('添加到这里');
    expect(await world.settled()).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a picture alone', '<img src="x">'],
  ])('has nothing to do with %s', async (_, content) => {
    const world = await openTeamsWorld();

    const { body } = await world.deliver(shown(world, content));

    expect(said(body)).toContain('没有文字');
  });

  it('works without a dialog too', async () => {
    const world = await openTeamsWorld();
    await ask(world, '帮助');

    const { status } = await world.deliver(
      shown(world, setuperr, { name: 'composeExtension/submitAction', tenant: staffTenant }),
    );

    expect(status).toBe(200);
    expect(await world.settled()).toHaveLength(2);
  });
});
