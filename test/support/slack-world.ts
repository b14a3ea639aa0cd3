import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import { createEmulator } from 'emulate';
import { startSlackProxy } from './slack-world-proxy.ts';

export const signingSecret = 'a-signing-secret-of-the-tests';
export const botToken = 'xoxb-0000-tests-bot';
export const people = ['zhang', 'li', 'wang'] as const;
export type Person = (typeof people)[number];
/** `team` is listened to, `silent` and `asked` (mentions) are configured so, `other` is not, `icbc` is a customer's; the bot is not in `away`. */
export const rooms = ['team', 'asked', 'silent', 'other', 'icbc', 'summary', 'away'] as const;
export type Room = (typeof rooms)[number];

const scopes = [
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'files:read',
  'files:write',
  'im:history',
  'im:read',
  'im:write',
  'reactions:read',
  'reactions:write',
  'users:read',
];

export interface SlackWorkspace {
  /** What the bot is configured with. */
  apiUrl: string;
  team: string;
  botUser: string;
  proxy: Awaited<ReturnType<typeof startSlackProxy>>;
  users: Readonly<Record<Person, { id: string; web: webApi.WebClient; direct: string }>>;
  channels: Readonly<Record<Room, string>>;
  /** Reads everything, without the proxy. */
  eye: webApi.WebClient;
  close(): Promise<void>;
}

/** A workspace of the emulator with people and channels, behind a proxy that remembers and disturbs. */
export async function openWorkspace(): Promise<SlackWorkspace> {
  const proxy = await startSlackProxy();
  const port = await freePort();
  const emulator = await createEmulator({
    service: 'slack',
    port,
    baseUrl: proxy.url,
    seed: { slack: seed() } as never,
  });
  const direct = `http://127.0.0.1:${port}`;
  proxy.forwardTo(direct);
  const clientOf = (token: string) =>
    new webApi.WebClient(token, { slackApiUrl: `${direct}/api/` });
  const eye = clientOf(botToken);
  const { user_id: botUser = '', team_id: team = '' } = await eye.auth.test();
  const webs = Object.fromEntries(people.map((name) => [name, clientOf(`xoxp-${name}`)]));
  const channels = await joinRooms(eye, Object.values(webs));
  const users = Object.fromEntries(
    await Promise.all(
      people.map(async (name) => {
        const web = webs[name] as webApi.WebClient;
        const { user_id: id = '' } = await web.auth.test();
        const { channel } = await eye.conversations.open({ users: id });
        return [name, { id, web, direct: channel?.id ?? '' }];
      }),
    ),
  );
  return {
    apiUrl: `${proxy.url}/api/`,
    team,
    botUser,
    proxy,
    users,
    channels,
    eye,
    async close() {
      await proxy.close();
      await emulator.close();
    },
  };
}

function seed() {
  const users = people.map((name) => ({ name, real_name: name, email: `${name}@example.com` }));
  return {
    users: [
      ...users,
      { name: 'caselens', real_name: 'CaseLens', email: 'b@example.com', is_bot: true },
    ],
    bots: [{ name: 'caselens' }],
    channels: rooms.map((name) => ({ name, topic: '' })),
    tokens: [
      ...people.map((user) => ({ token: `xoxp-${user}`, user, scopes })),
      { token: botToken, user: 'caselens', scopes },
    ],
    signing_secret: signingSecret,
    strict_scopes: true,
  };
}

async function joinRooms(eye: webApi.WebClient, webs: readonly webApi.WebClient[]) {
  const { channels: listed = [] } = await eye.conversations.list({ limit: 200 });
  const ids = Object.fromEntries(
    rooms.map((name) => [name, listed.find((one) => one.name === name)?.id ?? '']),
  );
  for (const [name, channel] of Object.entries(ids)) {
    for (const web of name === 'away' ? webs : [eye, ...webs]) {
      await web.conversations.join({ channel });
    }
  }
  return ids as Record<Room, string>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** As Slack signs; another secret or an old time stamp is to be refused. */
export function sign(
  body: string,
  seconds = Math.floor(Date.now() / 1000),
  secret = signingSecret,
) {
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${hash}` };
}

export type Send = (
  body: string,
  headers?: Readonly<Record<string, string>>,
) => Promise<{ status: number; text: string }>;

/** Sends to `/slack/events` of a bot; a header that is given takes the place of the right one. */
export function createSender(url: () => string): Send {
  return async (body, headers = {}) => {
    const response = await fetch(`${url()}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...sign(body), ...headers },
      body,
    });
    return { status: response.status, text: await response.text() };
  };
}

export function newEventId(): string {
  return `Ev${randomUUID().replaceAll('-', '').slice(0, 12).toUpperCase()}`;
}

/** Looks again until it is there. @throws after ten seconds, with what was waited for. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    await sleep(15);
  }
  throw new Error(`waited for ${what}`);
}
