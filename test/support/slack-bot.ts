import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Config } from '../../bot/config.ts';
import { loadConfig } from '../../bot/config.ts';
import { ConfigFile } from '../../bot/config-file.ts';
import type { Answer, Deps } from '../../bot/face.ts';
import { createJobs, type Jobs } from '../../bot/jobs.ts';
import { createLog } from '../../bot/log.ts';
import { createSlackFace } from '../../bot/slack/index.ts';
import { actOn } from '../../handlers/act.ts';
import type { AnswerDeps } from '../../handlers/answer.ts';
import { answer } from '../../handlers/answer.ts';
import { composeHome } from '../../handlers/home.ts';
import { createAnswering } from './answering.ts';
import type { SocketPeer } from './socket-peer.ts';

export interface SlackBot {
  answering: AnswerDeps;
  logged: Record<string, unknown>[];
  stop(): Promise<void>;
}

export interface SlackBotParts {
  /** Stands between Slack and what stores. */
  receive?: (receive: Jobs['receive']) => Jobs['receive'];
  answer?: (answer: Answer) => Answer;
}

export const slackConfig = ConfigFile.parse({
  tenants: { 'slack/T0000001': { staff: true } },
  people: {
    'slack/U0000001': { staff: true, name: '谭工' },
    'slack/U0000002': { customer: 'icbc', branch: '深圳分行' },
  },
  channels: { 'slack/C0000001': { listen: 'logs' } },
});

/** The Slack face with everything behind it, over Socket Mode. */
export async function startSlackBot(
  peer: Pick<SocketPeer, 'apiUrl'>,
  parts: SlackBotParts = {},
): Promise<SlackBot> {
  const { apiUrl } = peer;
  const slack = { botToken: 'xoxb-test', appToken: 'xapp-test', apiUrl };
  const answering = await createAnswering();
  const { tenants, people, channels } = slackConfig;
  const config: Config = { ...(await loadConfig({})), slack, tenants, people, channels };
  const logged: Record<string, unknown>[] = [];
  const log = createLog('info', { write: (line) => logged.push(JSON.parse(line)) });
  const workers: Deps['workers'] = new Map();
  const { store, now } = answering;
  const jobs = createJobs({ store, workers, atOnce: 8, log, now });
  const answerNow: Answer = (inquiry, tell) => answer(inquiry, answering, tell);
  const face = createSlackFace(slack);
  await face.start({
    config: { ...config, dataFolder: `${answering.spoolFolder}/${randomUUID()}` },
    log,
    store,
    answer: parts.answer?.(answerNow) ?? answerNow,
    act: (act) => actOn(act, answering),
    home: (asker) => composeHome(asker, answering),
    jobs: { receive: parts.receive?.(jobs.receive) ?? jobs.receive },
    workers,
    signal: new AbortController().signal,
  });
  jobs.start();
  const stop = async () => {
    await jobs.stop();
    await face.stop?.();
  };
  onTestFinished(stop);
  return { answering, logged, stop };
}
