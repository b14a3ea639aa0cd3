import { type AnswerDeps, forgetOld } from '../handlers/answer.ts';
import type { Config } from './config.ts';
import { createDigestWorker, digestFace, startDigests } from './digests.ts';
import type { Face } from './face.ts';
import type { Worker } from './jobs/worker.ts';
import { createJobs, type Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import { createCalendar, createSchedule } from './schedule.ts';
import { createFileImporter } from './watch/import-file.ts';
import { startWatching } from './watch.ts';

export interface WorkParts {
  config: Config;
  answering: AnswerDeps;
  faces: readonly Face[];
  log: Log;
  /** Aborted when the process is asked to end. */
  signal: AbortSignal;
}

/** What goes on without anybody looking: jobs, the daily summary, the watch folder, retention. */
export interface Work {
  jobs: Jobs;
  /** By `job.face`; faces add theirs before `start`. */
  workers: Map<string, Worker>;
  start(): void;
  /** Lets what runs come to its end for a while. */
  stop(): Promise<void>;
}

/** Answers wait for platforms more than they work; reading logs has a queue of its own. */
const jobsAtOnce = 8;
const cleanEvery = 60 * 60_000;

export function createWork({ config, answering, faces, log, signal }: WorkParts): Work {
  const { store, now } = answering;
  const workers = new Map<string, Worker>();
  const jobs = createJobs({ store, workers, atOnce: jobsAtOnce, log, now });
  const calendar = createCalendar(config.summary);
  const digests = { config, faces, answering, calendar, log };
  const stopping: (() => void)[] = [];
  let watching: Promise<void> | undefined;
  const clean = () => {
    forgetOld(config.retention.uploadDays, answering).catch((error: unknown) => {
      log.error({ err: error }, 'Old uploads were not removed');
    });
  };
  return {
    jobs,
    workers,
    start() {
      workers.set(digestFace, createDigestWorker(digests));
      jobs.start();
      stopping.push(
        startDigests(digests, { schedule: createSchedule({ calendar, log }), jobs }).stop,
      );
      if (config.watchFolder) {
        const importFile = createFileImporter(answering);
        watching = startWatching({ folder: config.watchFolder, importFile, log, signal });
      }
      clean();
      const cleaning = setInterval(clean, cleanEvery);
      stopping.push(() => clearInterval(cleaning));
    },
    async stop() {
      for (const stopOne of stopping) {
        stopOne();
      }
      await watching;
      await jobs.stop();
    },
  };
}
