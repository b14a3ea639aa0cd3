import { actOn } from '../handlers/act.ts';
import { type AnswerDeps, answer } from '../handlers/answer.ts';
import { findCommand } from '../handlers/commands.ts';
import { composeHome } from '../handlers/home.ts';
import { RunningAnswers } from '../handlers/running.ts';
import type { Store } from '../knowledge/store/store.ts';
import { assembleAnswering } from './assemble.ts';
import { type Config, loadConfig, settingsWithoutEffect } from './config.ts';
import type { Answer, Deps, Face } from './face.ts';
import { createFaces } from './faces.ts';
import { startKeepingUp } from './keep-up.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics, withMetrics } from './metrics.ts';
import type { OpenedDesk } from './model-desk.ts';
import { type PublicServer, startPublicServer } from './public-server.ts';
import { createQueue, type Queue } from './queue.ts';
import { systemClock } from './schedule.ts';
import { createHealthRoutes } from './web/health.ts';
import { createWork } from './work.ts';

/** Reading logs keeps a processor busy: more at once would only make everybody wait longer. */
const answersAtOnce = 2;
/** Milliseconds after the start: whoever waits for the console sees it first. */
const warmUpAfter = 500;

async function main(): Promise<void> {
  // What people send is nobody else's on this machine.
  process.umask(0o077);
  const config = await loadConfig();
  const log = createLog(config.logLevel);
  const metrics = createMetrics();
  const answering = await assembleAnswering(config, { log, metrics });
  const queue = createQueue(answersAtOnce);
  const faces = await createFaces({ config, answering, metrics, queue });
  const answerNow = createAnswer(answering, queue);
  const ending = new AbortController();
  const work = createWork({ config, answering, faces: faces.all, log, signal: ending.signal });
  const deps: Deps = {
    config,
    log,
    store: answering.store,
    answer: withMetrics(answerNow, metrics),
    act: (act) => actOn(act, answering),
    home: (asker) => composeHome(asker, answering),
    jobs: work.jobs,
    workers: work.workers,
    signal: ending.signal,
    hasModel: answering.model !== undefined,
  };
  for (const face of faces.all) {
    await face.start(deps);
  }
  const outside = await openPublicPort(config, faces.all, answering.store, log);
  work.start();
  const idle = settingsWithoutEffect(config);
  if (idle.length > 0) {
    process.stdout.write(`注意：这些设置目前不起作用：${idle.join('、')}\n`);
  }
  process.stdout.write(`CaseLens 案例镜已启动，请用浏览器打开 ${reachable(faces.web.url())}\n`);

  // Half a second of work that the first large log would else wait for, and every chat with it.
  setTimeout(() => answering.knowledge.engine.filter.bytes, warmUpAfter).unref();
  startModel(answering.model, log, ending.signal);

  const end = async () => {
    ending.abort();
    await outside?.stop();
    await work.stop();
    await Promise.all(faces.all.map((face) => face.stop?.()));
    await answering.store.close();
    process.exit(0);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

function startModel(model: OpenedDesk | undefined, log: Log, signal: AbortSignal): void {
  if (!model) {
    return;
  }
  setTimeout(() => {
    model.warmUp().catch((error: unknown) => {
      log.error({ err: error }, 'The client of the language model was not loaded');
    });
  }, warmUpAfter).unref();
  if (model.likeness) {
    startKeepingUp({ likeness: model.likeness, clock: systemClock, log, signal });
  }
}

/** What is commanded does not wait behind gigabytes: it may be their cancellation. */
function createAnswer(answering: AnswerDeps, queue: Queue): Answer {
  const running = answering.running ?? new RunningAnswers();
  const deps = { ...answering, running };
  return (inquiry, tell, signal) =>
    inquiry.files.length === 0 && findCommand(inquiry.text)
      ? answer(inquiry, deps, tell, signal)
      : running.run(inquiry, signal, (own) =>
          queue.run(() => answer(inquiry, deps, tell, own), own),
        );
}

/** Opened only when a platform calls us; Socket Mode needs none. */
async function openPublicPort(
  { host, port }: Config,
  faces: readonly Face[],
  store: Store,
  log: Log,
): Promise<PublicServer | undefined> {
  const routes = faces.flatMap((face) => face.routes ?? []);
  if (routes.length === 0) {
    return undefined;
  }
  const health = createHealthRoutes(async () => {
    await store.ping();
    return true;
  });
  return startPublicServer({ host, port, routes: [...routes, ...health], log });
}

/** Listening everywhere has no address of its own to open. */
function reachable(url = ''): string {
  return url.replace('//0.0.0.0:', '//本机地址:').replace('//[::]:', '//本机地址:');
}

try {
  await main();
} catch (error) {
  // Our own bad data or settings: the message names file, field and remedy.
  process.stderr.write(
    `CaseLens 未能启动。${error instanceof Error ? error.message : String(error)}\n`,
  );
  // What has been opened so far would keep the process alive.
  process.exit(1);
}
