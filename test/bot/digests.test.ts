import { describe, expect, it, vi } from 'vitest';
import { ConfigFile } from '../../bot/config-file.ts';
import { createDigestWorker, type DigestParts, startDigests } from '../../bot/digests.ts';
import type { Face } from '../../bot/face.ts';
import type { Hold, Worker } from '../../bot/jobs/worker.ts';
import { createJobs } from '../../bot/jobs.ts';
import { createLog } from '../../bot/log.ts';
import { createCalendar, type Schedule } from '../../bot/schedule.ts';
import { renderText } from '../../bot/text.ts';
import type { Store } from '../../knowledge/store/store.ts';
import { addDays, wallDay } from '../../knowledge/wall-time.ts';
import { createAnswering, desk } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';

const hour = 60 * 60_000;
const morning = Date.parse('2026-03-03T09:00:00+08:00');
const bank = { name: '工商银行' };
const { channels, people, summary, tenants } = ConfigFile.parse({
  customers: { icbc: bank, abc: { name: '农业银行' } },
  tenants: { 'slack/T0000001': { staff: true } },
  people: {
    'slack/U0000001': { staff: true, name: '谭工' },
    'slack/U0000002': { customer: 'icbc', branch: '湖北分行' },
  },
  channels: {
    'slack/C0000001': { summary: true },
    'slack/C0000002': { summary: true, customer: 'icbc' },
    'slack/C0000003': { summary: true, customer: 'icbc', branch: '湖北分行' },
    'slack/C0000004': {},
    'slack/C0000005': { summary: true, branch: '湖北分行' },
    'teams/19:elsewhere': { summary: true },
  },
});

interface Post {
  target: string;
  key: string | undefined;
  text: string;
}

/** A platform that remembers what it shows. */
function createFace(name: string, fail: () => void = () => undefined): Face & { posts: Post[] } {
  const posts: Post[] = [];
  return {
    name,
    posts,
    start: async () => undefined,
    channelTarget: (channel) => `to ${channel}`,
    async post(target, reply, key) {
      fail();
      posts.push({ target, key, text: renderText(reply) });
      return { target, id: `${posts.length}` };
    },
    async find(target, key) {
      const index = posts.findIndex((post) => post.target === target && post.key === key);
      return index < 0 ? undefined : { target, id: `${index + 1}` };
    },
    edit: async () => undefined,
  };
}

async function openHome(fail?: () => void, hasCases = true) {
  let now = morning;
  const answering = await createAnswering(() => now);
  if (hasCases) {
    await answering.store.importCase(caseOf({ case: caseNumber(99_999) }));
  }
  const [slack, web] = [createFace('slack', fail), createFace('web')];
  const logged: { msg: string; channel?: string }[] = [];
  const parts: DigestParts = {
    config: { channels, customers: desk.customers, people, summary, tenants },
    faces: [slack, web],
    answering,
    calendar: createCalendar(summary),
    log: createLog('info', { write: (line) => logged.push(JSON.parse(line)) }),
  };
  const { store } = answering;
  let hear: (date: string) => Promise<void> = async () => undefined;
  const schedule: Schedule = {
    daily(_at, _zone, run) {
      hear = run;
      return { stop: () => undefined };
    },
  };
  const receive = async (delivery: object) => {
    const job = { ...(delivery as Parameters<Store['receiveJob']>[0]), at: now, due: 0 };
    return store.receiveJob({ ...job, id: crypto.randomUUID() });
  };
  startDigests(parts, { schedule, jobs: { receive } });
  return {
    parts,
    store,
    slack,
    web,
    logged,
    strike: (date: string) => hear(date),
    set: (at: number) => {
      now = at;
    },
    now: () => now,
  };
}

/** Everything that is due, each once; what fails waits for the next time. */
async function workAll(store: Store, worker: Worker, now: number, dies = () => false) {
  for (;;) {
    const job = await store.takeJob(now, now + hour);
    if (!job) {
      return;
    }
    const hold: Hold = {
      signal: new AbortController().signal,
      check: async () => undefined,
      async note(posted) {
        if (dies()) {
          throw new Error('killed');
        }
        await store.updateJob(job.id, { posted });
        job.posted = posted;
      },
    };
    try {
      await worker.work(job, hold);
      await store.updateJob(job.id, { status: 'done', ended: now });
    } catch {
      await store.updateJob(job.id, { status: 'waiting', due: now + 1 });
    }
  }
}

describe('the daily summary of the channels', () => {
  it('goes to the console and to every channel that asks for it and can be reached', async () => {
    const home = await openHome();

    await home.strike('2026-03-03');
    await workAll(home.store, createDigestWorker(home.parts), home.now());

    expect(home.web.posts.map(({ target }) => target)).toEqual(['console']);
    expect(home.slack.posts.map(({ target }) => target)).toEqual([
      'to C0000001',
      'to C0000002',
      'to C0000003',
    ]);
    expect(home.slack.posts[0]?.text).toContain('案例日报 · 2026-03-03 周二');
    expect(
      home.logged.flatMap(({ msg, channel }) => (msg.includes('reached') ? channel : [])),
    ).toEqual(['slack/C0000005', 'teams/19:elsewhere']);
    expect(await home.store.listAudit({ limit: 10 })).toHaveLength(4);
  });

  it('does not greet a console that keeps no cases', async () => {
    const home = await openHome(undefined, false);
    await home.strike('2026-03-03');

    await workAll(home.store, createDigestWorker(home.parts), home.now());

    expect(home.web.posts).toEqual([]);
    expect(home.slack.posts).toHaveLength(3);
  });

  it('tells a channel only what its customer, or its branch, may know', async () => {
    const home = await openHome();
    const cases = [
      { customer: '工商银行', branch: '湖北分行', title: '甲行湖北的事' },
      { customer: '工商银行', branch: '山西分行', title: '甲行山西的事' },
      { customer: '农业银行', branch: '湖北分行', title: '乙行的事' },
    ];
    for (const [index, one] of cases.entries()) {
      await home.store.importCase(
        caseOf({
          ...one,
          case: caseNumber(index + 1),
          status: 'waiting-customer',
          opened: '2026-03-02',
          updated: '2026-03-02',
          closed: null,
        }),
      );
    }

    await home.strike('2026-03-03');
    await workAll(home.store, createDigestWorker(home.parts), home.now());

    const [staff, customer, branch] = home.slack.posts.map(({ text }) => text);
    const told = (text = '') => cases.map(({ title }) => text.includes(title));
    expect(told(staff)).toEqual([true, true, true]);
    expect(told(customer)).toEqual([true, true, false]);
    expect(customer).not.toMatch(/农业银行|CAS-00003/);
    expect(told(branch)).toEqual([true, false, false]);
    expect(branch).not.toMatch(/农业银行|CAS-00003|CAS-00002|山西/);
  });

  it('goes to everybody who switched it on for himself and is still known, with his own scope', async () => {
    const home = await openHome();
    for (const [index, customer] of ['工商银行', '农业银行'].entries()) {
      await home.store.importCase(
        caseOf({
          case: caseNumber(index + 1),
          customer,
          branch: '湖北分行',
          title: `${customer}的事`,
          status: 'open',
          opened: '2026-03-02',
          updated: '2026-03-02',
          closed: null,
        }),
      );
    }
    for (const [person, value] of [
      ['slack/U0000001', 'T0000001/D0000001'],
      ['slack/U0000002', 'T0000009/D0000002'],
      ['slack/U0000003', 'T0000001/D0000003'],
      ['slack/U0000004', 'T0000009/D0000004'],
      ['slack/U0000005', ''],
    ] as const) {
      await home.store.savePreference({ person, name: 'digest', value });
    }

    await home.strike('2026-03-03');
    await workAll(home.store, createDigestWorker(home.parts), home.now());

    const personal = home.slack.posts.filter(({ target }) => target.startsWith('to D'));
    expect(personal.map(({ target }) => target)).toEqual([
      'to D0000001',
      'to D0000002',
      'to D0000003',
    ]);
    expect(personal.map(({ text }) => text.includes('农业银行'))).toEqual([true, false, true]);
    expect(personal.every(({ text }) => text.includes('工商银行的事'))).toBe(true);
    expect(
      home.logged.flatMap(({ msg, channel }) => (msg.includes('any more') ? channel : [])),
    ).toContain('slack/U0000004');
  });

  it('does not reach somebody who switched it off after the hour', async () => {
    const home = await openHome();
    const person = 'slack/U0000001';
    await home.store.savePreference({ person, name: 'digest', value: 'T0000001/D0000001' });
    await home.strike('2026-03-03');

    await home.store.savePreference({ person, name: 'digest', value: '' });
    await workAll(home.store, createDigestWorker(home.parts), home.now());

    expect(home.slack.posts.map(({ target }) => target)).not.toContain('to D0000001');
  });

  it('is posted once when two processes hear the hour', async () => {
    const home = await openHome();
    const worker = createDigestWorker(home.parts);

    await Promise.all([home.strike('2026-03-03'), home.strike('2026-03-03')]);
    await Promise.all([
      workAll(home.store, worker, home.now()),
      workAll(home.store, worker, home.now()),
    ]);

    expect(home.slack.posts).toHaveLength(3);
    expect(home.web.posts).toHaveLength(1);
  });

  it('is found again when the process ended between posting and noting', async () => {
    const home = await openHome();
    const worker = createDigestWorker(home.parts);
    await home.strike('2026-03-03');

    await workAll(home.store, worker, home.now(), () => true);
    await workAll(home.store, worker, home.now() + 1);

    expect(home.slack.posts).toHaveLength(3);
    expect(await home.store.lastDigest('slack/C0000001', '2026-03-04')).toMatchObject({
      date: '2026-03-03',
    });
  });

  it('is posted after an outage of hours, and not when the next one is due', async () => {
    let isDown = true;
    const home = await openHome(() => {
      if (isDown) {
        throw new Error('down');
      }
    });
    const worker = createDigestWorker(home.parts);
    await home.strike('2026-03-03');
    await workAll(home.store, worker, home.now());
    const early = home.slack.posts.length;

    isDown = false;
    home.set(morning + 6 * hour);
    await workAll(home.store, worker, home.now());
    const late = home.slack.posts.length;
    isDown = true;
    await home.strike('2026-03-04');
    await workAll(home.store, worker, home.now());
    isDown = false;
    home.set(morning + 48 * hour);
    await workAll(home.store, worker, home.now());

    expect([early, late, home.slack.posts.length]).toEqual([0, 3, 3]);
    expect(home.logged.map(({ msg }) => msg)).toContain('Daily summary is not posted any more');
  });

  it('tells of everything since the last one that was posted', async () => {
    const home = await openHome();
    const worker = createDigestWorker(home.parts);
    await home.strike('2026-02-27');
    home.set(Date.parse('2026-02-27T09:00:00+08:00'));
    await workAll(home.store, worker, home.now());
    await home.store.importCase(
      caseOf({ case: caseNumber(1), opened: '2026-02-28', updated: '2026-02-28', status: 'open' }),
    );

    home.set(morning);
    await home.strike('2026-03-03');
    await workAll(home.store, worker, home.now());

    expect(home.slack.posts.at(-3)?.text).toContain('上次日报（2026-02-27 周五）以来\n新开 1');
  });
});

it('is tried again by the runner of jobs, and given up with a line in the log', async () => {
  let tries = 0;
  const home = await openHome(() => {
    tries += 1;
    throw new Error('down');
  });
  const jobs = createJobs({
    store: home.store,
    workers: new Map([['digest', createDigestWorker(home.parts)]]),
    atOnce: 1,
    log: home.parts.log,
    now: Date.now,
    times: { delays: [1, 1], lookEvery: 5 },
  });
  await home.strike('2026-03-03');

  jobs.start();
  await vi.waitFor(() =>
    expect(home.logged.filter(({ msg }) => msg === 'A job is given up')).toHaveLength(3),
  );
  await jobs.stop();

  expect(tries).toBe(9);
  expect(home.web.posts).toHaveLength(1);
});

describe('in a whole year of failures, crashes and a clock that is set', () => {
  it('each channel gets one on each working day', async () => {
    let state = 7;
    const dice = () => {
      state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return state / 2 ** 32;
    };
    let failures = 0;
    const home = await openHome(() => {
      if (dice() < 0.2) {
        failures += 1;
        throw new Error('down');
      }
    });
    const calendar = createCalendar(summary);
    const worker = createDigestWorker(home.parts);
    const expected: string[] = [];

    for (let date = '2026-01-01'; date < '2027-01-01'; date = addDays(date, 1)) {
      if (!calendar.isWorkday(date)) {
        continue;
      }
      expected.push(date);
      const start = Date.parse(`${date}T09:00:00+08:00`);
      for (let look = 0; look < 12; look += 1) {
        // Restarts hear the hour again; a clock that was set back hears that of another day again.
        home.set(start + look * hour - (dice() < 0.1 ? 30 * hour : 0));
        const today = wallDay(home.now(), 'Asia/Shanghai');
        await home.strike(calendar.isWorkday(today) && today <= date ? today : date);
        await workAll(home.store, worker, start + look * hour, () => dice() < 0.1);
      }
      await home.store.forgetJobs(start);
    }

    for (const [index, channel] of ['to C0000001', 'to C0000002', 'to C0000003'].entries()) {
      const keys = home.slack.posts
        .filter(({ target }) => target === channel)
        .map(({ key }) => key);
      expect(keys.toSorted()).toEqual(
        expected.map((date) => `digest/${date}/slack/C000000${index + 1}`),
      );
    }
    expect(home.web.posts).toHaveLength(expected.length);
    expect(failures).toBeGreaterThan(100);
  });
});
