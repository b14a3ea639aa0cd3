import { App, LogLevel } from '@slack/bolt';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createLog } from '../../../bot/log.ts';
import { createBoltLog } from '../../../bot/slack/log.ts';
import { createSocket } from '../../../bot/slack/socket.ts';
import { bot } from '../../support/recording-web.ts';
import { messageOf, type SocketPeer, startSocketPeer } from '../../support/socket-peer.ts';

const patience = { timeout: 30_000, interval: 20 };

async function openSocket(peer: Pick<SocketPeer, 'apiUrl'>) {
  const logger = createBoltLog();
  const clientOptions = { slackApiUrl: peer.apiUrl, retryConfig: { retries: 0 } };
  const socket = createSocket({ appToken: 'xapp-test', clientOptions, logger });
  const { receiver } = socket;
  const app = new App({
    token: 'xoxb-test',
    botId: 'B0000009',
    botUserId: bot,
    receiver,
    logger,
    logLevel: LogLevel.WARN,
    clientOptions,
  });
  const heard: string[] = [];
  app.event('message', async ({ body }) => {
    heard.push(body.event_id);
  });
  const logged: Record<string, unknown>[] = [];
  const log = createLog('info', { write: (line) => logged.push(JSON.parse(line)) });
  onTestFinished(() => socket.stop());
  return { start: () => socket.start(log), stop: () => socket.stop(), heard, logged };
}

async function openPeer(): Promise<SocketPeer> {
  const peer = await startSocketPeer();
  onTestFinished(() => peer.stop());
  return peer;
}

it.each(['invalid_auth', 'missing_scope', 'not_allowed_token_type', 'token_revoked'])(
  'refuses to start with an app token of which Slack says %s',
  async (error) => {
    const peer = await openPeer();
    peer.answer('apps.connections.open', () => ({ error }));
    const { start } = await openSocket(peer);

    const started = start();

    await expect(started).rejects.toThrow(
      `Slack 不接受 SLACK_APP_TOKEN（${error}）。请在应用的 Basic Information`,
    );
  },
);

it('refuses to start where Slack cannot be reached, and names what to look at', async () => {
  const { start } = await openSocket({ apiUrl: 'http://127.0.0.1:9/api/' });

  const started = start();

  await expect(started).rejects.toThrow('连不上。请确认本机能访问 slack.com');
});

it('comes back after an outage, with what Slack kept meanwhile', async () => {
  const peer = await openPeer();
  let failures = 0;
  const { start, heard, logged } = await openSocket(peer);
  await start();
  peer.answer('apps.connections.open', () => {
    failures += 1;
    return failures <= 2 ? { error: 'invalid_auth' } : undefined;
  });

  peer.drop();
  const message = messageOf({ text: '补丁装不上' });
  await peer.deliver('events_api', message);
  await vi.waitFor(() => expect(heard).toEqual([message.event_id]), patience);

  expect(peer.connections()).toBe(2);
  expect(logged.map(({ msg, failures, slack }) => [msg, failures, slack])).toEqual([
    ['Slack cannot be reached', 1, 'invalid_auth'],
    ['Slack cannot be reached', 2, 'invalid_auth'],
    ['Slack is connected again', undefined, undefined],
  ]);
});

it('connects again each time that Slack asks for it', async () => {
  const peer = await openPeer();
  const { start, heard } = await openSocket(peer);
  await start();

  for (const wanted of [2, 3]) {
    peer.sayDisconnect();
    await vi.waitFor(() => expect(peer.connections()).toBe(wanted), patience);
    await peer.deliver('events_api', messageOf({ text: '补丁装不上' }));
  }

  await vi.waitFor(() => expect(heard).toHaveLength(2), patience);
});

it('does not come back once it was stopped', async () => {
  const peer = await openPeer();
  const { start, stop, logged } = await openSocket(peer);
  await start();

  await stop();
  await vi.waitFor(() => expect(peer.isConnected()).toBe(false), patience);
  await new Promise((resolve) => setTimeout(resolve, 300));

  expect(peer.connections()).toBe(1);
  expect(logged).toEqual([]);
});
