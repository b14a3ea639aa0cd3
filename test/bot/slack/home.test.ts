import { expect, it, onTestFinished, vi } from 'vitest';
import { caseNumber, caseOf } from '../../support/cases.ts';
import { bot, team } from '../../support/recording-web.ts';
import { startSlackBot } from '../../support/slack-bot.ts';
import { type SocketPeer, startSocketPeer } from '../../support/socket-peer.ts';

const patience = { timeout: 30_000, interval: 20 };

async function openPeer(): Promise<SocketPeer> {
  const peer = await startSocketPeer();
  onTestFinished(() => peer.stop());
  return peer;
}

function openedBy(user: string, tab = 'home') {
  return {
    type: 'event_callback',
    team_id: team,
    event_id: `Ev-home-${user}-${Math.random()}`,
    authorizations: [{ team_id: team, user_id: bot, is_bot: true }],
    event: { type: 'app_home_opened', user, tab, channel: 'D0000001' },
  };
}

function pressedBy(user: string, action: string) {
  return {
    type: 'block_actions',
    user: { id: user, team_id: team },
    team: { id: team },
    trigger_id: 'trigger',
    container: { type: 'view', view_id: 'V1' },
    view: { id: 'V1', type: 'home', hash: '1' },
    actions: [
      {
        type: 'button',
        action_id: action,
        block_id: 'b',
        value: '-',
        action_ts: `${Math.random()}`,
      },
    ],
  };
}

interface Published {
  user: string;
  words: string;
  buttons: string[];
  hash: string | undefined;
}

function publishedAt({ calls }: SocketPeer): Published[] {
  return calls
    .filter(({ method }) => method === 'views.publish')
    .map(({ args }) => {
      const view = JSON.parse(args.view ?? '{}');
      const buttons = [...(args.view ?? '').matchAll(/"action_id":"([^"]+)"/g)];
      return {
        user: args.user_id ?? '',
        words: JSON.stringify(view.blocks),
        buttons: buttons.map(([, id = '']) => id),
        hash: args.hash,
      };
    });
}

async function waitForViews(peer: SocketPeer, count: number): Promise<Published[]> {
  await vi.waitFor(() => expect(publishedAt(peer)).toHaveLength(count), patience);
  return publishedAt(peer);
}

it('shows whoever opens it his own cases', async () => {
  const peer = await openPeer();
  const { answering } = await startSlackBot(peer);
  const one = { closed: null, status: 'open', branch: '深圳分行' } as const;
  await answering.store.importCase(
    caseOf({ ...one, case: caseNumber(1), title: '我的事', owner: '谭工' }),
  );
  await answering.store.importCase(
    caseOf({ ...one, case: caseNumber(2), title: '别家的事', customer: '农业银行' }),
  );

  await peer.deliver('events_api', openedBy('U0000001'));
  await waitForViews(peer, 1);
  await peer.deliver('events_api', openedBy('U0000002'));
  const [engineer, branch] = await waitForViews(peer, 2);

  expect(engineer).toMatchObject({ user: 'U0000001', words: expect.stringContaining('我的事') });
  expect(branch).toMatchObject({ user: 'U0000002', words: expect.stringContaining('我的事') });
  expect([engineer?.words, branch?.words].join()).not.toContain('别家的事');
});

it('switches the summary by a button, stores it before the press is acknowledged, and shows it', async () => {
  const peer = await openPeer();
  const { answering } = await startSlackBot(peer);
  await peer.deliver('events_api', openedBy('U0000003'));
  const [first] = await waitForViews(peer, 1);

  await peer.deliver('interactive', pressedBy('U0000003', first?.buttons[0] ?? ''));
  const kept = await answering.store.listPreferences('digest');
  const [, second] = await waitForViews(peer, 2);
  await peer.deliver('interactive', pressedBy('U0000003', second?.buttons[0] ?? ''));
  const [, , third] = await waitForViews(peer, 3);

  expect(first?.buttons).toEqual(['home:0:notify-digest-on']);
  expect(kept).toEqual([{ person: 'slack/U0000003', name: 'digest', value: `${team}/D0000003` }]);
  expect(second?.buttons).toEqual(['home:0:notify-digest-off']);
  expect(third?.buttons).toEqual(['home:0:notify-digest-on']);
  expect(await answering.store.listPreferences('digest')).toMatchObject([{ value: '' }]);
  expect(peer.shown).toEqual([]);
  expect(peer.whispered).toEqual([]);
});

it.each([
  ['opened on its messages', openedBy('U0000001', 'messages')],
  ['opened in a workspace that is not configured', { ...openedBy('U0000001'), team_id: 'T9' }],
])('shows nothing when it is %s', async (_, event) => {
  const peer = await openPeer();
  await startSlackBot(peer);

  await peer.deliver('events_api', event);
  await peer.deliver('events_api', openedBy('U0000001'));
  const published = await waitForViews(peer, 1);

  expect(published).toHaveLength(1);
});

it('stores nothing for somebody of a workspace that is not configured', async () => {
  const peer = await openPeer();
  const { answering, logged } = await startSlackBot(peer);
  const stranger = { user: { id: 'U0000099', team_id: 'T0000009' }, team: { id: 'T0000009' } };

  await peer.deliver('interactive', {
    ...pressedBy('U0000099', 'home:0:notify-digest-on'),
    ...stranger,
  });

  expect(await answering.store.listPreferences('digest')).toEqual([]);
  expect(logged.map(({ msg }) => msg)).toContain('A button at home was pressed by nobody of ours');
});

it('is shown with its table at once, and again with its picture, which is uploaded once', async () => {
  const peer = await openPeer();
  let uploads = 0;
  peer.answer('files.getUploadURLExternal', () => ({
    upload_url: peer.apiUrl.replace('/api/', '/upload'),
    file_id: 'F0000001',
  }));
  peer.answer('/upload', () => ({}));
  peer.answer('files.completeUploadExternal', () => {
    uploads += 1;
    return { files: [{ id: 'F0000001' }] };
  });
  const { answering } = await startSlackBot(peer);
  answering.drawChart = async () => ({
    name: '图.png',
    mediaType: 'image/png',
    bytes: new Uint8Array([1, 2, 3]),
  });
  await answering.store.importCase(
    caseOf({ case: caseNumber(1), status: 'open', closed: null, owner: '谭工' }),
  );

  await peer.deliver('events_api', openedBy('U0000001'));
  const [table, picture] = await waitForViews(peer, 2);
  await peer.deliver('events_api', openedBy('U0000001'));
  await waitForViews(peer, 4);

  expect(table?.words).not.toContain('F0000001');
  expect(picture?.words).toContain('"slack_file":{"id":"F0000001"}');
  expect(picture?.hash).toBeDefined();
  expect(uploads).toBe(1);
});
