import { join } from 'node:path';
import type { App } from '@slack/bolt';
import { type ActFace, createActWorker } from '../chat/act-worker.ts';
import { Withdrawals } from '../chat/withdrawals.ts';
import type { SlackConfig } from '../config.ts';
import type { Deps, Face, PostedMessage } from '../face.ts';
import { additionsOf } from '../jobs/additions.ts';
import { createAnsweringWorker } from '../jobs/answering.ts';
import type { Log } from '../log.ts';
import { createSlackApp, type SlackApp } from './app.ts';
import { createSlackClient, type SlackClient } from './client.ts';
import type { FileSource } from './files.ts';
import { listenToHome } from './home.ts';
import { listenToPresses } from './interact.ts';
import { openQuestion } from './open.ts';
import { placeOf, targetOf } from './place.ts';
import { messageName, type ReceiveParts, receiveEvent } from './receive.ts';

const mebibyte = 1024 * 1024;
const channelId = /^[CGDU][A-Z0-9]{2,20}$/;

/** Slack over Socket Mode when an app token is configured, else over HTTP at `/slack/events`. */
export function createSlackFace(slack: SlackConfig): Face {
  const slackApp = createSlackApp(slack);
  const { app, routes } = slackApp;
  const client = createSlackClient(slackApp);
  return {
    name: 'slack',
    routes,
    async start(deps) {
      const botUser = await introduce(slackApp, deps);
      const withdrawals = new Withdrawals();
      const withdraw = (message: string) => withdrawals.withdraw(message);
      const parts = { ...deps, botUser, withdraw, now: Date.now };
      storeBeforeAck(app, parts);
      tellOfErrors(app, deps.log);
      listenToPresses({ ...parts, app, client });
      listenToHome({ ...parts, app });
      addWorkers(deps, client, fileSource(slack, client, deps), withdrawals);
      await slackApp.socket?.start(deps.log);
      deps.log.info({ face: 'slack', socket: slack.appToken !== undefined }, 'Slack is connected');
    },
    async stop() {
      await slackApp.socket?.stop();
    },
    channelTarget: (channel) => (channelId.test(channel) ? targetOf({ channel }) : undefined),
    post: (target, reply, key = '') => client.post(target, reply, key),
    edit: (posted, reply) => client.edit(posted, reply),
    find: (target, key) => client.find(target, key),
  };
}

/** @throws with a Chinese remedy when Slack does not know the token. */
async function introduce({ web, self }: SlackApp, { log, config }: Deps): Promise<string> {
  try {
    const { user_id: user, bot_id: bot, team_id: tenant } = await web.auth.test();
    Object.assign(self, { user, bot });
    if (!config.tenants[`slack/${tenant}`]) {
      log.warn({ face: 'slack', tenant }, 'The workspace is not configured: nobody is answered');
    }
    return user ?? '';
  } catch (error) {
    throw new Error(
      'Slack 不接受 SLACK_BOT_TOKEN，或者连不上 Slack。请核对令牌、网络和 SLACK_API_URL，或删去 Slack 的各项。',
      { cause: error },
    );
  }
}

/**
 * Bolt acknowledges an event before anybody has looked at it: what is not stored yet would be lost. What cannot be
 * stored is not acknowledged, so that Slack sends it again.
 */
function storeBeforeAck(app: App, parts: ReceiveParts): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    if (event.body.type === 'event_callback') {
      try {
        await receiveEvent(event.body, parts);
      } catch (error) {
        parts.log.error({ err: error, face: 'slack' }, 'An event was not stored and is refused');
        throw error;
      }
    }
    return process(event);
  };
}

/** Thrown on, so that what was not acknowledged yet is refused. */
function tellOfErrors(app: App, log: Log): void {
  app.error(async (error) => {
    const { original = error } = error;
    log.error({ err: original, face: 'slack' }, 'What somebody did in Slack failed');
    throw error;
  });
}

function addWorkers(
  deps: Deps,
  client: SlackClient,
  files: FileSource,
  withdrawals: Withdrawals,
): void {
  const { config, store, answer, act, workers } = deps;
  const inboxFolder = join(config.dataFolder, 'inbox');
  const parts = { client, store, files, inboxFolder };
  const face: ActFace = {
    open: (payload) => openQuestion(payload, parts),
    post: (target, reply, key = '') => client.post(target, reply, key),
    find: (target, key) => client.find(target, key),
    edit: (posted, reply) => client.edit(posted, reply),
    whisper: (target, person, reply) => client.whisper(target, person, reply),
    follow: ({ target, id }, reply) =>
      client.attach(targetOf({ ...placeOf(target), thread: placeOf(target).thread ?? id }), reply),
  };
  const additions = additionsOf(deps);
  const worker = createAnsweringWorker({ face, answer, now: Date.now, additions });
  const nameOf = ({ target, id }: PostedMessage) => messageName(placeOf(target).channel, id);
  workers.set('slack', withdrawals.watch(worker, nameOf));
  workers.set('slack/act', createActWorker({ face, act }));
}

function fileSource(slack: SlackConfig, client: SlackClient, { config, signal }: Deps): FileSource {
  return {
    token: slack.botToken,
    apiUrl: slack.apiUrl,
    info: (id) => client.fileInfo(id),
    maxBytes: config.limits.uploadMiB * mebibyte,
    milliseconds: config.limits.answerSeconds * 1000,
    signal,
  };
}
