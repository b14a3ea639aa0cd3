import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** `not_in_channel` and the like; undefined for what Slack did not say. */
export function errorCode(error: unknown): string | undefined {
  const data = error instanceof Error && 'data' in error ? error.data : undefined;
  const said = z.object({ error: z.string() }).safeParse(data);
  return said.data?.error;
}

const permanent: ReadonlySet<string> = new Set([
  'account_inactive',
  'cant_update_message',
  'channel_not_found',
  'invalid_auth',
  'invalid_blocks',
  'is_archived',
  'message_not_found',
  'missing_scope',
  'msg_blocks_too_long',
  'not_authed',
  'not_in_channel',
  'restricted_action',
  'thread_not_found',
  'token_expired',
  'token_revoked',
  'user_not_in_channel',
]);

/** True when trying again cannot help: somebody has to change something in Slack first. */
function isPermanent(error: unknown): boolean {
  return permanent.has(errorCode(error) ?? '');
}

/** How long Slack wants to be left alone, in milliseconds; 0 when it said nothing of it. */
function retryAfterMs(error: unknown): number {
  const told = error instanceof Error && 'retryAfter' in error ? Number(error.retryAfter) : 0;
  return Number.isFinite(told) ? told * 1000 : 0;
}

const longestPause = 30_000;
const mostPauses = 5;

/** Waits where Slack asks for it. What it refused so it has not done, so asking again does nothing twice. */
export async function patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (let pauses = 0; ; pauses += 1) {
    try {
      return await ask();
    } catch (error) {
      const pause = retryAfterMs(error);
      if (pause === 0 || pause > longestPause || pauses === mostPauses) {
        throw error;
      }
      await sleep(pause);
    }
  }
}

/** What the runner of jobs has to know of an error: whether trying again helps, and when. */
export async function telling<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw Object.assign(
      new Error(`Slack answered ${errorCode(error) ?? 'nothing'}`, { cause: error }),
      {
        isPermanent: isPermanent(error),
        retryAfterMs: retryAfterMs(error),
      },
    );
  }
}
