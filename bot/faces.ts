import type { AnswerDeps } from '../handlers/answer.ts';
import { diagnoseOnce } from '../handlers/diagnosing.ts';
import { listEarlier, recallReply } from '../handlers/history.ts';
import type { Config } from './config.ts';
import type { Face } from './face.ts';
import type { Metrics } from './metrics.ts';
import type { Queue } from './queue.ts';
import { createWebFace, type WebFace } from './web/index.ts';

export interface FaceParts {
  config: Config;
  answering: AnswerDeps;
  metrics: Metrics;
  queue: Queue;
}

export interface Faces {
  all: readonly Face[];
  web: WebFace;
}

/**
 * Every place where people talk to the bot. The console always starts; others when they are configured: their SDKs
 * take half as long to load as all the rest.
 */
export async function createFaces({
  config,
  answering,
  metrics,
  queue,
}: FaceParts): Promise<Faces> {
  const web = createWebFace({
    diagnose: ({ asker, text, question, files }, tell, signal) =>
      queue.run(
        () => diagnoseOnce({ asker, texts: [text], question, files, signal }, answering, tell),
        signal,
      ),
    history: (conversation) => listEarlier(conversation, answering),
    recall: (id) => recallReply(id, answering),
    ready: async () => {
      await answering.store.ping();
      return true;
    },
    metrics,
  });
  const slack = config.slack
    ? [(await import('./slack/index.ts')).createSlackFace(config.slack)]
    : [];
  const teams = config.teams
    ? [(await import('./teams/index.ts')).createTeamsFace(config.teams)]
    : [];
  return { all: [web, ...slack, ...teams], web };
}
