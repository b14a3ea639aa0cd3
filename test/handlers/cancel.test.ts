import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { actOn } from '../../handlers/act.ts';
import { type AnswerDeps, type Answered, answer } from '../../handlers/answer.ts';
import type { Asker, Inquiry } from '../../handlers/inquiry.ts';
import { RunningAnswers } from '../../handlers/running.ts';
import type { Upload } from '../../knowledge/input/upload.ts';
import { createAnswering, operator } from '../support/answering.ts';

const asker: Asker = { face: 'slack', id: 'U0000001', role: 'branch', customer: '工商银行' };
const colleague: Asker = { ...asker, id: 'U0000002' };

const base = await createAnswering();
const running = new RunningAnswers();
const deps: AnswerDeps = { ...base, running };

function inquiryOf(more: Partial<Inquiry> = {}): Inquiry {
  return {
    ...{ id: randomUUID(), asker, conversation: randomUUID(), text: '', files: [], language: 'zh' },
    ...more,
  };
}

/** Asks, with a reader that goes on until it is cancelled. */
function ask(inquiry: Inquiry, signal?: AbortSignal) {
  const reached = Promise.withResolvers<void>();
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      yield Buffer.alloc(1 << 16, 'a line of some log\n');
      reached.resolve();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  const inbox = { ...base.inbox, open: () => ({ name: 'CBS.log', open: endless }) };
  const answered: Promise<Answered> = running.run(inquiry, signal, (own) =>
    answer(inquiry, { ...deps, inbox }, () => undefined, own),
  );
  return { answered, reached: reached.promise };
}

function inboxOf(id: string): string[] {
  const root = path.join(base.spoolFolder, '..', 'inbox');
  try {
    return readdirSync(path.join(root, id));
  } catch {
    return [];
  }
}

const textOf = ({ reply }: Answered) => JSON.stringify(reply.blocks);
const log: Upload = {
  name: 'CBS.log',
  open: async function* () {
    yield Buffer.from('a line\n');
  },
};

describe('an analysis that takes long', () => {
  it('ends when its asker writes 取消 in the conversation, and keeps nothing', async () => {
    const inquiry = inquiryOf({ files: [log] });
    const { answered, reached } = ask(inquiry);
    await reached;

    const { reply } = await answer(
      inquiryOf({ conversation: inquiry.conversation, text: '取消' }),
      deps,
      () => undefined,
    );

    expect(reply.summary).toBe('已取消正在进行的分析。');
    expect(textOf(await answered)).toContain('已取消，没有得出结果');
    expect(inboxOf(inquiry.id ?? '')).toEqual([]);
    expect(await base.store.findInquiry(inquiry.id ?? '')).toBeUndefined();
  });

  it('goes on when somebody else, or somewhere else, writes 取消', async () => {
    const inquiry = inquiryOf({ files: [log] });
    const { answered, reached } = ask(inquiry);
    await reached;

    const others = await Promise.all(
      [
        inquiryOf({ conversation: inquiry.conversation, asker: colleague, text: '取消' }),
        inquiryOf({ text: 'cancel' }),
      ].map((other) => answer(other, deps, () => undefined)),
    );

    expect(others.map(({ reply }) => reply.summary)).toEqual([
      '没有正在进行的分析，可能已经答完。',
      '没有正在进行的分析，可能已经答完。',
    ]);
    expect(running.cancel(asker, inquiry.conversation)).toBe(1);
    await answered;
  });

  it('ends by the button below its placeholder, pressed by its asker only', async () => {
    const inquiry = inquiryOf({ files: [log] });
    const { answered, reached } = ask(inquiry);
    await reached;
    const press = (who: Asker) =>
      actOn(
        {
          ...{ asker: who, conversation: inquiry.conversation },
          ...{ action: 'cancel', value: inquiry.id ?? '', fields: {} },
        },
        deps,
      );

    const refused = await press(colleague);
    const accepted = await press(asker);

    expect(refused.summary).toContain('不是您发起的');
    expect(accepted.summary).toBe('已取消正在进行的分析。');
    expect(textOf(await answered)).toContain('已取消');
    expect((await press(operator)).summary).toContain('已经结束');
  });

  it('ends when the process ends, and stays to be answered by the next one', async () => {
    const inquiry = inquiryOf({ files: [log] });
    const ending = new AbortController();
    const { answered, reached } = ask(inquiry, ending.signal);
    await reached;

    ending.abort(new Error('the process ends'));

    await expect(answered).rejects.toThrow('the process ends');
    expect(inboxOf(inquiry.id ?? '')).not.toEqual([]);
  });
});
