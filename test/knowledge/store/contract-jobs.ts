import { describe, expect, it } from 'vitest';
import type { Store } from '../../../knowledge/store/store.ts';
import type { Database } from './database.ts';
import { jobOf } from './rows.ts';

const lease = 1000;

/** Takes everything there is to take at that moment and tells by which ids it came. */
async function takeAll(store: Store, now: number): Promise<string[]> {
  const job = await store.takeJob(now, now + lease);
  return job ? [job.id, ...(await takeAll(store, now))] : [];
}

export function describeJobs(name: string, create: () => Promise<Database>): void {
  const openOne = async () => (await create()).open();

  describe(`${name}: receiving jobs`, () => {
    it('stores what was delivered', async () => {
      const store = await openOne();
      const job = jobOf({ payload: '{"text":"引号 \' 🙂"}' });

      const received = await store.receiveJob(job);

      expect(received).toBe(true);
      expect(await store.findJob(job.id)).toEqual({
        ...job,
        status: 'waiting',
        attempts: 0,
        posted: '',
        problem: '',
        ended: 0,
      });
      expect(await store.findJob('nobody')).toBeUndefined();
    });

    it.each([
      ['the event', { event: 'e1' }, { event: 'e1' }, false],
      ['the message it tells of', { message: 'm1' }, { message: 'm1' }, false],
      ['the id', { id: 'i1' }, { id: 'i1' }, false],
      ['the event, at another face', { event: 'e1' }, { event: 'e1', face: 'other' }, true],
      ['the message, at another face', { message: 'm1' }, { message: 'm1', face: 'other' }, true],
      ['the conversation', { conversation: 'c1' }, { conversation: 'c1' }, true],
      ['that it has no event', { event: '' }, { event: '' }, true],
      ['that it has no message', { message: '' }, { message: '' }, true],
    ])('with something in common with one before: %s', async (_, before, again, isNew) => {
      const store = await openOne();
      const [first, second] = [jobOf(before), jobOf({ payload: 'again', ...again })];
      await store.receiveJob(first);

      const received = await store.receiveJob(second);

      expect(received).toBe(isNew);
      expect((await store.findJob(first.id))?.payload).toBe(first.payload);
      expect((await store.findJob(second.id))?.payload === 'again').toBe(isNew);
    });

    it.each(['done', 'given-up'] as const)('does not wake what is %s', async (status) => {
      const store = await openOne();
      const job = jobOf({ event: 'e1' });
      await store.receiveJob(job);
      await takeAll(store, 1000);
      await store.updateJob(job.id, { status, ended: 1100 });

      const received = await store.receiveJob(jobOf({ event: 'e1' }));

      expect(received).toBe(false);
      expect(await takeAll(store, 9_000_000)).toEqual([]);
    });

    it('stores once what two connections receive at once', async () => {
      const database = await create();
      const stores = [await database.open(), await database.open()];

      const received = await Promise.all(
        stores.map((store) => store.receiveJob(jobOf({ event: 'e1', message: 'm1' }))),
      );

      expect(received.sort()).toEqual([false, true]);
    });
  });

  describe(`${name}: taking jobs`, () => {
    it('gives out what is due, the oldest first, and counts how often', async () => {
      const store = await openOne();
      const jobs = [jobOf({ due: 1000 }), jobOf({ due: 900 }), jobOf({ due: 1001 })];
      for (const job of jobs) {
        await store.receiveJob(job);
      }

      const taken = await store.takeJob(1000, 2000);

      expect(taken).toMatchObject({ id: jobs[0]?.id, status: 'working', attempts: 1, due: 2000 });
      expect(await takeAll(store, 1000)).toEqual([jobs[1]?.id]);
      expect(await takeAll(store, 1001)).toEqual([jobs[2]?.id]);
    });

    it('gives out the jobs of one conversation one after the other', async () => {
      const store = await openOne();
      const [first, second] = [jobOf({ conversation: 'c' }), jobOf({ conversation: 'c' })];
      const [same, other] = [jobOf({ conversation: 'c', face: 'other' }), jobOf({})];
      for (const job of [first, second, same, other]) {
        await store.receiveJob(job);
      }

      const atOnce = await takeAll(store, 1000);
      await store.updateJob(first.id, { status: 'done', ended: 1100 });

      expect(atOnce).toEqual([first.id, same.id, other.id]);
      expect(await takeAll(store, 1100)).toEqual([second.id]);
    });

    it('keeps the order of a conversation while its first job waits to be tried again', async () => {
      const store = await openOne();
      const [first, second] = [jobOf({ conversation: 'c' }), jobOf({ conversation: 'c' })];
      await store.receiveJob(first);
      await store.receiveJob(second);
      await store.takeJob(1000, 2000);
      await store.updateJob(first.id, { status: 'waiting', due: 5000, problem: 'Posting failed' });

      const [early, due] = [await takeAll(store, 4999), await takeAll(store, 5000)];
      await store.updateJob(first.id, { status: 'given-up', ended: 5100 });

      expect([early, due]).toEqual([[], [first.id]]);
      expect(await store.findJob(first.id)).toMatchObject({
        attempts: 2,
        problem: 'Posting failed',
      });
      expect(await takeAll(store, 5100)).toEqual([second.id]);
    });

    it('gives a job out again when whoever took it does not come back', async () => {
      const store = await openOne();
      const job = jobOf({});
      await store.receiveJob(job);
      await store.takeJob(1000, 2000);
      await store.updateJob(job.id, { posted: '{"id":"p1"}' });

      const [early, late] = [await store.takeJob(1999, 2999), await store.takeJob(2000, 3000)];

      expect(early).toBeUndefined();
      expect(late).toMatchObject({ id: job.id, attempts: 2, posted: '{"id":"p1"}' });
    });

    it('does not give it out while whoever took it goes on with it', async () => {
      const store = await openOne();
      const job = jobOf({});
      await store.receiveJob(job);
      await store.takeJob(1000, 2000);

      await store.updateJob(job.id, { due: 3000 });

      expect(await takeAll(store, 2999)).toEqual([]);
      expect(await takeAll(store, 3000)).toEqual([job.id]);
    });

    it('gives each job to one of two connections', async () => {
      const database = await create();
      const stores = [await database.open(), await database.open()];
      const jobs = Array.from({ length: 20 }, () => jobOf({}));
      for (const job of jobs) {
        await stores[0]?.receiveJob(job);
      }

      const taken = await Promise.all(stores.map((store) => takeAll(store, 1000)));

      expect(taken.flat().sort()).toEqual(jobs.map(({ id }) => id).sort());
    });

    it('goes on after a restart', async () => {
      const database = await create();
      const before = await database.open();
      const [working, waiting] = [jobOf({}), jobOf({})];
      await before.receiveJob(working);
      await before.receiveJob(waiting);
      await before.takeJob(1000, 2000);
      await before.close();

      const after = await database.open();

      expect(await takeAll(after, 1000)).toEqual([waiting.id]);
      expect(await takeAll(after, 2000)).toEqual([working.id, waiting.id]);
    });
  });

  describe(`${name}: what becomes of jobs`, () => {
    it('is known beforehand: when there is something to do', async () => {
      const store = await openOne();
      const [first, second] = [
        jobOf({ conversation: 'c', due: 3000 }),
        jobOf({ conversation: 'c', due: 1000 }),
      ];

      const times = [await store.nextJobAt()];
      await store.receiveJob(first);
      await store.receiveJob(second);
      times.push(await store.nextJobAt());
      await store.takeJob(3000, 4000);
      times.push(await store.nextJobAt());
      await store.updateJob(first.id, { status: 'done', ended: 3100 });
      times.push(await store.nextJobAt());

      expect(times).toEqual([undefined, 3000, 4000, 1000]);
    });

    it('stays as it ended, whoever comes late', async () => {
      const store = await openOne();
      const job = jobOf({});
      await store.receiveJob(job);
      await store.takeJob(1000, 2000);
      await store.updateJob(job.id, { status: 'done', ended: 1500 });

      await store.updateJob(job.id, { status: 'waiting', due: 1600, problem: 'Lost' });

      expect(await store.findJob(job.id)).toMatchObject({ status: 'done', problem: '' });
      expect(await takeAll(store, 9000)).toEqual([]);
    });

    it('is forgotten when it ended before the time, and only then', async () => {
      const store = await openOne();
      const [old, young, open] = [jobOf({}), jobOf({}), jobOf({})];
      for (const job of [old, young, open]) {
        await store.receiveJob(job);
      }
      await store.updateJob(old.id, { status: 'done', ended: 1999 });
      await store.updateJob(young.id, { status: 'given-up', ended: 2000 });

      await store.forgetJobs(2000);

      expect(await store.findJob(old.id)).toBeUndefined();
      expect(await store.findJob(young.id)).toBeDefined();
      expect(await takeAll(store, 1000)).toEqual([open.id]);
    });
  });
}
