import path from 'node:path';
import type { AnswerDeps } from '../handlers/answer.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { createCaseLibrary } from '../knowledge/search/cases.ts';
import { createInbox } from '../knowledge/store/inbox.ts';
import { openSqlite } from '../knowledge/store/sqlite.ts';
import type { Store } from '../knowledge/store/store.ts';
import type { Config } from './config.ts';

/** Everything the decisions need, put together once for each process. */
export async function assembleAnswering(
  config: Config,
  store: Store = openSqlite(config.dataFolder),
): Promise<AnswerDeps> {
  const knowledge = await loadKnowledge();
  return {
    knowledge,
    library: createCaseLibrary(knowledge.builtinCases, store),
    store,
    inbox: createInbox(path.join(config.dataFolder, 'inbox')),
    limits: config.limits,
    spoolFolder: path.join(config.dataFolder, 'tmp'),
    now: Date.now,
  };
}
