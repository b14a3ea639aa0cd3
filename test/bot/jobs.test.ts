import { describe, expect, it } from 'vitest';
import type { Answer } from '../../bot/face.ts';
import type { Worker } from '../../bot/jobs/worker.ts';
import type { Job } from '../../knowledge/store/job.ts';
import {
  deliver,
  echo,
  eventOf,
  minute,
  newHome,
  pass,
  second,
  seen,
  settle,
  startLife,
} from '../support/job-desk.ts';
import { type Call, readMessages, tooManyRequests } from '../support/scripted-face.ts';

/** Fails so many times at a call, then works. */
function failing(call: Call, times: number, error: () => Error = () => new Error('ECONNRESET')) {
  let left = times;
  return (name: Call) => {
    if (name === call && left > 0) {
      left -= 1;
      throw error();
    }
  };
}

/** An answer that waits until it is let go, and the questions it was asked, in order. */
function heldAnswer() {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const answer: Answer = async (inquiry, tell) => {
    asked.push(inquiry.text);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return echo(inquiry, tell);
  };
  return { asked, answer, letGo: () => waiting.shift()?.() };
}

describe('a question', () => {
  it('is shown to be worked on, then answered in the same message', async () => {
    const home = newHome();
    const life = startLife(home);

    const received = await deliver(life, eventOf({ conversation: 'c1', text: '蓝屏' }));
    await settle();

    expect(received).toEqual([true]);
    expect(readMessages(home.logFile)).toMatchObject([
      { target: 'c1', shown: [{ summary: '正在分析…' }, { summary: '答：蓝屏' }] },
    ]);
  });

  it.each([
    ['the same delivery', {}],
    ['the same message in another delivery', { id: 'another' }],
  ])('is answered once however often it is delivered: %s', async (_, again) => {
    const home = newHome();
    const life = startLife(home);
    const event = eventOf({ text: '蓝屏' });

    const received = await deliver(life, event, { ...event, ...again });
    await settle();
    received.push(...(await deliver(life, { ...event, ...again })));
    await pass(minute);

    expect(received).toEqual([true, false, false]);
    expect(readMessages(home.logFile)).toMatchObject([{ shown: [{}, { summary: '答：蓝屏' }] }]);
  });

  it('is not answered again when it is delivered after a restart', async () => {
    const home = newHome();
    const event = eventOf();
    const first = startLife(home);
    await deliver(first, event);
    await settle();
    await first.jobs.stop();

    const received = await deliver(startLife(home), event);
    await pass(minute);

    expect(received).toEqual([false]);
    expect(seen(home)).toEqual([`答：${event.text}`]);
  });

  it('that asks nothing is done without a word', async () => {
    const home = newHome();
    const life = startLife(home);

    await deliver(life, eventOf({ text: 'nothing to answer' }));
    await pass(minute);

    expect(seen(home)).toEqual([]);
    expect(await life.store.nextJobAt()).toBeUndefined();
    expect(life.logged).toEqual([]);
  });

  it('reaches the answer under the same id in every try', async () => {
    const ids: (string | undefined)[] = [];
    const answer: Answer = async (inquiry, tell) => {
      ids.push(inquiry.id);
      if (ids.length < 3) {
        throw new Error('out of order');
      }
      return echo(inquiry, tell);
    };
    const life = startLife(newHome(), { answer });

    await deliver(life, eventOf());
    await pass(minute);

    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(await life.store.findJob(ids[0] ?? '')).toMatchObject({ status: 'done', attempts: 3 });
  });
});

describe('a question that continues the one before', () => {
  it('is answered in its message', async () => {
    const home = newHome();
    const life = startLife(home);
    await deliver(life, eventOf({ conversation: 'c', text: '一' }));
    await settle();
    const into = readMessages(home.logFile)[0]?.id ?? '';

    await deliver(life, eventOf({ conversation: 'c', text: '二', into }));
    await settle();

    expect(readMessages(home.logFile)).toMatchObject([
      { shown: [{ summary: '正在分析…' }, { summary: '答：一' }, { summary: '答：二' }] },
    ]);
  });

  it('leaves its answer there when it cannot be answered itself, and says so below', async () => {
    const home = newHome();
    const answer: Answer = (inquiry, tell) =>
      inquiry.text === '二' ? Promise.reject(new Error('out of order')) : echo(inquiry, tell);
    const life = startLife(home, { answer });
    await deliver(life, eventOf({ conversation: 'c', text: '一' }));
    await settle();
    const into = readMessages(home.logFile)[0]?.id ?? '';

    await deliver(life, eventOf({ conversation: 'c', text: '二', into }));
    await pass(15 * minute);

    expect(seen(home)).toEqual(['答：一', expect.stringContaining('这次没有得出答案')]);
  });
});

describe('files', () => {
  it('are fetched when the placeholder stands', async () => {
    const home = newHome();
    const named: string[] = [];
    const answer: Answer = (inquiry, tell) => {
      named.push(...inquiry.files.map(({ name }) => name), ...seen(home).map(String));
      return echo(inquiry, tell);
    };
    const life = startLife(home, { answer });

    await deliver(life, eventOf({ text: '', file: { name: 'CBS.log', content: 'x' } }));
    await settle();

    expect(named).toEqual(['CBS.log', '正在分析…']);
  });
});

describe('questions', () => {
  it('of one conversation are answered in the order they came', async () => {
    const { asked, answer, letGo } = heldAnswer();
    const home = newHome();
    const life = startLife(home, { answer, atOnce: 4 });
    const events = ['一', '二', '三'].map((text) => eventOf({ conversation: 'c', text }));

    await deliver(life, ...events);
    await settle();
    const begun = [...asked];
    for (const _ of events) {
      letGo();
      await settle();
    }

    expect(begun).toEqual(['一']);
    expect(asked).toEqual(['一', '二', '三']);
    expect(seen(home)).toEqual(['答：一', '答：二', '答：三']);
  });

  it('of several conversations are worked on at once, but no more than so many', async () => {
    const { asked, answer, letGo } = heldAnswer();
    const life = startLife(newHome(), { answer, atOnce: 2 });

    await deliver(life, eventOf({ text: '一' }), eventOf({ text: '二' }), eventOf({ text: '三' }));
    await settle();
    const begun = [...asked];
    letGo();
    await settle();

    expect(begun).toEqual(['一', '二']);
    expect(asked).toEqual(['一', '二', '三']);
    letGo();
    letGo();
  });

  it('are answered though another one fails all the time', async () => {
    const answer: Answer = (inquiry, tell) =>
      inquiry.text === '坏' ? Promise.reject(new Error('out of order')) : echo(inquiry, tell);
    const home = newHome();
    const life = startLife(home, { answer, atOnce: 1 });
    const bad = eventOf({ text: '坏', conversation: 'c1' });

    await deliver(life, bad, eventOf({ text: '好', conversation: 'c2' }));
    await settle();
    const early = seen(home);
    await deliver(life, eventOf({ text: '后来', conversation: 'c1' }));
    await pass(15 * minute);

    expect(early).toEqual(['刚才处理时出错，稍后会自动重试，不必重发。', '答：好']);
    expect(seen(home)).toEqual([expect.stringContaining('这次没有得出答案'), '答：好', '答：后来']);
  });

  it('are answered once when two processes share the store', async () => {
    const home = newHome();
    const lives = [startLife(home), startLife(home)];
    const events = Array.from({ length: 20 }, () => eventOf());

    for (const [index, event] of events.entries()) {
      const life = lives[index % 2];
      expect(life && (await deliver(life, event))).toEqual([true]);
    }
    await pass(minute);

    const messages = readMessages(home.logFile);
    expect(messages.map(({ shown }) => shown.length)).toEqual(events.map(() => 2));
    expect(seen(home).sort()).toEqual(events.map(({ text }) => `答：${text}`).sort());
  });

  it('that wait when the bot is down are answered when it starts', async () => {
    const home = newHome();
    const down = startLife(home);
    await down.jobs.stop();
    await deliver(down, eventOf({ text: '一' }));
    await pass(minute);
    const early = seen(home);

    startLife(home);
    await settle();

    expect(early).toEqual([]);
    expect(seen(home)).toEqual(['答：一']);
  });
});

describe('a failure', () => {
  it.each(['open', 'post', 'edit'] as const)('of a platform is tried again: %s', async (call) => {
    const home = newHome();
    const life = startLife(home, { fail: failing(call, 3) });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await pass(4 * second);
    const early = seen(home);
    await pass(3 * minute);

    expect(early).toEqual(call === 'edit' ? ['正在分析…'] : []);
    expect(seen(home)).toEqual(['答：蓝屏']);
    expect(life.logged).toEqual(Array(3).fill('A job failed and is tried again'));
  });

  it('waits longer each time', async () => {
    const tries: number[] = [];
    const began = Date.now();
    const answer: Answer = () => {
      tries.push((Date.now() - began) / second);
      return Promise.reject(new Error('out of order'));
    };
    const life = startLife(newHome(), { answer });

    await deliver(life, eventOf());
    await pass(60 * minute);

    expect(tries.map(Math.floor)).toEqual([0, 5, 35, 155, 755]);
  });

  it('waits as long as the platform asks for', async () => {
    const home = newHome();
    const fail = failing('post', 1, () => tooManyRequests(20 * second));
    const life = startLife(home, { fail });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await pass(19 * second);
    const early = seen(home);
    await pass(2 * second);

    expect(early).toEqual([]);
    expect(seen(home)).toEqual(['答：蓝屏']);
  });

  it('of the platform to take the answer does not make it ask again', async () => {
    const asked: string[] = [];
    const answer: Answer = (inquiry, tell) => {
      asked.push(inquiry.text);
      return echo(inquiry, tell);
    };
    const home = newHome();
    const life = startLife(home, { answer, fail: failing('edit', 3) });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await pass(3 * minute);

    expect(asked).toEqual(['蓝屏']);
    expect(seen(home)).toEqual(['答：蓝屏']);
  });

  it('that does not end is told in the message, with a reference, and kept', async () => {
    const ids: string[] = [];
    const answer: Answer = ({ id = '' }) => {
      ids.push(id);
      return Promise.reject(new Error('someone@example.com'));
    };
    const home = newHome();
    const life = startLife(home, { answer });

    await deliver(life, eventOf());
    await pass(15 * minute);

    const [id = ''] = ids;
    expect(seen(home)).toEqual([
      `多次处理都出错，这次没有得出答案。请重新发送一次；仍不行时把编号 ${id.slice(0, 8).toUpperCase()} 告诉管理员。`,
    ]);
    expect(await life.store.findJob(id)).toMatchObject({
      status: 'given-up',
      problem: 'Answering failed',
      attempts: 5,
      ended: expect.any(Number),
    });
    expect(life.logged.at(-1)).toBe('A job is given up');
  });

  it('that is over when it would be given up ends in an answer', async () => {
    const home = newHome();
    const life = startLife(home, { fail: failing('edit', 6) });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await pass(16 * minute);
    const early = seen(home);
    await pass(20 * minute);

    expect(early).toEqual(['正在分析…']);
    expect(seen(home)).toEqual(['答：蓝屏']);
    expect(life.logged).toContain('Nobody could be told that a job is given up');
  });

  it('of a platform that is gone for good ends some day', async () => {
    const home = newHome();
    const life = startLife(home, { fail: failing('post', 1000) });

    await deliver(life, eventOf());
    await pass(600 * minute);

    expect(await life.store.nextJobAt()).toBeUndefined();
    expect(seen(home)).toEqual([]);
  });

  it('that takes the process down each time is given up without another try', async () => {
    const home = newHome();
    const asked: string[] = [];
    const answer: Answer = (inquiry, tell) => {
      asked.push(inquiry.text);
      return echo(inquiry, tell);
    };
    const before = startLife(home);
    await before.jobs.stop();
    await deliver(before, eventOf({ text: '坏' }));
    for (let crash = 1; crash <= 20; crash += 1) {
      expect(await before.store.takeJob(Date.now(), Date.now() + second)).toBeDefined();
      await pass(second);
    }

    startLife(home, { answer });
    await settle();

    expect(asked).toEqual([]);
    expect(seen(home)).toEqual([expect.stringContaining('这次没有得出答案')]);
  });

  it('of a face that is not there any more is no endless one', async () => {
    const life = startLife(newHome(), { workers: new Map() });

    await deliver(life, eventOf());
    await pass(60 * minute);

    expect(await life.store.nextJobAt()).toBeUndefined();
    expect(life.logged.at(-1)).toBe('A job is given up');
  });

  it('to come to an end is one too', async () => {
    const home = newHome();
    let asked = 0;
    const answer: Answer = (inquiry, tell) => {
      asked += 1;
      return asked === 1 ? new Promise(() => undefined) : echo(inquiry, tell);
    };
    const life = startLife(home, { answer, times: { longest: minute } });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await pass(2 * minute);

    expect(seen(home)).toEqual(['答：蓝屏']);
  });
});

describe('a store that is out of reach for a while', () => {
  it('holds up nothing for longer than that', async () => {
    let isDown = false;
    const wrap = <Wrapped extends object>(wrapped: Wrapped) =>
      new Proxy(wrapped, {
        get(target, name, receiver) {
          if (isDown && name === 'takeJob') {
            return () => Promise.reject(new Error('SQLITE_BUSY'));
          }
          return Reflect.get(target, name, receiver);
        },
      });
    const home = newHome();
    const life = startLife(home, { wrap });
    await settle();

    isDown = true;
    await deliver(life, eventOf({ text: '蓝屏' }));
    await pass(minute);
    isDown = false;
    await pass(5 * second);

    expect(seen(home)).toEqual(['答：蓝屏']);
    expect(life.logged).toContain('Jobs cannot be taken from the store');
  });
});

describe('work', () => {
  it('that takes long shows now and then how far it is, and the answer last', async () => {
    const home = newHome();
    const answer: Answer = async (inquiry, tell) => {
      for (let at = 0; at < 600; at += 1) {
        tell({
          stage: 'reading',
          input: '张三的电脑/CBS.log',
          bytes: at << 20,
          read: at << 20,
          expected: 600 << 20,
          files: 2,
          secondsLeft: 600 - at,
        });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return echo(inquiry, tell);
    };
    const travel = () => new Promise<void>((resolve) => setTimeout(resolve, 500));
    const life = startLife(home, { answer, travel });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await pass(2 * minute);

    const shown = readMessages(home.logFile)[0]?.shown.map(({ summary }) => summary) ?? [];
    expect(shown[0]).toBe('正在分析…');
    expect(shown[1]).toMatch(
      /^正在读取 .*CBS\.log：\d+ MB \/ 600 MB，已读 2 个文件，约剩 \d+ (?:秒|分钟)$/u,
    );
    expect(shown[1]).not.toContain('张三');
    expect(shown.at(-1)).toBe('答：蓝屏');
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.length).toBeLessThan(60_000 / 4000 + 2);
  });

  it('offers to be cancelled while it takes long, by the id of its job', async () => {
    const home = newHome();
    const asked: string[] = [];
    const answer: Answer = async (inquiry, tell) => {
      asked.push(inquiry.id ?? '');
      await new Promise((resolve) => setTimeout(resolve, 5 * second));
      tell({ stage: 'reading', input: 'CBS.log' });
      await new Promise((resolve) => setTimeout(resolve, second));
      return echo(inquiry, tell);
    };
    const life = startLife(home, { answer });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await pass(minute);

    const [first, second_, last] = readMessages(home.logFile)[0]?.shown ?? [];
    expect(first?.actions).toEqual([]);
    expect(second_?.actions).toEqual([{ id: 'cancel', label: '取消', value: asked[0] }]);
    expect(last?.actions).toEqual([]);
  });

  it('is told to stop when the process ends, and is left to the next one', async () => {
    const home = newHome();
    let signal: AbortSignal | undefined;
    const answer: Answer = async (_inquiry, _tell, own) => {
      signal = own;
      return new Promise((_, reject) => {
        own?.addEventListener('abort', () => reject(own.reason));
      });
    };
    const life = startLife(home, { answer });
    await deliver(life, eventOf({ text: '蓝屏' }));
    await settle();

    const stopping = life.jobs.stop();
    await pass(9 * second);
    const early = signal?.aborted;
    await pass(5 * second);
    await stopping;
    startLife(home);
    await pass(minute);

    expect(early).toBe(false);
    expect(signal?.aborted).toBe(true);
    expect(seen(home)).toEqual(['答：蓝屏']);
  });

  it('does not let progress that is late arrive behind the answer', async () => {
    const home = newHome();
    let delay = 0;
    const travel = () => new Promise<void>((resolve) => setTimeout(resolve, delay));
    const answer: Answer = async (inquiry, tell) => {
      await new Promise((resolve) => setTimeout(resolve, 10 * second));
      delay = 20 * second;
      tell({ stage: 'matching' });
      await new Promise((resolve) => setTimeout(resolve, second));
      delay = 0;
      return echo(inquiry, tell);
    };
    const life = startLife(home, { answer, travel });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await pass(minute);

    const shown = readMessages(home.logFile)[0]?.shown.map(({ summary }) => summary);
    expect(shown).toEqual(['正在分析…', '正在比对已知原因…', '答：蓝屏']);
  });

  it('goes on though its progress cannot be shown', async () => {
    const home = newHome();
    const answer: Answer = async (inquiry, tell) => {
      await new Promise((resolve) => setTimeout(resolve, 10 * second));
      tell({ stage: 'searching' });
      await new Promise((resolve) => setTimeout(resolve, second));
      return echo(inquiry, tell);
    };
    const life = startLife(home, { answer, fail: failing('edit', 1) });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await pass(minute);

    expect(seen(home)).toEqual(['答：蓝屏']);
    expect(life.logged).toEqual([]);
  });

  it('that is longer than a lease stays with the process that does it', async () => {
    const { asked, answer, letGo } = heldAnswer();
    const home = newHome();
    const life = startLife(home, { answer });
    startLife(home, { answer });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await pass(5 * minute);
    letGo();
    await settle();

    expect(asked).toEqual(['蓝屏']);
    expect(seen(home)).toEqual(['答：蓝屏']);
  });

  it('that another process has taken meanwhile is not shown any more', async () => {
    const { answer, letGo } = heldAnswer();
    const home = newHome();
    const asleep = startLife(home, { answer });
    await deliver(asleep, eventOf({ text: '蓝屏' }));
    await settle();
    const job = await asleep.store.takeJob(Date.now() + minute, Date.now() + 2 * minute);

    await pass(5 * second);
    letGo();
    await settle();

    expect(seen(home)).toEqual(['正在分析…']);
    expect(await asleep.store.findJob(job?.id ?? '')).toMatchObject({ status: 'working' });
    expect(asleep.logged).toEqual(['A job went to another process']);
  });

  it('of another kind has its own worker', async () => {
    const done: string[] = [];
    const worker: Worker = {
      work: async ({ message }: Job) => {
        done.push(message);
      },
    };
    const { jobs } = startLife(newHome(), { workers: new Map([['digest', worker]]) });
    const digest = { face: 'digest', conversation: 'digest/slack/C1', payload: '{}' };
    const key = 'digest/2026-03-02/slack/C1';

    const received = [
      await jobs.receive({ ...digest, event: key, message: key, due: Date.now() + minute }),
      await jobs.receive({ ...digest, event: key, message: key }),
    ];
    await pass(59 * second);
    const early = [...done];
    await pass(2 * second);

    expect(received).toEqual([true, false]);
    expect(early).toEqual([]);
    expect(done).toEqual([key]);
  });
});

describe('stopping', () => {
  it('lets what runs come to its end and leaves the rest', async () => {
    const { asked, answer, letGo } = heldAnswer();
    const home = newHome();
    const life = startLife(home, { answer, atOnce: 1 });
    await deliver(life, eventOf({ text: '一' }), eventOf({ text: '二' }));
    await settle();

    const stopped = life.jobs.stop();
    letGo();
    await stopped;
    await pass(minute);

    expect(asked).toEqual(['一']);
    expect(seen(home)).toEqual(['答：一']);
  });

  it('does not wait for ever, and the next start goes on at once', async () => {
    const ids: string[] = [];
    const answer: Answer = ({ id = '' }) => {
      ids.push(id);
      return new Promise(() => undefined);
    };
    const home = newHome();
    const life = startLife(home, { answer });
    await deliver(life, eventOf({ text: '一' }));
    await settle();

    const stopped = life.jobs.stop();
    await pass(11 * second);
    await stopped;
    const next = startLife(home);
    await settle();

    expect(seen(home)).toEqual(['答：一']);
    // It was no failure, so it does not count as a try.
    expect(await next.store.findJob(ids[0] ?? '')).toMatchObject({ status: 'done', attempts: 1 });
  });
});
