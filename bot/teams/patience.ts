import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectorError } from './sdk/contract.ts';

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit names these. */
const busy: ReadonlySet<number> = new Set([412, 429, 502, 504]);
/** Somebody has to change something in Teams first. */
const refused: ReadonlySet<number> = new Set([400, 403, 404, 405, 410, 413]);

const tries = 4;
const firstWait = 600;
/** What takes longer is left to the job, which others need not wait for. */
const longestWait = 5000;

/** Tries again what a busy platform sends away; not at the same moment as everybody else. */
export async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let count = 1; ; count += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConnectorError)) {
        throw error;
      }
      const wait = waitBefore(error, count);
      if (!busy.has(error.status) || count === tries || wait > longestWait) {
        throw telling(error, wait);
      }
      await sleep(wait);
    }
  }
}

function waitBefore({ waitMs }: ConnectorError, count: number): number {
  return Math.max(waitMs, firstWait * 2 ** (count - 1)) * (1 + Math.random() / 2);
}

/** What the runner of jobs has to know of an error: whether trying again helps, and when. */
function telling(error: ConnectorError, wait: number): Error {
  return Object.assign(new Error(error.message, { cause: error }), {
    isPermanent: refused.has(error.status),
    retryAfterMs: busy.has(error.status) ? wait : 0,
  });
}

/** True when the bot has been taken out or blocked. */
export function isForbidden(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof ConnectorError && cause.status === 403;
}
