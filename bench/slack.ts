import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assembleAnswering } from '../bot/assemble.ts';
import { type Config, loadConfig } from '../bot/config.ts';
import { ConfigFile } from '../bot/config-file.ts';
import type { Deps } from '../bot/face.ts';
import { createJobs } from '../bot/jobs.ts';
import { createLog } from '../bot/log.ts';
import { startPublicServer } from '../bot/public-server.ts';
import { createQueue } from '../bot/queue.ts';
import { createSlackFace } from '../bot/slack/index.ts';
import { actOn } from '../handlers/act.ts';
import { answer } from '../handlers/answer.ts';
import { composeHome } from '../handlers/home.ts';
import { findings } from '../test/support/findings.ts';
import { messageOf, type SocketPeer, startSocketPeer } from '../test/support/socket-peer.ts';

/**
 * `node_modules/.bin/node bench/slack.ts [MESSAGES] [SECONDS]`: signed messages come in over HTTP, default 200 in 10
 * seconds, four in each thread, every tenth delivered twice, and are really answered: SQLite, signatures, a web API
 * of Slack that takes 50 ms for each call. Sender, Slack and bot share one process, so that what keeps the bot busy
 * counts. Exit status 1 when an acknowledgement takes a second, or an answer is missing, doubled or out of order.
 */
const messages = Number(process.argv[2] ?? 200);
const seconds = Number(process.argv[3] ?? 10);
const inThread = 4;
const channels = 10;
const travel = 50;
const secret = 'bench-signing-secret';
const longestAck = 1000;

type Event = ReturnType<typeof messageOf>;

/** Each from somebody else: what one person says within a minute would be one question. */
function eventAt(index: number): Event {
  const thread = index % Math.ceil(messages / inThread);
  const { lines } = findings[index % findings.length] ?? { lines: [] };
  return messageOf({
    text: lines.join('\n'),
    user: `U1${String(index).padStart(6, '0')}`,
    channel: `C${String(thread % channels).padStart(7, '0')}`,
    thread_ts: `${1_770_000_000 + thread}.000100`,
  });
}

async function send(url: string, event: Event, retry: number): Promise<number> {
  const body = JSON.stringify(event);
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  const began = performance.now();
  const response = await fetch(`${url}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': `${at}`,
      'x-slack-signature': `v0=${signature}`,
      ...(retry > 0 && { 'x-slack-retry-num': `${retry}` }),
    },
    body,
  });
  await response.arrayBuffer();
  if (response.status !== 200) {
    throw new Error(`Refused with ${response.status}`);
  }
  return performance.now() - began;
}

async function sendAll(url: string, events: readonly Event[]): Promise<number[]> {
  const acks: Promise<number>[] = [];
  const began = performance.now();
  for (const [index, event] of events.entries()) {
    await sleep(Math.max(0, began + (index * seconds * 1000) / events.length - performance.now()));
    acks.push(send(url, event, 0));
    if (index % 10 === 0) {
      acks.push(send(url, event, 1));
    }
  }
  return Promise.all(acks);
}

interface Judged {
  missing: number;
  doubled: number;
  disordered: number;
}

/** Which question a message answers stands in its metadata: the job, and the job knows what was said. */
async function judge(
  events: readonly Event[],
  { shown }: SocketPeer,
  { store }: Pick<Deps, 'store'>,
): Promise<Judged> {
  const answered = new Map<string, number>();
  const threads = new Map<string, string[]>();
  for (const { metadata, texts, channel, thread } of shown) {
    const { key } = JSON.parse(metadata ?? '{}').event_payload ?? {};
    const job = await store.findJob(String(key));
    const isAnswered = job?.status === 'done' && texts.length > 1;
    if (job && isAnswered) {
      answered.set(job.message, (answered.get(job.message) ?? 0) + 1);
      const place = `${channel}/${thread}`;
      threads.set(place, [...(threads.get(place) ?? []), job.message]);
    }
  }
  const said = events.map(({ event: { channel, ts } }) => `slack/${channel}/${ts}`);
  const order = new Map(said.map((message, index) => [message, index]));
  const disordered = [...threads.values()].filter((list) =>
    list.some((one, index) => (order.get(one) ?? 0) < (order.get(list[index - 1] ?? '') ?? 0)),
  );
  return {
    missing: said.filter((message) => !answered.has(message)).length,
    doubled: shown.length - said.length + said.filter((message) => !answered.has(message)).length,
    disordered: disordered.length,
  };
}

async function startBot(folder: string, apiUrl: string) {
  const slack = { botToken: 'xoxb-bench', signingSecret: secret, apiUrl };
  const listened = Array.from({ length: channels }, (_, index) => [
    `slack/C${String(index).padStart(7, '0')}`,
    { listen: 'logs' },
  ]);
  const places = ConfigFile.parse({
    tenants: { 'slack/T0000001': { staff: true } },
    channels: Object.fromEntries(listened),
  });
  const { tenants, channels: known } = places;
  const loaded = await loadConfig({ CASELENS_DATA: folder });
  const config: Config = { ...loaded, slack, tenants, channels: known };
  const answering = await assembleAnswering(config);
  const { store, now } = answering;
  const log = createLog('error');
  const workers: Deps['workers'] = new Map();
  // As bot/main.ts has it.
  const queue = createQueue(2);
  const jobs = createJobs({ store, workers, atOnce: 8, log, now });
  const face = createSlackFace(slack);
  const deps: Deps = {
    config,
    log,
    store,
    answer: (inquiry, tell) => queue.run(() => answer(inquiry, answering, tell)),
    act: (act) => actOn(act, answering),
    home: (asker) => composeHome(asker, answering),
    jobs,
    workers,
    signal: new AbortController().signal,
  };
  await face.start(deps);
  const routes = face.routes ?? [];
  const server = await startPublicServer({ host: '127.0.0.1', port: 0, routes, log });
  jobs.start();
  const stop = async () => {
    await server.stop();
    await jobs.stop();
    await face.stop?.();
    await store.close();
  };
  return { url: server.url, store, stop };
}

function quantile(sorted: readonly number[], part: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
}

const folder = await mkdtemp(path.join(tmpdir(), 'caselens-slack-'));
const peer = await startSocketPeer({ travel });
try {
  const bot = await startBot(folder, peer.apiUrl);
  const events = Array.from({ length: messages }, (_, index) => eventAt(index));
  const began = performance.now();
  const acks = (await sendAll(bot.url, events)).sort((left, right) => left - right);
  while ((await bot.store.nextJobAt()) !== undefined) {
    await sleep(50);
  }
  const judged = await judge(events, peer, bot);
  const report = {
    messages,
    deliveries: acks.length,
    ackMs: { p50: quantile(acks, 0.5), p99: quantile(acks, 0.99), max: quantile(acks, 1) },
    allAnsweredAfterSeconds: Math.round((performance.now() - began) / 100) / 10,
    ...judged,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
  const wrong = judged.missing + judged.doubled + judged.disordered;
  process.exitCode = wrong > 0 || report.ackMs.max >= longestAck ? 1 : 0;
  await bot.stop();
} finally {
  await peer.stop();
  await rm(folder, { recursive: true, force: true });
}
