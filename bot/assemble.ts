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

/** Everything the decisions need, put together once for each process. */
export async function assembleAnswering(
  config: Config,
  { store = openSqlite(config.dataFolder), log }: { store?: Store; log?: Log } = {},
): Promise<AnswerDeps> {
  const knowledge = await loadKnowledge();
  return {
    knowledge,
    library: createCaseLibrary(knowledge.builtinCases, store),
    store,
    inbox: createInbox(path.join(config.dataFolder, 'inbox')),
    limits: config.limits,
    spoolFolder: path.join(config.dataFolder, 'tmp'),
    desk: deskOf(config),
    drawChart: createDrawChart(log),
    running: new RunningAnswers(),
    now: Date.now,
  };
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
