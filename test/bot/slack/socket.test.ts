import { expect, it, onTestFinished, vi } from 'vitest';
import { team } from '../../support/recording-web.ts';
import { startSlackBot } from '../../support/slack-bot.ts';
import { messageOf, type SocketPeer, startSocketPeer } from '../../support/socket-peer.ts';

const patience = { timeout: 30_000, interval: 20 };
const denied =
  '2020-07-08 10:24:58, Error SP SPWIMCallback: Error in apply of C:\\$WINDOWS.~BT\\NewOS\\Windows\\WinSxS\\amd64_dual_wpdmtp.inf_31bf3856ad364e35_10.0.17763.1_none_9744e57515d245dc\\WpdMtp.dll. GLE [5]';

async function openPeer(): Promise<SocketPeer> {
  const peer = await startSocketPeer();
  onTestFinished(() => peer.stop());
  return peer;
}

/** Until so many messages stand there that say more than that something is being worked on. */
async function answers(peer: SocketPeer, wanted: number): Promise<void> {
  await vi.waitFor(() => {
    expect(peer.shown.filter(({ texts }) => texts.length > 1)).toHaveLength(wanted);
  }, patience);
}

it('answers a pasted log in its thread, in one message that is edited', async () => {
  const peer = await openPeer();
  await startSlackBot(peer);
  const message = messageOf({ text: denied });

  await peer.deliver('events_api', message);
  await answers(peer, 1);

  expect(peer.shown).toHaveLength(1);
  expect(peer.shown[0]).toMatchObject({ channel: 'C0000001', thread: message.event.ts });
  expect(peer.shown[0]?.texts.at(-1)).toContain('WpdMtp.dll');
});

it('acknowledges an event only when it is stored', async () => {
  const peer = await openPeer();
  let tries = 0;
  await startSlackBot(peer, {
    receive: (receive) => async (delivery) => {
      tries += 1;
      if (tries === 1) {
        throw new Error('the disk is full');
      }
      return receive(delivery);
    },
  });

  const delivered = peer.deliver('events_api', messageOf({ text: denied }));
  await vi.waitFor(() => expect(tries).toBe(1), patience);
  // An interaction behind it has been acknowledged, so the acknowledgement before it would be here too.
  await peer.deliver('slash_commands', commandOf('帮助'));
  const waiting = peer.pending();
  peer.redeliver();
  await delivered;
  await answers(peer, 2);

  expect(waiting).toBe(1);
  expect(peer.pending()).toBe(0);
  expect(peer.shown.filter(({ texts }) => texts.at(-1)?.includes('WpdMtp.dll'))).toHaveLength(1);
});

it('answers once what is delivered three times, and the mention that comes twice', async () => {
  const peer = await openPeer();
  await startSlackBot(peer);
  const message = messageOf({ text: denied });
  const mention = {
    ...message,
    event_id: 'Ev-of-the-mention',
    event: { ...message.event, type: 'app_mention', text: `<@U0000009> ${denied}` },
  };

  await peer.deliver('events_api', message);
  await Promise.all([
    peer.deliver('events_api', message),
    peer.deliver('events_api', mention),
    peer.deliver('events_api', message),
  ]);
  await answers(peer, 1);
  await peer.deliver('events_api', message);
  await peer.deliver('events_api', messageOf({ text: denied, ts: '1771999999.000100' }));
  await answers(peer, 2);

  expect(peer.shown).toHaveLength(2);
});

it.each([
  ['the connection is dropped', (peer: SocketPeer) => peer.drop()],
  ['Slack asks for a new connection', (peer: SocketPeer) => peer.sayDisconnect()],
])('loses nothing and answers once when %s in the middle of an answer', async (_, lose) => {
  const peer = await openPeer();
  let isHeld = true;
  let begun = 0;
  await startSlackBot(peer, {
    answer: (answer) => async (inquiry, tell) => {
      begun += 1;
      await vi.waitFor(() => expect(isHeld).toBe(false), patience);
      return answer(inquiry, tell);
    },
  });
  await peer.deliver('events_api', messageOf({ text: denied }));
  await vi.waitFor(() => expect(begun).toBe(1), patience);

  lose(peer);
  const meanwhile = peer.deliver('events_api', messageOf({ text: denied }));
  await vi.waitFor(() => expect(peer.connections()).toBe(2), patience);
  await meanwhile;
  isHeld = false;
  await answers(peer, 2);

  expect(begun).toBe(2);
  expect(peer.shown).toHaveLength(2);
  expect(peer.pending()).toBe(0);
});

it('answers a button, a form, the shortcut and the command that come over the socket', async () => {
  const peer = await openPeer();
  await startSlackBot(peer);

  await peer.deliver('interactive', {
    ...pressOf('0:helpful', 'gone'),
    message: { ts: '1771000000.000100' },
  });
  await peer.deliver('interactive', shortcutOf(denied));
  const acknowledged = await peer.deliver('slash_commands', commandOf('错误码 0x80070005'));
  await answers(peer, 2);
  await vi.waitFor(() => expect(peer.whispered).toHaveLength(1), patience);

  expect(acknowledged).toMatchObject({ text: '收到，正在处理。' });
  const said = peer.shown.map(({ texts }) => texts.at(-1)).join('\n');
  expect(peer.whispered[0]).toContain('已过保留期');
  expect(said).toContain('WpdMtp.dll');
  expect(said).toContain('错误代码含义');
});

it('opens a form for a press and takes what is filled in', async () => {
  const peer = await openPeer();
  const { answering } = await startSlackBot(peer);
  await peer.deliver('events_api', messageOf({ text: denied }));
  await answers(peer, 1);
  const [asked] = await answering.store.listAsked(0, Date.now() + 1);

  await peer.deliver('interactive', {
    ...pressOf('1:wrong', asked?.id ?? ''),
    message: { ts: peer.shown[0]?.ts, thread_ts: peer.shown[0]?.thread },
  });
  const findOpened = () => peer.calls.find(({ method }) => method === 'views.open');
  await vi.waitFor(() => expect(findOpened()).toBeDefined(), patience);
  const view = JSON.parse(findOpened()?.args.view ?? '{}');
  await peer.deliver('interactive', {
    type: 'view_submission',
    user: { id: 'U0000001', team_id: team },
    team: { id: team },
    view: { ...view, id: 'V0000001', hash: '1', state: { values: {} } },
  });
  await vi.waitFor(() => expect(peer.whispered).toHaveLength(1), patience);

  expect(view.callback_id).toContain('wrong-reason');
  expect(peer.whispered).toEqual(['已记录为判断不对，会用来改进。']);
});

it('lets go of the connection when the program ends', async () => {
  const peer = await openPeer();
  const bot = await startSlackBot(peer);
  const before = peer.isConnected();

  await bot.stop();
  await vi.waitFor(() => expect(peer.isConnected()).toBe(false), patience);

  expect(before).toBe(true);
  expect(peer.connections()).toBe(1);
});

function pressOf(action: string, value: string) {
  return {
    type: 'block_actions',
    user: { id: 'U0000001', team_id: team },
    team: { id: team },
    trigger_id: 'trigger',
    channel: { id: 'C0000001' },
    actions: [
      { type: 'button', action_id: action, block_id: 'b', value, action_ts: `${Math.random()}` },
    ],
  };
}

function shortcutOf(text: string) {
  return {
    type: 'message_action',
    callback_id: 'diagnose_message',
    user: { id: 'U0000001', team_id: team },
    team: { id: team },
    channel: { id: 'C0000002' },
    action_ts: '1771000001.000200',
    message: { type: 'message', user: 'U0000002', ts: '1771000001.000100', text },
  };
}

function commandOf(text: string) {
  return {
    command: '/caselens',
    team_id: team,
    user_id: 'U0000001',
    channel_id: 'C0000001',
    trigger_id: `trigger ${text}`,
    text,
  };
}
