import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, SocketModeReceiver, type webApi } from '@slack/bolt';
import type { Log } from '../log.ts';
import { errorCode } from './errors.ts';

export interface SocketParts {
  appToken: string;
  clientOptions: webApi.WebClientOptions;
  logger: Logger;
}

/** A connection that Slack's events come in by; nothing reaches us from outside. */
export interface Socket {
  /** For Bolt. */
  receiver: SocketModeReceiver;
  /** @throws with a Chinese remedy when the first connection does not come about. */
  start(log: Log): Promise<void>;
  stop(): Promise<void>;
}

const helloWithin = 30_000;
/** One that lasts longer was no failure. */
const calm = 10_000;
const longestWait = 30_000;

/**
 * Slack ends each connection after some hours, and networks do so at any time. The SDK connects again by itself, but
 * gives up for good, with an unhandled rejection that ends the process, when Slack cannot be reached for seconds; and
 * it tries for ever, without a word, with a token that lacks a scope. So it is done here.
 */
export function createSocket({ appToken, clientOptions, logger }: SocketParts): Socket {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions },
  });
  const ending = new AbortController();
  return {
    receiver,
    async start(log) {
      try {
        await connect(receiver);
      } catch (error) {
        throw new Error(refusal(error), { cause: error });
      }
      keepConnected(receiver, log, ending.signal);
    },
    async stop() {
      ending.abort();
      await receiver.stop();
    },
  };
}

/** Resolves when Slack has greeted. */
async function connect({ client }: SocketModeReceiver): Promise<void> {
  const late = setTimeout(() => client.disconnect(), helloWithin);
  try {
    await client.start();
  } catch (error) {
    throw error ?? new Error('The connection ended before Slack greeted');
  } finally {
    clearTimeout(late);
  }
}

function keepConnected(receiver: SocketModeReceiver, log: Log, signal: AbortSignal): void {
  let since = Date.now();
  let failures = 0;
  let isConnecting = false;
  const reconnect = async () => {
    if (isConnecting || signal.aborted) {
      return;
    }
    isConnecting = true;
    failures = Date.now() - since > calm ? 0 : failures;
    while (!signal.aborted) {
      await sleep(waitBefore(failures), undefined, { signal }).catch(() => undefined);
      failures += 1;
      if (signal.aborted || (await tryOnce(receiver, log, failures))) {
        break;
      }
    }
    since = Date.now();
    isConnecting = false;
  };
  receiver.client.on('disconnected', () => {
    void reconnect();
  });
}

async function tryOnce(receiver: SocketModeReceiver, log: Log, failures: number): Promise<boolean> {
  try {
    await connect(receiver);
    log.info({ face: 'slack' }, 'Slack is connected again');
    return true;
  } catch (error) {
    const fields = { err: error, face: 'slack', failures, slack: errorCode(error) };
    log.warn(fields, 'Slack cannot be reached');
    return false;
  }
}

/** At once the first time: what comes meanwhile waits at Slack. */
function waitBefore(failures: number): number {
  return failures === 0 ? 0 : Math.min(1000 * 2 ** (failures - 1), longestWait);
}

function refusal(error: unknown): string {
  const code = errorCode(error);
  return code
    ? `Slack 不接受 SLACK_APP_TOKEN（${code}）。请在应用的 Basic Information → App-Level Tokens 里核对：令牌以 xapp- 开头，有 connections:write 权限；并确认 Socket Mode 已打开。`
    : 'Slack 的 Socket Mode 连不上。请确认本机能访问 slack.com（HTTPS 和 WebSocket），并核对 SLACK_APP_TOKEN 和 SLACK_API_URL。';
}
