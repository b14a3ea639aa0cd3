import { join } from 'node:path';
import { Withdrawals } from '../chat/withdrawals.ts';
import type { Config, TeamsConfig } from '../config.ts';
import { isLoopback } from '../environment.ts';
import type { Deps, Face, PostedMessage } from '../face.ts';
import { additionsOf } from '../jobs/additions.ts';
import { isKnownTenant } from './asker.ts';
import { createTeamsClient, type TeamsClient } from './client.ts';
import { createRoute, type EdgeParts } from './edge.ts';
import type { FileSource } from './files.ts';
import { createGraph, type Graph } from './graph.ts';
import { createGroups } from './groups.ts';
import { messageName } from './keep.ts';
import { conversationOf, targetOf } from './place.ts';
import { receiveActivity } from './receive.ts';
import type { Sdk, SignIn } from './sdk/contract.ts';
import { loadSdk } from './sdk.ts';
import { createTeamsWorker } from './worker.ts';

const mebibyte = 1 << 20;
const requestTime = 15_000;
/** Of a channel or group chat, and of a personal chat. */
const conversationId = /^(?:19:|a:)[^\s/;]{1,300}$/;

export interface TeamsFaceOptions {
  /** Instead of Microsoft's login service. */
  signIn?: SignIn;
  /** How long a request to Teams may take. */
  milliseconds?: number;
}

/** Teams, over HTTP at `/api/messages`. */
export function createTeamsFace(
  teams: TeamsConfig,
  { signIn, milliseconds = requestTime }: TeamsFaceOptions = {},
): Face {
  let edge: EdgeParts | undefined;
  let client: TeamsClient | undefined;
  return {
    name: 'teams',
    routes: [createRoute(() => edge)],
    async start(deps) {
      const { config, jobs, store, log, hasModel = false } = deps;
      const sdk = await loadSdk({ teams, signIn, milliseconds });
      client = createTeamsClient(sdk, store);
      const withdrawals = new Withdrawals();
      addWorker(deps, teams, sdk, client, withdrawals);
      const withdraw = (message: string) => withdrawals.withdraw(message);
      const parts = { config, jobs, store, log, hasModel, withdraw, now: Date.now };
      edge = {
        teams,
        sdk,
        isKnownTenant: (tenant) => isKnownTenant(tenant, config),
        receive: (activity) => receiveActivity(activity, parts),
        log,
      };
      log.info({ face: 'teams', graph: teams.graph }, 'Teams is ready');
    },
    channelTarget: (room) => (conversationId.test(room) ? targetOf({ room }) : undefined),
    post: (target, reply) => started(client).post(target, reply),
    edit: (posted, reply) => started(client).edit(posted, reply),
  };
}

function nameOfPosted({ target, id }: PostedMessage): string {
  return messageName(conversationOf(target), id);
}

function started(client: TeamsClient | undefined): TeamsClient {
  if (!client) {
    throw new Error('Teams has not been started');
  }
  return client;
}

function addWorker(
  deps: Deps,
  teams: TeamsConfig,
  sdk: Sdk,
  client: TeamsClient,
  withdrawals: Withdrawals,
): void {
  const { config, store, answer, act, workers, signal } = deps;
  const graph: Graph | undefined =
    teams.graph === 'on'
      ? createGraph({ teams, groupOf: createGroups(sdk, store), now: Date.now })
      : undefined;
  const files: FileSource = {
    teams,
    graph,
    consoleUrl: consoleUrlOf(config),
    maxBytes: config.limits.uploadMiB * mebibyte,
    milliseconds: config.limits.answerSeconds * 1000,
    signal,
  };
  const inboxFolder = join(config.dataFolder, 'inbox');
  const parts = {
    teams,
    client,
    store,
    answer,
    act,
    files,
    inboxFolder,
    now: Date.now,
    additions: additionsOf(deps),
  };
  workers.set('teams', withdrawals.watch(createTeamsWorker(parts), nameOfPosted));
}

const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Of use to others only where they can open it. */
function consoleUrlOf({ console: { host, port } }: Config): string | undefined {
  return isLoopback(host) || everywhere.has(host) ? undefined : `http://${host}:${port}`;
}
