import { describe, expect, it } from 'vitest';
import { deliver, eventOf, minute, newHome, pass, startLife } from '../support/job-desk.ts';
import { readMessages } from '../support/scripted-face.ts';

/** At which call, to the store or to the platform, a process dies; whether the call still does its work. */
interface Death {
  call: number;
  when: 'before' | 'after';
}

/** A process in which nothing happens any more once it has died. */
function mortal({ call, when }: Death) {
  const calls: string[] = [];
  let isDead = false;
  const never = new Promise<never>(() => undefined);
  const pass = async (name: string, run: () => unknown): Promise<unknown> => {
    if (isDead) {
      return never;
    }
    calls.push(name);
    isDead = calls.length === call;
    if (isDead && when === 'before') {
      return never;
    }
    const result = await run();
    return isDead ? never : result;
  };
  const wrap = <Wrapped extends object>(wrapped: Wrapped) =>
    new Proxy(wrapped, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        return typeof value === 'function'
          ? (...values: unknown[]) => pass(String(name), () => value.apply(target, values))
          : value;
      },
    });
  return { wrap, calls };
}

const nobodyDies = { call: 0, when: 'before' } as const;

/** Every step from the delivery until it is stored that the question is answered. */
async function listSteps(): Promise<string[]> {
  const { wrap, calls } = mortal(nobodyDies);
  const life = startLife(newHome(), { wrap });
  await deliver(life, eventOf());
  await pass(1);
  return calls.slice(0, calls.lastIndexOf('updateJob') + 1);
}

/** Dies once, is started again, and hears everything once more. */
async function dieOnce(death: Death, canFind: boolean) {
  const home = newHome();
  const event = eventOf({ text: '蓝屏' });
  const { wrap } = mortal(death);
  const first = startLife(home, { wrap, canFind });
  deliver(first, event).catch(() => undefined);
  await pass(minute);

  const second = startLife(home, { canFind });
  await deliver(second, event);
  await pass(minute);
  return readMessages(home.logFile).map(({ shown }) => shown.at(-1)?.summary);
}

describe('a process that dies', () => {
  it('passes through every step that matters', async () => {
    const steps = await listSteps();

    expect(steps.filter((step) => step !== 'nextJobAt')).toEqual([
      'takeJob',
      'receiveJob',
      'takeJob',
      'open',
      'takeJob',
      'post',
      'updateJob',
      'edit',
      'updateJob',
    ]);
  });

  it.each(['before', 'after'] as const)(
    'leaves one message with the answer, whatever step it died %s',
    async (when) => {
      const steps = await listSteps();

      for (const [index, step] of steps.entries()) {
        const shown = await dieOnce({ call: index + 1, when }, true);

        expect([index, step, ...shown]).toEqual([index, step, '答：蓝屏']);
      }
    },
  );

  it.each(['before', 'after'] as const)(
    'leaves one answer where messages cannot be found again, whatever step it died %s',
    async (when) => {
      const steps = await listSteps();
      const twice: string[] = [];

      for (const [index, step] of steps.entries()) {
        const shown = await dieOnce({ call: index + 1, when }, false);

        expect([index, step, shown.at(-1)]).toEqual([index, step, '答：蓝屏']);
        expect(shown.slice(0, -1).every((one) => one === '正在分析…')).toBe(true);
        if (shown.length > 1) {
          twice.push(step);
        }
      }

      // The gap between the placeholder and the note of its id is the only one.
      expect(twice).toEqual([when === 'after' ? 'post' : 'updateJob']);
    },
  );
});
