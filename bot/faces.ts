import { actOn } from '../handlers/act.ts';
import type { AnswerDeps } from '../handlers/answer.ts';
import { diagnoseOnce } from '../handlers/diagnosing.ts';
import { listEarlier, recallReply } from '../handlers/history.ts';
import type { Face } from './face.ts';
import type { Metrics } from './metrics.ts';
import type { Queue } from './queue.ts';
import { createWebFace, type WebFace } from './web/index.ts';

export interface FaceParts {
  answering: AnswerDeps;
  metrics: Metrics;
  queue: Queue;
}

export interface Faces {
  all: readonly Face[];
  web: WebFace;
}

/** Every place where people talk to the bot. The console always starts; others when they are configured. */
export function createFaces({ answering, metrics, queue }: FaceParts): Faces {
  const web = createWebFace({
    diagnose: ({ asker, text, question, files }, tell) =>
      queue.run(() => diagnoseOnce({ asker, texts: [text], question, files }, answering, tell)),
    act: (asker, action, value, fields, conversation) =>
      actOn({ asker, action, value, fields, conversation }, answering),
    history: (conversation) => listEarlier(conversation, answering),
    recall: (id) => recallReply(id, answering),
    ready: async () => {
      await answering.store.ping();
      return true;
    },
    metrics,
  });
  return { all: [web], web };
}
