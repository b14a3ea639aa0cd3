import { describe, expect, it } from 'vitest';
import { createActWorker } from '../../../bot/chat/act-worker.ts';
import type { Delivery } from '../../../bot/jobs.ts';
import { replyOf } from '../../../handlers/command.ts';
import type { Reply } from '../../../handlers/reply.ts';
import { type JobHome, minute, newHome, pass, settle, startLife } from '../../support/job-desk.ts';
import { createScriptedFace, readMessages } from '../../support/scripted-face.ts';

const asker = { face: 'script', id: 'U1', role: 'operator' } as const;

/** The button as a face keeps it. */
function pressed(action: string): Delivery {
  const act = { asker, conversation: 'c', action, value: 'i-1', fields: {} };
  const payload = JSON.stringify({ act, target: 'c' });
  return { face: 'act', event: 'e-1', message: 'm-1', conversation: 'c/model', payload };
}

/** Every press waits until it is let go. */
function startHeld(home: JobHome) {
  const waiting: ((reply: Reply) => void)[] = [];
  let asked = 0;
  const face = createScriptedFace({ logFile: home.logFile, canFind: true });
  const act = () => {
    asked += 1;
    return new Promise<Reply>((resolve) => waiting.push(resolve));
  };
  const life = startLife(home, { workers: new Map([['act', createActWorker({ face, act })]]) });
  return {
    ...life,
    asked: () => asked,
    answer: (text: string) => waiting.shift()?.(replyOf([], text)),
  };
}

function shownIn({ logFile }: JobHome): string[][] {
  return readMessages(logFile).map(({ shown }) => shown.map(({ summary }) => summary));
}

describe('a button that a model answers', () => {
  it('is heard at once, and answered in the same place', async () => {
    const home = newHome();
    const life = startHeld(home);

    await life.jobs.receive(pressed('ai-explain'));
    await settle();
    expect(shownIn(home)).toEqual([['正在请语言模型说明…']]);
    life.answer('说明');
    await settle();

    expect(shownIn(home)).toEqual([['正在请语言模型说明…', '说明']]);
    expect(await life.store.nextJobAt()).toBeUndefined();
  });

  it('is answered there after a crash, once', async () => {
    const home = newHome();
    const first = startHeld(home);
    await first.jobs.receive(pressed('ai-explain'));
    await settle();
    // Nobody hears of the first life any more.
    const second = startHeld(home);
    first.jobs.stop().catch(() => undefined);
    await pass(minute);

    second.answer('说明');
    await settle();

    expect(first.asked() + second.asked()).toBe(2);
    expect(shownIn(home)).toEqual([['正在请语言模型说明…', '说明']]);
  });

  it('is told in the same place when it fails again and again', async () => {
    const home = newHome();
    const face = createScriptedFace({ logFile: home.logFile, canFind: true });
    const act = () => Promise.reject(new Error('a bug'));
    const { jobs } = startLife(home, {
      workers: new Map([['act', createActWorker({ face, act })]]),
    });

    await jobs.receive(pressed('ai-explain'));
    await pass(30 * minute);

    const [shown, ...more] = shownIn(home);
    expect(more).toEqual([]);
    expect(shown?.at(-1)).toMatch(/^多次处理都出错/u);
  });

  it('is the only one that is heard before it is answered', async () => {
    const home = newHome();
    const life = startHeld(home);

    await life.jobs.receive(pressed('collect'));
    await settle();
    expect(shownIn(home)).toEqual([]);
    life.answer('收集步骤');
    await settle();

    expect(shownIn(home)).toEqual([['收集步骤']]);
  });
});
