import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assembleAnswering } from '../../bot/assemble.ts';
import { type Config, loadConfig } from '../../bot/config.ts';
import type { Deps, Face } from '../../bot/face.ts';
import type { Worker } from '../../bot/jobs/worker.ts';
import { createJobs, type Jobs, type JobTimes } from '../../bot/jobs.ts';
import { createLog } from '../../bot/log.ts';
import { startPublicServer } from '../../bot/public-server.ts';
import { createQueue } from '../../bot/queue.ts';
import { createSlackFace } from '../../bot/slack/index.ts';
import { actOn } from '../../handlers/act.ts';
import { type AnswerDeps, answer } from '../../handlers/answer.ts';
import { composeHome } from '../../handlers/home.ts';
import { RunningAnswers } from '../../handlers/running.ts';
import { watchAdditions } from './additions.ts';
import { botToken, type SlackWorkspace, signingSecret } from './slack-world.ts';

export interface SlackBotParts {
  /** What outlives the process; a new one when absent. */
  folder?: string;
  times?: Partial<JobTimes>;
  /** More lines of the configuration file. */
  yaml?: string;
  /** Questions about an answer are for the bot. */
  hasModel?: boolean;
  /** For Socket Mode. */
  appToken?: string;
  /** Stands between the face and the rest. */
  wrap?: (deps: Deps) => Deps;
}

export interface SlackBot {
  url: string;
  folder: string;
  face: Face;
  config: Config;
  answering: AnswerDeps;
  jobs: Jobs;
  /** By `job.face`. */
  workers: Map<string, Worker>;
  /** Every record, as it was written. */
  logged: string[];
  /** Ends when nothing waits and nothing is worked on. */
  settled(): Promise<void>;
  /** Ends when nothing comes behind answers any more. */
  added(): Promise<void>;
  stop(): Promise<void>;
}

/** Our own program as bot/main.ts wires it, without the console and the hour of the summary. */
export async function startSlackBot(
  workspace: SlackWorkspace,
  parts: SlackBotParts = {},
): Promise<SlackBot> {
  const folder = parts.folder ?? mkdtempSync(path.join(tmpdir(), 'caselens-slack-'));
  const config = await configOf(workspace, folder, parts);
  const logged: string[] = [];
  const log = createLog('info', { write: (line) => logged.push(line) });
  const answering = await assembleAnswering(config, { log });
  const { store, now } = answering;
  const workers = new Map<string, Worker>();
  const times = { delays: [100, 200, 400], lookEvery: 200, ending: 2000, ...parts.times };
  const jobs = createJobs({ store, workers, atOnce: 8, log, now, times });
  const queue = createQueue(2);
  const ending = new AbortController();
  const running = new RunningAnswers();
  const watched = watchAdditions((inquiry, tell, signal) =>
    running.run(inquiry, signal, (own) =>
      queue.run(() => answer(inquiry, answering, tell, own), own),
    ),
  );
  const deps: Deps = {
    config,
    log,
    store,
    answer: watched.answer,
    act: (act) => actOn(act, answering),
    home: (asker) => composeHome(asker, answering),
    jobs,
    workers,
    signal: ending.signal,
    hasModel: parts.hasModel ?? false,
  };
  if (!config.slack) {
    throw new Error('Slack is not configured');
  }
  const face = createSlackFace(config.slack);
  await face.start(parts.wrap?.(deps) ?? deps);
  const routes = face.routes ?? [];
  const server = await startPublicServer({ host: '127.0.0.1', port: 0, routes, log });
  jobs.start();
  return {
    url: server.url,
    folder,
    face,
    config,
    answering,
    jobs,
    workers,
    logged,
    added: watched.added,
    async settled() {
      while ((await store.nextJobAt()) !== undefined) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async stop() {
      ending.abort();
      await server.stop();
      await jobs.stop();
      await face.stop?.();
      await store.close();
    },
  };
}

async function configOf(
  { apiUrl, team, users, channels }: SlackWorkspace,
  folder: string,
  { yaml = '', appToken }: SlackBotParts,
): Promise<Config> {
  const file = path.join(folder, 'caselens.yaml');
  const text = `
customers:
  icbc: { name: 工商银行, aliases: [ICBC, 工行] }
  abc: { name: 农业银行 }
tenants:
  slack/${team}: { staff: true }
people:
  slack/${users.zhang.id}: { staff: true, name: 谭工 }
  slack/${users.li.id}: { customer: icbc, branch: 深圳分行 }
channels:
  slack/${channels.team}: { listen: logs }
  slack/${channels.asked}: { listen: mentions }
  slack/${channels.silent}: { listen: silent }
  slack/${channels.icbc}: { listen: logs, customer: icbc }
  slack/${channels.summary}: { listen: silent, summary: true }
  slack/${channels.away}: { listen: logs }
limits: { uploadMiB: 2, answerSeconds: 3 }
${yaml}`;
  writeFileSync(file, text);
  return loadConfig({
    CASELENS_DATA: path.join(folder, 'data'),
    CASELENS_CONFIG: file,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: apiUrl,
    ...(appToken ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: signingSecret }),
  });
}
