import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnswerDeps } from '../handlers/answer.ts';
import { replyOf } from '../handlers/command.ts';
import { openSqlite } from '../knowledge/store/sqlite.ts';
import { activityOf, startTeamsWorld } from '../test/support/teams-world.ts';
import { claimsOf, sign, signWithAnother, unsigned } from '../test/support/teams-world-tokens.ts';

/**
 * `node_modules/.bin/node --expose-gc bench/teams.ts`: 10,000 requests without a right token, memory before and
 * behind them; then 100 messages within ten seconds, each to be acknowledged within a second and answered once.
 * Exit status 1 when one of these does not hold.
 */
const forgeries = 10_000;
/** One after the other, so that a time is that of one request; the client's own part is in it. */
const atOnce = 1;
const messages = 100;
const within = 10_000;

const folder = await mkdtemp(path.join(tmpdir(), 'caselens-teams-'));
const store = openSqlite(folder);
// Nothing else of what answers is asked for here.
const answering = { store } as AnswerDeps;
const world = await startTeamsWorld(answering, folder, {
  answer: async ({ id = '', text }) => {
    await sleep(200);
    return { id, reply: replyOf([], text) };
  },
});
const { serviceUrl } = world;
function tell(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

function memory(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1024);
}

function at(times: number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return Math.round((sorted[Math.ceil(sorted.length * share) - 1] ?? 0) * 100) / 100;
}

function forgery(index: number): string | null {
  const claims = claimsOf(serviceUrl, { tid: `tenant-${index}` });
  const kinds = [
    () => null,
    () => signatures[index % signatures.length] ?? '',
    () => unsigned(claims),
    () =>
      unsigned({ ...claims, iss: `https://sts.windows.net/tenant-${index}/`, ver: '1.0' }, 'RS256'),
    () => unsigned({ ...claims, ver: '1.0', appid: `app-${index}` }, 'RS256'),
    () => unsigned(claims, 'RS256'),
  ];
  return kinds[index % kinds.length]?.() ?? null;
}

/** Signing takes longer than refusing, so there are few of them. */
const signatures = Array.from({ length: 50 }, () => signWithAnother(claimsOf(serviceUrl)));

async function refuseAll(count: number): Promise<{ statuses: Set<number>; times: number[] }> {
  const statuses = new Set<number>();
  const times: number[] = [];
  const activity = activityOf({ serviceUrl, text: '帮助' });
  let next = 0;
  const run = async () => {
    while (next < count) {
      next += 1;
      const token = forgery(next);
      const begun = performance.now();
      const { status } = await world.deliver(activity, token);
      times.push(performance.now() - begun);
      statuses.add(status);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return { statuses, times };
}

await refuseAll(2000);
const before = memory();
const used = process.cpuUsage();
const { statuses, times } = await refuseAll(forgeries);
// Of client and bot together; other programs on the machine do not count here.
const spent = process.cpuUsage(used);
const cpuMs = Math.round((spent.user + spent.system) / forgeries) / 1000;
tell({
  forgeries,
  statuses: [...statuses],
  perRequestMs: {
    median: at(times, 0.5),
    p99: at(times, 0.99),
    'p99.9': at(times, 0.999),
    most: at(times, 1),
  },
  cpuMsPerRequest: cpuMs,
  heapKiB: { before, behind: memory() },
});

const acknowledged: number[] = [];
const all = Array.from({ length: messages }, async (_, index) => {
  await sleep((within / messages) * index);
  const begun = performance.now();
  const activity = activityOf({
    serviceUrl,
    room: `a:${index % 20}`,
    text: `问题 ${index}`,
    person: `p-${index}`,
  });
  const { status } = await world.deliver(activity, sign(claimsOf(serviceUrl)));
  acknowledged.push(status === 200 ? performance.now() - begun : Number.POSITIVE_INFINITY);
  // Teams repeats what it is not sure of.
  await world.deliver(activity, sign(claimsOf(serviceUrl)));
});
await Promise.all(all);
const seen = (await world.settled()).map(({ shown }) => shown.at(-1)?.summary ?? '');
const answers = new Set(seen);
tell({
  messages,
  acknowledgedMs: { median: at(acknowledged, 0.5), most: at(acknowledged, 1) },
  posted: seen.length,
  answered: answers.size,
});

const grown = memory() - before;
const holds =
  statuses.size === 1 &&
  statuses.has(401) &&
  at(times, 0.99) < 5 &&
  at(acknowledged, 1) < 1000 &&
  seen.length === messages &&
  answers.size === messages;
tell({ holds, grownKiB: grown });
process.exitCode = holds ? 0 : 1;
await world.stop();
await store.close();
await rm(folder, { recursive: true, force: true });
