import { describe, expect, it } from 'vitest';
import type { Deps } from '../../../bot/face.ts';
import { newEventId } from '../../support/slack-world.ts';
import { deniedLines as log, openSlackWorld } from '../../support/slack-world-open.ts';
import { refusal } from '../../support/slack-world-proxy.ts';

let isFull = false;
const world = await openSlackWorld({
  wrap: (deps: Deps): Deps => ({
    ...deps,
    jobs: {
      receive: async (delivery) => {
        if (isFull) {
          throw new Error('disk is full');
        }
        return deps.jobs.receive(delivery);
      },
    },
  }),
});
const { workspace, people, bot } = world;
const { proxy, botUser, users, channels } = workspace;
const tooMany = { status: 429, headers: { 'retry-after': '1' } };

/** A message that Slack has, and the bot has not heard of. */
async function write(text: string) {
  const { message } = await users.zhang.web.chat.postMessage({ channel: channels.team, text });
  const id = String(message?.ts);
  return {
    event: { ...message, type: 'message', channel: channels.team },
    spoken: { channel: channels.team, id, thread: id },
  };
}

function records(sentence: string) {
  return bot().logged.filter((line) => line.includes(sentence));
}

describe('a delivery', () => {
  it('that Slack repeats is answered once, also after the answer', async () => {
    const { event, spoken } = await write(log);
    const id = newEventId();
    const again = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };

    const statuses = [await people.deliver(event, id), await people.deliver(event, id, again)];
    await people.answers(spoken);
    statuses.push(await people.deliver(event, id, { ...again, 'x-slack-retry-num': '2' }));

    expect(statuses).toEqual([200, 200, 200]);
    expect(await people.answers(spoken)).toHaveLength(1);
  });

  it('that comes as message and as mention, at once, is answered once', async () => {
    const { event, spoken } = await write(`<@${botUser}> ${log}`);

    await Promise.all([
      people.deliver({ ...event, type: 'app_mention' }),
      people.deliver(event),
      people.deliver({ ...event, type: 'app_mention' }),
    ]);

    expect(await people.answers(spoken)).toHaveLength(1);
  });

  it('that cannot be stored is refused, so that it comes again', async () => {
    const { event, spoken } = await write(log);
    const id = newEventId();
    isFull = true;

    const refused = await people.deliver(event, id);
    isFull = false;
    const accepted = await people.deliver(event, id, { 'x-slack-retry-num': '1' });

    expect([refused, accepted]).toEqual([500, 200]);
    expect(await people.answers(spoken)).toHaveLength(1);
    expect(records('An event was not stored and is refused')).toHaveLength(1);
  });

  it('of a press or a command that cannot be stored is refused as well', async () => {
    isFull = true;

    const { status } = await people.command('帮助', 'team');
    isFull = false;

    expect(status).toBe(500);
    expect(records('What somebody did in Slack failed')).toHaveLength(1);
  });

  it.each([
    ['our own message', { user: botUser }],
    ['another bot', { bot_id: 'B0000009' }],
    ['an edit', { subtype: 'message_changed' }],
    ['a deletion', { subtype: 'message_deleted' }],
    ['a join', { subtype: 'channel_join' }],
    ['a message of a bot', { subtype: 'bot_message' }],
  ])('of %s is acknowledged and forgotten', async (_, change) => {
    const { event, spoken } = await write(log);

    const status = await people.deliver({ ...event, ...change });

    expect(status).toBe(200);
    expect(await people.answers(spoken)).toEqual([]);
  });
});

describe('Slack that is busy', () => {
  it.each(['chat.postMessage', 'chat.update'])('is waited for: 429 for %s', async (method) => {
    proxy.disturb(method, tooMany);

    const answers = await people.answers(await people.say({ where: 'team', text: log }));

    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain('WpdMtp.dll');
  });

  it.each([
    ['chat.postMessage', 502],
    ['chat.update', 503],
    ['reactions.add', 500],
  ])('is asked again after %s answered %i', async (method, status) => {
    proxy.disturb(method, { status });

    const answers = await people.answers(await people.say({ where: 'team', text: log }));

    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain('WpdMtp.dll');
  });

  it('does not get a second message when only its answer was lost', async () => {
    proxy.disturb('chat.postMessage', { status: 502, isDone: true });

    const answers = await people.answers(await people.say({ where: 'team', text: log }));

    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain('WpdMtp.dll');
  });

  it('does not hold up the acknowledgement', async () => {
    proxy.disturb('chat.postMessage', { wait: 1500 });
    const { event, spoken } = await write(log);

    const first = await Promise.race([
      people.deliver(event).then(() => 'acknowledged'),
      people.answers(spoken).then(() => 'answered'),
    ]);

    expect(first).toBe('acknowledged');
    expect(await people.answers(spoken)).toHaveLength(1);
  });
});

describe('Slack that says no', () => {
  it.each([
    'not_in_channel',
    'channel_not_found',
    'is_archived',
    'token_revoked',
    'account_inactive',
  ])('%s ends the job at once, with its reason in the log', async (error) => {
    proxy.disturb('chat.postMessage', { ...refusal(error), times: 9 });
    const before = records('A job is given up').length;
    const calls = proxy.calls.length;

    const answers = await people.answers(await people.say({ where: 'team', text: log }));

    expect(answers).toEqual([]);
    const given = records('A job is given up').slice(before);
    expect(given).toEqual([expect.stringContaining(`Slack answered ${error}`)]);
    const posts = proxy.calls.slice(calls).filter(({ method }) => method === 'chat.postMessage');
    expect(posts.length).toBeLessThanOrEqual(2);
  });

  it('of a placeholder that somebody deleted: no second answer, and a line in the log', async () => {
    proxy.disturb('chat.update', { ...refusal('message_not_found'), times: 9 });

    const answers = await people.answers(await people.say({ where: 'team', text: log }));

    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain('正在分析');
    expect(records('Slack answered message_not_found').length).toBeGreaterThan(0);
  });
});

describe('a process that ends', () => {
  it('between the placeholder and the note of its id goes on in that placeholder', async () => {
    proxy.disturb('chat.postMessage', { status: 502, isDone: true, wait: 300 });
    const spoken = await people.say({ where: 'team', text: log });

    await world.restart();

    const answers = await people.answers(spoken);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.text).toContain('WpdMtp.dll');
  });

  it('before anything was posted answers after it has come back', async () => {
    proxy.disturb('chat.postMessage', { status: 503, times: 1 });
    const spoken = await people.say({ where: 'team', text: log });

    await world.restart();

    expect(await people.answers(spoken)).toHaveLength(1);
  });
});
