import { describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../bot/face.ts';
import type { Answered } from '../../handlers/answer.ts';
import { replyOf } from '../../handlers/command.ts';
import type { Reply } from '../../handlers/reply.ts';
import {
  deliver,
  eventOf,
  minute,
  newHome,
  pass,
  patience,
  seen,
  settle,
  startLife,
} from '../support/job-desk.ts';
import { readMessages } from '../support/scripted-face.ts';

/** Answers at once; what comes behind each answer waits until it is let go. */
function adding() {
  const signals: AbortSignal[] = [];
  const open: ((reply: Reply | undefined) => void)[] = [];
  const answer: Answer = async ({ id = '', text }): Promise<Answered> => ({
    id,
    reply: replyOf([], `答：${text}`),
    later: (signal) => {
      signals.push(signal);
      return new Promise((resolve) => open.push(resolve));
    },
  });
  return {
    answer,
    signals,
    /** Comes for the question that waits longest; undefined: nothing is added. */
    add: (text: string | undefined) =>
      open.shift()?.(text === undefined ? undefined : replyOf([], text)),
  };
}

describe('what comes behind an answer', () => {
  it('is put into the message of the answer', async () => {
    const home = newHome();
    const { answer, add } = adding();
    const life = startLife(home, { answer });
    await deliver(life, eventOf({ text: '蓝屏' }));
    await settle();

    add('答：蓝屏，还有推测');
    await settle();

    expect(readMessages(home.logFile).map(({ shown }) => shown.map((one) => one.summary))).toEqual([
      ['正在分析…', '答：蓝屏', '答：蓝屏，还有推测'],
    ]);
  });

  it('changes nothing when there is nothing', async () => {
    const home = newHome();
    const { answer, add } = adding();
    const life = startLife(home, { answer });
    await deliver(life, eventOf({ text: '蓝屏' }));
    await settle();

    add(undefined);
    await settle();

    expect(readMessages(home.logFile).map(({ shown }) => shown.length)).toEqual([2]);
  });

  it('keeps no job and no conversation waiting', async () => {
    const home = newHome();
    const { answer, add } = adding();
    const life = startLife(home, { answer, atOnce: 1 });
    await deliver(life, eventOf({ conversation: 'c', text: '一' }));
    await settle();

    await deliver(life, eventOf({ conversation: 'c', text: '二' }));
    await settle();
    expect(seen(home)).toEqual(['答：一', '答：二']);

    add('答：一，还有');
    add('答：二，还有');
    await settle();
    expect(seen(home)).toEqual(['答：一，还有', '答：二，还有']);
  });

  it('never stands over what was put into its message since', async () => {
    const home = newHome();
    const { answer, add, signals } = adding();
    const life = startLife(home, { answer });
    await deliver(life, eventOf({ conversation: 'c', text: '一' }));
    await settle();
    const [first] = readMessages(home.logFile);

    await deliver(life, eventOf({ conversation: 'c', text: '一和二', into: first?.id ?? '' }));
    await settle();
    add('答：一，还有');
    await settle();
    expect(signals[0]?.aborted).toBe(true);
    expect(seen(home)).toEqual(['答：一和二']);

    add('答：一和二，还有');
    await settle();
    expect(seen(home)).toEqual(['答：一和二，还有']);
  });

  it('is overtaken by nothing while it is on its way to the platform', async () => {
    const home = newHome();
    const { answer, add } = adding();
    let slow = false;
    const travel = async () => {
      if (slow) {
        slow = false;
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    };
    const life = startLife(home, { answer, travel });
    await deliver(life, eventOf({ conversation: 'c', text: '一' }));
    await settle();
    const [first] = readMessages(home.logFile);

    slow = true;
    add('答：一，还有');
    await pass(1);
    await deliver(life, eventOf({ conversation: 'c', text: '一和二', into: first?.id ?? '' }));
    await pass(5000);

    const shown = readMessages(home.logFile)[0]?.shown.map(({ summary }) => summary);
    expect(shown).toEqual(['正在分析…', '答：一', '答：一，还有', '答：一和二']);
  });

  it('is waited for no longer than its time', async () => {
    const home = newHome();
    const { answer, add } = adding();
    // Node's own timers are not those that the test moves.
    const late = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal);
    const life = startLife(home, { answer });
    await deliver(life, eventOf({ text: '蓝屏' }));
    await settle();
    expect(timeout).toHaveBeenCalledWith(patience);

    late.abort();
    add('答：蓝屏，还有推测');
    await settle();

    expect(seen(home)).toEqual(['答：蓝屏']);
    timeout.mockRestore();
  });

  it('is given up when the process ends, and comes no more after a restart', async () => {
    const home = newHome();
    const { answer, add, signals } = adding();
    const ending = new AbortController();
    const life = startLife(home, { answer, signal: ending.signal });
    await deliver(life, eventOf({ text: '蓝屏' }));
    await settle();

    ending.abort();
    add('答：蓝屏，还有推测');
    await settle();
    await life.jobs.stop();
    startLife(home, { answer });
    await pass(minute);

    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(readMessages(home.logFile).map(({ shown }) => shown.length)).toEqual([2]);
  });

  it.each([
    ['the platform does not take it', true, false],
    ['making it fails, which it never should', false, true],
  ])('fails alone: %s', async (_, fails, rejects) => {
    const home = newHome();
    let broken = false;
    const answer: Answer = async ({ id = '', text }) => ({
      id,
      reply: replyOf([], `答：${text}`),
      later: async () => {
        broken = fails;
        if (rejects) {
          throw new Error('a bug');
        }
        return replyOf([], `答：${text}，还有`);
      },
    });
    const fail = () => {
      if (broken) {
        broken = false;
        throw new Error('ECONNRESET');
      }
    };
    const life = startLife(home, { answer, fail });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await settle();

    expect(seen(home)).toEqual(['答：蓝屏']);
    expect(life.logged).toEqual(['What comes behind an answer was not shown']);
    expect(await life.store.nextJobAt()).toBeUndefined();
  });

  it('is followed by what it has no room for, and by no file a second time', async () => {
    const home = newHome();
    const followed: [string, number][] = [];
    const file = { name: 'a.txt', mediaType: 'text/plain', bytes: new Uint8Array(1) };
    const answer: Answer = async ({ id = '' }) => ({
      id,
      reply: { ...replyOf([], '答'), files: [file] },
      later: async () => ({ ...replyOf([], '答，还有'), files: [file] }),
    });
    const follow = async (_: unknown, { summary, files }: Reply) => {
      followed.push([summary, files.length]);
    };
    const wrap = <Wrapped extends object>(wrapped: Wrapped) =>
      'edit' in wrapped ? { ...wrapped, follow } : wrapped;
    const life = startLife(home, { answer, wrap });

    await deliver(life, eventOf({ text: '蓝屏' }));
    await settle();

    expect(followed).toEqual([
      ['答', 1],
      ['答，还有', 0],
    ]);
  });

  it('comes once, behind an answer that the platform took late', async () => {
    const home = newHome();
    const { answer, add, signals } = adding();
    let left = 1;
    const fail = (call: string) => {
      if (call === 'edit' && left > 0) {
        left -= 1;
        throw new Error('ECONNRESET');
      }
    };
    const life = startLife(home, { answer, fail });
    await deliver(life, eventOf({ text: '蓝屏' }));
    await settle();
    expect(signals).toEqual([]);

    await pass(minute);
    add('答：蓝屏，还有推测');
    await settle();

    expect(signals).toHaveLength(1);
    expect(seen(home)).toEqual(['答：蓝屏，还有推测']);
  });
});
