import { describe, expect, it } from 'vitest';
import { Withdrawals } from '../../../bot/chat/withdrawals.ts';
import type { Hold, Worker } from '../../../bot/jobs/worker.ts';
import { Cancelled } from '../../../handlers/running.ts';
import type { Job } from '../../../knowledge/store/job.ts';

const job = { id: '1', message: 'slack/C1/1.1', posted: '' } as Job;
const nameOf = ({ target, id }: { target: string; id: string }) => `slack/${target}/${id}`;
const place = JSON.stringify({ target: 'C1', id: '2.2' });

/** Posts, works until it is told to stop, and edits, which fails where the message is no more. */
function createWork(canEdit: boolean) {
  const done: string[] = [];
  let posted: () => void = () => undefined;
  const placed = new Promise<void>((resolve) => {
    posted = resolve;
  });
  const worker: Worker = {
    async work(_, { signal, note }) {
      await note(place);
      done.push('posted');
      posted();
      await new Promise<void>((resolve) => {
        const stop = () => resolve();
        if (signal.aborted) {
          stop();
        }
        signal.addEventListener('abort', stop);
      });
      done.push(signal.reason instanceof Cancelled ? 'cancelled' : 'lost');
      if (!canEdit) {
        throw new Error('message_not_found');
      }
      done.push('edited');
    },
  };
  return { worker, done, placed };
}

function createHold(signal: AbortSignal = new AbortController().signal): Hold {
  return { signal, check: async () => undefined, note: async () => undefined };
}

describe('an answer that is worked on', () => {
  it('is given up with the question', async () => {
    const withdrawals = new Withdrawals();
    const { worker, done, placed } = createWork(true);

    const work = withdrawals.watch(worker, nameOf).work(job, createHold());
    await placed;
    withdrawals.withdraw('slack/C1/9.9');
    withdrawals.withdraw('slack/C1/1.1');
    await work;

    expect(done).toEqual(['posted', 'cancelled', 'edited']);
  });

  it('is given up with its own message, and what cannot be edited any more is no failure', async () => {
    const withdrawals = new Withdrawals();
    const { worker, done, placed } = createWork(false);

    const work = withdrawals.watch(worker, nameOf).work(job, createHold());
    await placed;
    withdrawals.withdraw('slack/C1/2.2');
    await work;

    expect(done).toEqual(['posted', 'cancelled']);
  });

  it('fails where the platform takes no edit and nobody deleted it', async () => {
    const withdrawals = new Withdrawals();
    const { worker, placed } = createWork(false);

    const work = withdrawals.watch(worker, nameOf).work(job, createHold());
    await placed;
    withdrawals.withdraw('slack/C1/1.1');

    await expect(work).rejects.toThrow('message_not_found');
  });

  it('ends as before when the job is lost', async () => {
    const { worker, done, placed } = createWork(true);
    const lost = new AbortController();

    const work = new Withdrawals().watch(worker, nameOf).work(job, createHold(lost.signal));
    await placed;
    lost.abort();
    await work;

    expect(done).toEqual(['posted', 'lost', 'edited']);
  });
});

describe('an answer that nobody has begun', () => {
  it.each([
    ['its question', job, 'slack/C1/1.1'],
    ['its place', { ...job, posted: place }, 'slack/C1/2.2'],
  ])('is not begun when it is deleted: %s', async (_, one, deleted) => {
    const withdrawals = new Withdrawals();
    const { worker, done } = createWork(true);
    withdrawals.withdraw(deleted);

    await withdrawals.watch(worker, nameOf).work(one, createHold());

    expect(done).toEqual([]);
  });

  it('is told to be cancelled in the message that is there already', async () => {
    const withdrawals = new Withdrawals();
    const { worker, done } = createWork(true);
    withdrawals.withdraw('slack/C1/1.1');

    await withdrawals.watch(worker, nameOf).work({ ...job, posted: place }, createHold());

    expect(done).toEqual(['posted', 'cancelled', 'edited']);
  });
});
