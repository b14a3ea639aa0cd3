import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { assembleAnswering } from '../../bot/assemble.ts';
import { loadConfig } from '../../bot/config.ts';
import { createAnsweringWorker } from '../../bot/jobs/answering.ts';
import { createJobs } from '../../bot/jobs.ts';
import { createLog } from '../../bot/log.ts';
import { answer } from '../../handlers/answer.ts';
import { createRandom } from './random.ts';
import {
  createScriptedFace,
  deliveryOf,
  type ScriptedEvent,
  tooManyRequests,
} from './scripted-face.ts';

/** Started as a process of its own, to be killed: the real answers behind a scripted platform. */
export const stormBot = import.meta.filename;

export interface BotSettings {
  folder: string;
  /** What people see. */
  logFile: string;
  canFind: boolean;
  seed: number;
  /** The longest that a call travels one way, in milliseconds. */
  travel: number;
  /** Which part of the calls fails. */
  failing: number;
}

/** `ready` once it works; every event is answered by `ack …` when it is stored; ends when stdin does and all is done. */
if (import.meta.main) {
  const settings = JSON.parse(process.argv[2] ?? '') as BotSettings;
  const { logFile, canFind, travel, failing } = settings;
  const random = createRandom(settings.seed);
  const deps = await assembleAnswering(await loadConfig({ CASELENS_DATA: settings.folder }));
  const face = createScriptedFace({
    logFile,
    canFind,
    travel: () => sleep(random() * travel),
    fail: () => {
      if (random() < failing) {
        throw random() < 0.5 ? tooManyRequests(100) : new Error('ECONNRESET');
      }
    },
  });
  const worker = createAnsweringWorker({
    face,
    answer: (inquiry, tell) => answer(inquiry, deps, tell),
    now: Date.now,
  });
  const jobs = createJobs({
    store: deps.store,
    workers: new Map([['script', worker]]),
    atOnce: 3,
    log: createLog('fatal'),
    now: Date.now,
    // The same as ever, only faster.
    times: { lease: 500, lookEvery: 100, delays: Array.from({ length: 15 }, () => 200) },
  });
  jobs.start();
  process.stdout.write('ready\n');
  for await (const line of createInterface({ input: process.stdin })) {
    const event = JSON.parse(line) as ScriptedEvent;
    await jobs.receive(deliveryOf(event));
    process.stdout.write(`ack ${event.id}\n`);
  }
  while ((await deps.store.nextJobAt()) !== undefined) {
    await sleep(20);
  }
  await jobs.stop();
  await deps.store.close();
}
