import path from 'node:path';
import type { AnswerDeps } from '../handlers/answer.ts';
import type { Desk, Staff } from '../handlers/desk.ts';
import { RunningAnswers } from '../handlers/running.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { createCaseLibrary } from '../knowledge/search/cases.ts';
import { createInbox } from '../knowledge/store/inbox.ts';
import { openSqlite } from '../knowledge/store/sqlite.ts';
import type { Store } from '../knowledge/store/store.ts';
import { createDrawChart } from './chart.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { ModelDeskParts, OpenedDesk } from './model-desk.ts';

export interface Assembled extends AnswerDeps {
  model?: OpenedDesk;
}

/** Everything the decisions need, put together once for each process. */
export async function assembleAnswering(
  config: Config,
  {
    store = openSqlite(config.dataFolder),
    log,
    metrics,
  }: { store?: Store; log?: Log; metrics?: Metrics } = {},
): Promise<Assembled> {
  const knowledge = await loadKnowledge();
  const library = createCaseLibrary(knowledge.builtinCases, store);
  const model = await createModelDesk(config, {
    store,
    library,
    now: Date.now,
    log,
    metrics: metrics?.model,
  });
  return {
    knowledge,
    library,
    store,
    inbox: createInbox(path.join(config.dataFolder, 'inbox')),
    limits: config.limits,
    spoolFolder: path.join(config.dataFolder, 'tmp'),
    desk: deskOf(config),
    drawChart: createDrawChart(log),
    running: new RunningAnswers(),
    now: Date.now,
    ...(model && { model }),
  };
}

/** Undefined when no language model is configured, or nothing is to be sent to it: then none of it is loaded. */
export async function createModelDesk(
  config: Config,
  parts: ModelDeskParts,
): Promise<OpenedDesk | undefined> {
  if (!config.openai || config.model.send === 'off') {
    return undefined;
  }
  const { openModelDesk } = await import('./model-desk.ts');
  return openModelDesk(config.openai, config, parts);
}

export function deskOf({ customers, people, crm, summary }: Config): Desk {
  return {
    customers,
    staff: staffOf(people),
    crm,
    zone: summary.zone,
    staleDays: summary.staleDays,
  };
}

/** One person may talk to the bot in several places. */
function staffOf(people: Config['people']): Staff[] {
  const ids = new Map<string, string[]>();
  for (const [id, { staff, name }] of Object.entries(people)) {
    if (staff && name) {
      ids.set(name, [...(ids.get(name) ?? []), id]);
    }
  }
  return [...ids].map(([name, known]) => ({ name, ids: known }));
}
