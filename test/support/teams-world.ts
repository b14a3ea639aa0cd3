import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { type Config, loadConfig, type TeamsConfig } from '../../bot/config.ts';
import type { Deps, Face } from '../../bot/face.ts';
import { createJobs, type JobTimes } from '../../bot/jobs.ts';
import { createLog, type Log } from '../../bot/log.ts';
import { startPublicServer } from '../../bot/public-server.ts';
import { createTeamsFace } from '../../bot/teams/index.ts';
import { actOn } from '../../handlers/act.ts';
import { type AnswerDeps, answer } from '../../handlers/answer.ts';
import { composeHome } from '../../handlers/home.ts';
import { RunningAnswers } from '../../handlers/running.ts';
import { watchAdditions } from './additions.ts';
import { createAnswering, temporaryFolder } from './answering.ts';
import { type FakeService, startFakeService } from './teams-world-service.ts';
import { appId, claimsOf, sign } from './teams-world-tokens.ts';

export const staffTenant = '11111111-1111-1111-1111-111111111111';
export const bankTenant = '22222222-2222-2222-2222-222222222222';
export const listeningRoom = '19:listening@thread.tacv2';
export const bot = { id: `28:${appId}`, name: 'CaseLens' };

export interface TeamsWorld {
  url: string;
  service: FakeService;
  /** As the token and activities have it. */
  serviceUrl: string;
  answering: AnswerDeps;
  face: Face;
  config: Config;
  logged: Record<string, unknown>[];
  /** Delivers something as Teams would; the status and the body of the answer. */
  deliver(activity: object, token?: string | null): Promise<{ status: number; body: unknown }>;
  /** What people see once nothing is waiting any more. */
  settled(): Promise<FakeService['messages']>;
  /** Ends when nothing comes behind answers any more. */
  added(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldParts {
  teams?: Partial<Omit<TeamsConfig, 'endpoints'>>;
  /** Told where everything of Microsoft's is. */
  endpoints?: (url: string) => Partial<TeamsConfig['endpoints']>;
  config?: Partial<Config>;
  answer?: Deps['answer'];
  /** Questions about an answer are for the bot. */
  hasModel?: boolean;
  times?: Partial<JobTimes>;
  /** How long a request to Teams may take. */
  milliseconds?: number;
}

/** The bot as it is started, before a Teams that is made up; gone behind the tests of the file. */
export async function openTeamsWorld(parts: WorldParts = {}): Promise<TeamsWorld> {
  const world = await startTeamsWorld(await createAnswering(), temporaryFolder(), parts);
  afterAll(() => world.stop());
  return world;
}

export async function startTeamsWorld(
  answering: AnswerDeps,
  folder: string,
  parts: WorldParts = {},
): Promise<TeamsWorld> {
  const service = await startFakeService();
  const config = await configOf(service, folder, parts);
  mkdirSync(path.join(config.dataFolder, 'inbox'), { recursive: true });
  const logged: Record<string, unknown>[] = [];
  const log = createLog('info', { write: (line) => logged.push(JSON.parse(line)) });
  const { face, server, jobs, added } = await startBot(answering, config, log, parts);
  const url = server.url.replace('0.0.0.0', '127.0.0.1');
  const serviceUrl = `${service.url}/teams/`;
  return {
    url,
    service,
    serviceUrl,
    answering,
    face,
    config,
    logged,
    added,
    deliver: (activity, token = sign(claimsOf(serviceUrl))) => deliver(url, activity, token),
    settled: async () => {
      while ((await answering.store.nextJobAt()) !== undefined) {
        await sleep(20);
      }
      return service.messages;
    },
    stop: async () => {
      await server.stop();
      await jobs.stop();
      await service.stop();
    },
  };
}

async function startBot(answering: AnswerDeps, config: Config, log: Log, parts: WorldParts) {
  const workers: Deps['workers'] = new Map();
  const jobs = createJobs({
    store: answering.store,
    workers,
    atOnce: 8,
    log,
    now: Date.now,
    times: { delays: [50, 100, 200, 400], lookEvery: 50, ending: 1000, ...parts.times },
  });
  const face = createTeamsFace(config.teams as TeamsConfig, {
    signIn: async () => 'ours',
    ...(parts.milliseconds !== undefined && { milliseconds: parts.milliseconds }),
  });
  const running = new RunningAnswers();
  const watched = watchAdditions(
    parts.answer ??
      ((inquiry, tell, signal) =>
        running.run(inquiry, signal, (own) => answer(inquiry, answering, tell, own))),
  );
  await face.start({
    config,
    log,
    store: answering.store,
    answer: watched.answer,
    act: (act) => actOn(act, answering),
    home: (asker) => composeHome(asker, answering),
    jobs,
    workers,
    signal: new AbortController().signal,
    hasModel: parts.hasModel ?? false,
  });
  const server = await startPublicServer({
    host: '127.0.0.1',
    port: 0,
    routes: face.routes ?? [],
    log,
  });
  jobs.start();
  return { face, server, jobs, added: watched.added };
}

async function configOf({ url }: FakeService, folder: string, parts: WorldParts): Promise<Config> {
  const config = await loadConfig({
    MICROSOFT_APP_ID: appId,
    MICROSOFT_APP_PASSWORD: 'not-a-secret',
    TEAMS_OPENID_METADATA: `${url}/oidc`,
    TEAMS_SERVICE_HOSTS: new URL(url).host,
    TEAMS_FILE_HOSTS: new URL(url).host,
    CASELENS_DATA: folder,
  });
  const teams = { ...config.teams, ...parts.teams } as TeamsConfig;
  return {
    ...config,
    tenants: {
      [`teams/${staffTenant}`]: { staff: true },
      [`teams/${bankTenant}`]: { customer: 'icbc' },
    },
    channels: { [`teams/${listeningRoom}`]: { listen: 'logs', summary: true } },
    ...parts.config,
    teams: { ...teams, endpoints: { ...teams.endpoints, ...parts.endpoints?.(url) } },
  };
}

async function deliver(url: string, activity: object, token: string | null) {
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(activity),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

let count = 0;

export interface ActivityParts {
  serviceUrl: string;
  room?: string;
  kind?: 'personal' | 'groupChat' | 'channel';
  tenant?: string;
  person?: string;
  [more: string]: unknown;
}

/** A message that nobody has delivered before. */
export function activityOf({
  room = 'a:personal-1',
  kind = 'personal',
  tenant = staffTenant,
  person = 'p-1',
  ...more
}: ActivityParts) {
  count += 1;
  return {
    type: 'message',
    id: `${1_700_000_000_000 + count}`,
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    from: { id: `29:${person}`, name: '张三', aadObjectId: person },
    recipient: bot,
    conversation: { id: room, conversationType: kind, tenantId: tenant },
    channelData: { tenant: { id: tenant } },
    ...more,
  };
}

export function mentionOf(text: string) {
  const at = `<at>${bot.name}</at>`;
  const entities = [{ type: 'mention', mentioned: bot, text: at }];
  return { text: `${at} ${text}`, entities };
}
