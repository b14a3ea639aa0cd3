import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Answer } from '../../bot/face.ts';
import { createAnsweringWorker } from '../../bot/jobs/answering.ts';
import type { Worker } from '../../bot/jobs/worker.ts';
import { createJobs, type Jobs, type JobTimes } from '../../bot/jobs.ts';
import { createLog } from '../../bot/log.ts';
import { replyOf } from '../../handlers/command.ts';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import type { Store } from '../../knowledge/store/store.ts';
import { temporaryFolder } from './answering.ts';
import {
  createScriptedFace,
  deliveryOf,
  readMessages,
  type ScriptedEvent,
  type ScriptedParts,
} from './scripted-face.ts';

/** A folder with everything that outlives a process: the store, and what people see. */
export interface JobHome {
  folder: string;
  logFile: string;
}

/** One life of the bot's process. */
export interface Life {
  store: Store;
  jobs: Jobs;
  /** Fixed sentences of the log. */
  logged: string[];
}

export interface LifeParts extends Partial<Omit<ScriptedParts, 'logFile'>> {
  answer?: Answer;
  atOnce?: number;
  times?: Partial<JobTimes>;
  /** Stands between the bot and its store, or the platform. */
  wrap?: <Wrapped extends object>(wrapped: Wrapped) => Wrapped;
  workers?: ReadonlyMap<string, Worker>;
  /** The process is asked to end. */
  signal?: AbortSignal;
}

export const second = 1000;
export const minute = 60 * second;
/** What comes behind an answer is waited for so long. */
export const patience = 25 * second;

const home = temporaryFolder();
const lives: Life[] = [];

// The clock stands still until a test moves it.
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 2, 9) });
});

afterEach(async () => {
  for (const { jobs, store } of lives.splice(0)) {
    // One that died in the test never comes to its end.
    jobs.stop().catch(() => undefined);
    await pass(minute);
    await store.close();
  }
  vi.useRealTimers();
});

export async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

export function newHome(): JobHome {
  const folder = mkdtempSync(path.join(home, 'jobs-'));
  return { folder, logFile: path.join(folder, 'seen.jsonl') };
}

/** Answers with what was asked. */
export const echo: Answer = async ({ id = '', text }) => ({
  id,
  reply: replyOf([], `答：${text}`),
});

export function startLife({ folder, logFile }: JobHome, parts: LifeParts = {}): Life {
  const { canFind = true, answer = echo, atOnce = 2, times, fail, travel } = parts;
  const wrap = parts.wrap ?? ((wrapped) => wrapped);
  const store = openSqlite(folder);
  const scripted = { logFile, canFind, ...(fail && { fail }), ...(travel && { travel }) };
  const face = wrap(createScriptedFace(scripted));
  const logged: string[] = [];
  const log = createLog('info', {
    write: (line) => logged.push(String(JSON.parse(line).msg)),
  });
  const { signal = new AbortController().signal } = parts;
  const additions = { patience, signal, log };
  const worker = createAnsweringWorker({ face, answer, now: Date.now, additions });
  const workers = parts.workers ?? new Map([['script', worker]]);
  const jobs = createJobs({
    store: wrap(store),
    workers,
    atOnce,
    log,
    now: Date.now,
    ...(times && { times }),
  });
  jobs.start();
  const life = { store, jobs, logged };
  lives.push(life);
  return life;
}

let count = 0;

/** A message that nobody has delivered before. */
export function eventOf(parts: Partial<ScriptedEvent> = {}): ScriptedEvent {
  count += 1;
  return {
    id: `event-${count}`,
    message: `message-${count}`,
    conversation: `conversation-${count}`,
    text: `问题 ${count}`,
    ...parts,
  };
}

/** Time for everything that travels without delay. */
export async function settle(): Promise<void> {
  await pass(10);
}

export async function deliver({ jobs }: Life, ...events: ScriptedEvent[]): Promise<boolean[]> {
  const received: boolean[] = [];
  for (const event of events) {
    received.push(await jobs.receive(deliveryOf(event)));
  }
  return received;
}

/** What every message shows now. */
export function seen({ logFile }: JobHome): (string | undefined)[] {
  return readMessages(logFile).map(({ shown }) => shown.at(-1)?.summary);
}
