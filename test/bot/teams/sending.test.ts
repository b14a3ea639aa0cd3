import { describe, expect, it } from 'vitest';
import { isPermanent, retryAfter } from '../../../bot/jobs/worker.ts';
import { replyOf, say } from '../../../handlers/command.ts';
import {
  activityOf,
  bot,
  listeningRoom,
  mentionOf,
  openTeamsWorld,
  staffTenant,
  type TeamsWorld,
} from '../../support/teams-world.ts';
import type { Call, Refusal } from '../../support/teams-world-service.ts';

const isMessage = ({ body }: Call) => body.includes('"message"');

/** Turns the first calls of a kind away. */
function refuseFirst(world: TeamsWorld, method: string, refusals: readonly Refusal[]): void {
  const left = [...refusals];
  world.service.refuse = (call) =>
    call.method === method && isMessage(call) ? left.shift() : undefined;
}

function openEcho(parts: Parameters<typeof openTeamsWorld>[0] = {}) {
  let answered = 0;
  return openTeamsWorld({
    ...parts,
    answer: async ({ id = '', text }) => {
      answered += 1;
      return { id, reply: replyOf([], `答：${text}（${answered}）`) };
    },
  });
}

const soon = { 'retry-after': '0' };

describe('an answer', () => {
  it.each([429, 412, 502, 504])('arrives although %i is said to post and edit', async (status) => {
    const world = await openEcho();
    refuseFirst(world, 'POST', [{ status, headers: soon }]);
    await world.deliver(activityOf({ serviceUrl: world.serviceUrl, text: '一' }));
    await world.settled();
    refuseFirst(world, 'PUT', [{ status, headers: soon }, { status }]);
    await world.deliver(activityOf({ serviceUrl: world.serviceUrl, text: '二', room: 'a:2' }));

    const messages = await world.settled();

    expect(messages.map(({ shown }) => shown.at(-1)?.summary)).toEqual([
      '答：一（1）',
      '答：二（2）',
    ]);
  });

  it.each([500, 503])('is tried again by its job after %i, and not made again', async (status) => {
    const world = await openEcho();
    refuseFirst(world, 'PUT', [{ status }, { status }]);

    await world.deliver(activityOf({ serviceUrl: world.serviceUrl, text: '一' }));

    const messages = await world.settled();
    expect(messages.map(({ shown }) => shown.at(-1)?.summary)).toEqual(['答：一（1）']);
  });

  it('stands once when the edit came through though it was answered with 504', async () => {
    const world = await openEcho();
    refuseFirst(world, 'PUT', [{ status: 504, shows: true, headers: soon }]);

    await world.deliver(activityOf({ serviceUrl: world.serviceUrl, text: '一' }));

    const [message, ...more] = await world.settled();
    expect(more).toEqual([]);
    expect(message?.shown.at(-1)?.summary).toBe('答：一（1）');
  });

  it('stands once when a placeholder came through though it was answered with 502', async () => {
    const world = await openEcho();
    refuseFirst(world, 'POST', [{ status: 502, shows: true, headers: soon }]);

    await world.deliver(activityOf({ serviceUrl: world.serviceUrl, text: '一' }));

    const messages = await world.settled();
    const answers = messages.filter(({ shown }) => shown.at(-1)?.summary?.startsWith('答'));
    expect(answers).toHaveLength(1);
  });

  it('arrives although nothing came back at first', async () => {
    const world = await openEcho({ milliseconds: 300 });
    const typing = ({ body }: Call) => body.includes('"typing"');
    refuseFirst(world, 'PUT', [{ status: 0, hangs: true }]);
    const refuse = world.service.refuse;
    world.service.refuse = (call) => (typing(call) ? { status: 0, hangs: true } : refuse(call));

    await world.deliver(activityOf({ serviceUrl: world.serviceUrl, text: '一' }));

    const messages = await world.settled();
    expect(messages.map(({ shown }) => shown.at(-1)?.summary)).toEqual(['答：一（1）']);
  });

  it('is given up at once where the bot may not speak', async () => {
    const world = await openEcho();
    world.service.refuse = () => ({ status: 403 });

    await world.deliver(activityOf({ serviceUrl: world.serviceUrl, text: '一' }));

    expect(await world.settled()).toEqual([]);
    expect(world.logged.filter(({ msg }) => msg === 'A job is given up')).toHaveLength(1);
    expect(JSON.stringify(world.logged)).not.toContain('as the test wants it');
  });

  it('does not carry its token to where it is sent on to', async () => {
    const world = await openEcho();
    const location = `${world.service.url}/files/elsewhere`;
    refuseFirst(world, 'POST', [{ status: 307, headers: { location } }]);

    await world.deliver(activityOf({ serviceUrl: world.serviceUrl, text: '一' }));

    await world.settled();
    expect(world.service.calls.map(({ path }) => path)).not.toContain('/files/elsewhere');
  });
});

describe('a summary', () => {
  const inRoom = (thread: string, room = listeningRoom) => ({
    room: `${room};messageid=${thread}`,
    kind: 'channel' as const,
    channelData: { tenant: { id: staffTenant }, channel: { id: room }, team: { id: '19:t' } },
  });

  it('is a new post of the channel, not a reply', async () => {
    const world = await openEcho();
    await world.deliver(
      activityOf({ serviceUrl: world.serviceUrl, ...inRoom('17'), text: '大家好' }),
    );
    const target = world.face.channelTarget?.(listeningRoom) ?? '';

    const posted = await world.face.post(target, say('案例日报'));
    await world.face.edit(posted, say('案例日报（更新）'));

    const [message, ...more] = await world.settled();
    expect(more).toEqual([]);
    expect(message?.conversation).toBe(listeningRoom);
    expect(message?.shown.map(({ summary }) => summary)).toEqual(['案例日报', '案例日报（更新）']);
  });

  it('reaches a channel that nobody has written in, once the bot is installed', async () => {
    const world = await openEcho();
    await world.deliver(
      activityOf({
        serviceUrl: world.serviceUrl,
        ...inRoom('17', '19:general@thread.tacv2'),
        type: 'conversationUpdate',
      }),
    );

    await world.face.post(world.face.channelTarget?.(listeningRoom) ?? '', say('案例日报'));

    expect((await world.settled())[0]?.conversation).toBe(listeningRoom);
  });

  it('shows its picture', async () => {
    const world = await openEcho();
    await world.deliver(
      activityOf({ serviceUrl: world.serviceUrl, ...inRoom('17'), text: '大家好' }),
    );
    const picture = { name: 'open.png', mediaType: 'image/png', bytes: Buffer.from(png, 'base64') };
    const chart = {
      kind: 'chart' as const,
      picture,
      alt: '未结案例',
      header: ['日期'],
      rows: [['1']],
    };

    await world.face.post(
      world.face.channelTarget?.(listeningRoom) ?? '',
      replyOf([chart], '案例日报'),
    );

    const [message] = await world.settled();
    expect(JSON.stringify(message?.shown[0])).toContain('data:image/png;base64,');
  });

  it.each([
    ['nobody has heard of the bot', () => undefined],
    [
      'the bot has been taken out',
      () => ({ type: 'installationUpdate', action: 'remove', ...inRoom('17') }),
    ],
    [
      'the bot has been removed as a member',
      () => ({ type: 'conversationUpdate', membersRemoved: [bot], ...inRoom('17') }),
    ],
  ])('is not sent where %s', async (_, last) => {
    const world = await openEcho();
    const more = last();
    if (more) {
      const { serviceUrl } = world;
      await world.deliver(activityOf({ serviceUrl, room: 'a:1', text: '帮助' }));
      await world.answering.store.saveReference('teams', listeningRoom, JSON.stringify({}));
      await world.deliver(activityOf({ serviceUrl, ...more }));
    }

    const posting = world.face.post(world.face.channelTarget?.(listeningRoom) ?? '', say('日报'));

    await expect(posting).rejects.toThrow('not been heard of');
  });

  it('forgets where it is forbidden, until somebody speaks to the bot again', async () => {
    const world = await openEcho();
    const { store } = world.answering;
    const hello = () =>
      world.deliver(activityOf({ serviceUrl: world.serviceUrl, ...inRoom('17'), text: '大家好' }));
    await hello();
    world.service.refuse = () => ({ status: 403 });

    const failure = await world.face
      .post(world.face.channelTarget?.(listeningRoom) ?? '', say('日报'))
      .catch((error: unknown) => error);

    expect(isPermanent(failure)).toBe(true);
    expect(await store.findReference('teams', listeningRoom)).toBeUndefined();
    await hello();
    expect(await store.findReference('teams', listeningRoom)).toContain(world.serviceUrl);
  });

  it('tells how long a busy platform wants to be left alone', async () => {
    const world = await openEcho();
    await world.deliver(
      activityOf({ serviceUrl: world.serviceUrl, ...inRoom('17'), ...mentionOf('帮助') }),
    );
    await world.settled();
    world.service.refuse = () => ({ status: 429, headers: { 'retry-after': '60' } });

    const failure = await world.face
      .post(world.face.channelTarget?.(listeningRoom) ?? '', say('日报'))
      .catch((error: unknown) => error);

    expect(isPermanent(failure)).toBe(false);
    expect(retryAfter(failure)).toBeGreaterThanOrEqual(60_000);
    expect(retryAfter(failure)).toBeLessThanOrEqual(90_000);
  });

  it.each(['C0000001', '19:x;messageid=1', '', '19:', 'a b'])(
    'knows no channel like %j',
    async (channel) => {
      const world = await openEcho();

      expect(world.face.channelTarget?.(channel)).toBeUndefined();
    },
  );
});

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
