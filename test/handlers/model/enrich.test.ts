import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { actOn } from '../../../handlers/act.ts';
import { type AnswerDeps, type Answered, answer } from '../../../handlers/answer.ts';
import { listEarlier, recallReply } from '../../../handlers/history.ts';
import type { Asker, Inquiry } from '../../../handlers/inquiry.ts';
import type { Likeness, ModelDesk } from '../../../handlers/model/desk.ts';
import type { Reply } from '../../../handlers/reply.ts';
import { uploadOfText } from '../../../knowledge/input/read.ts';
import { denied } from '../../bot/chat/talk.ts';
import { createAnswering, operator } from '../../support/answering.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';
import { label, noText, said, unnamed } from '../../support/model-answers.ts';
import { scriptedDesk } from '../../support/model-desk.ts';

const never = new AbortController().signal;
const sentence = (text: string) => ({ text, lines: ['L1'], steps: [] });
const guesses = {
  hypotheses: [{ cause: said.cause, because: [sentence(said.reason)], lines: ['L1'], check: 'T1' }],
};
const followUp = { answered: true, sentences: [{ text: said.followUp, lines: [], steps: ['S1'] }] };

let deps: AnswerDeps;
beforeAll(async () => {
  deps = await createAnswering();
});

function ask(text: string, desk: ModelDesk | undefined, more: Partial<Inquiry> = {}) {
  const own: Inquiry = {
    asker: operator,
    conversation: randomUUID(),
    text,
    files: [],
    language: 'zh',
    ...more,
  };
  return answer(own, { ...deps, ...(desk && { model: desk }) }, () => undefined);
}

function wordsOf(reply: Reply | undefined): string {
  return JSON.stringify(reply);
}

describe('which question is put to a model', () => {
  async function purposesOf(text: string, send: ModelDesk['send'], more: Partial<Inquiry> = {}) {
    const { desk, sent } = scriptedDesk(undefined, send);
    const { later } = await ask(text, desk, more);
    await later?.(never);
    return { purposes: sent.map(({ prompt }) => prompt.purpose), hasLater: later !== undefined };
  }

  it.each([
    ['a failure that is not named', unnamed, ['hypotheses']],
    ['a failure that is named', denied, []],
    ['words that nothing answers', '电脑更新完就开不了机了，屏幕是蓝的', ['understand']],
    ['a command', '错误码 0x80070005', []],
  ])('%s', async (_, text, purposes) => {
    expect((await purposesOf(text, 'redacted')).purposes).toEqual(purposes);
  });

  it.each([unnamed, denied, '电脑更新完就开不了机了，屏幕是蓝的'])(
    'none by itself where no words may be sent',
    async (text) => {
      expect((await purposesOf(text, 'features')).hasLater).toBe(false);
    },
  );

  it('none about an upload of which no line is quoted', async () => {
    const files = [
      uploadOfText(
        'CBS.log',
        '2022-07-21 16:04:08, Info   CBS    Starting TrustedInstaller initialization.',
      ),
    ];

    expect((await purposesOf('', 'redacted', { files })).purposes).toEqual([]);
  });

  it('what was asked about the last answer, in its conversation', async () => {
    const conversation = randomUUID();
    const { desk, sent } = scriptedDesk(followUp);
    await ask(denied, desk, { conversation });

    const { later, reply } = await ask('第1步怎么做？', desk, { conversation });
    const whole = await later?.(never);

    expect(sent.map(({ prompt }) => prompt.purpose)).toEqual(['follow-up']);
    expect(sent[0]?.data).toContain('第1步怎么做？');
    expect(wordsOf(reply)).not.toContain(label);
    expect(wordsOf(whole)).toContain(said.followUp);
  });

  it('also when the question continues the last one in its message', async () => {
    const { desk, sent } = scriptedDesk(followUp);
    const conversation = randomUUID();
    const { id } = await ask(denied, desk, { conversation });

    const { later } = await ask('第1步怎么做？', desk, { conversation, continues: id });
    await later?.(never);

    expect(sent.map(({ prompt }) => prompt.purpose)).toEqual(['follow-up']);
  });

  it('nothing is added when the model says that the material does not tell', async () => {
    const conversation = randomUUID();
    const { desk } = scriptedDesk({ ...followUp, answered: false });
    await ask(denied, desk, { conversation });

    const { later } = await ask('第1步怎么做？', desk, { conversation });

    expect(await later?.(never)).toBeUndefined();
  });
});

describe('an answer with a model behind it', () => {
  it.each([
    ['not named', unnamed],
    ['named', denied],
    ['words', '补丁装不上怎么办'],
    ['small talk', '你好'],
    ['a command', '帮助'],
  ])('is byte for byte the one without, but for the button: %s', async (_, text) => {
    const same = { id: randomUUID() };
    const alone = await ask(text, undefined, same);
    const { desk } = scriptedDesk(guesses);

    const { reply } = await ask(text, desk, same);

    const actions = reply.actions.filter(({ id }) => id !== 'ai-explain');
    expect(JSON.stringify({ ...reply, actions })).toBe(JSON.stringify(alone.reply));
    expect(alone.later).toBeUndefined();
  });

  it('is kept with its addition, for whoever looks at it again', async () => {
    const conversation = randomUUID();
    const { desk } = scriptedDesk(guesses);
    const { id, reply, later } = await ask(unnamed, desk, { conversation });
    expect(await recallReply(id, deps)).toEqual(reply);

    const whole = await later?.(never);

    expect(await recallReply(id, deps)).toEqual(whole);
    expect(await listEarlier(conversation, deps)).toMatchObject([{ id, summary: reply.summary }]);
  });

  it('keeps its verdict, causes, steps and cases whatever is added', async () => {
    const { desk } = scriptedDesk(guesses);
    const { reply, later } = await ask(unnamed, desk);

    const whole = await later?.(never);

    const own = whole?.blocks.filter((block) => !reply.blocks.includes(block)) ?? [];
    expect(whole?.blocks.filter((block) => reply.blocks.includes(block))).toEqual(reply.blocks);
    expect(own[0]).toEqual({ kind: 'heading', text: `${label}推测` });
    expect(own.filter(({ kind }) => kind === 'verdict' || kind === 'cases')).toEqual([]);
    expect({ ...whole, blocks: [] }).toEqual({ ...reply, blocks: [] });
  });

  async function changedMeanwhile(change: (answered: Answered) => Promise<void>) {
    const { desk } = scriptedDesk(guesses);
    const answered = await ask(unnamed, desk);
    await change(answered);
    const added = await answered.later?.(never);
    return { added, kept: await recallReply(answered.id, deps) };
  }

  it('stays as it is when the question was answered anew meanwhile', async () => {
    const { added, kept } = await changedMeanwhile(async ({ id }) => {
      await ask(denied, undefined, { id });
    });

    expect(added).toBeUndefined();
    expect(wordsOf(kept)).not.toContain(label);
  });

  it('keeps the case that it was filed under meanwhile', async () => {
    const number = caseNumber(31);
    await deps.store.importCase(caseOf({ case: number }));
    let asked = '';

    const { added } = await changedMeanwhile(async ({ id }) => {
      asked = id;
      await deps.store.fileInquiry(id, number);
    });

    expect(wordsOf(added)).toContain(label);
    expect((await deps.store.findInquiry(asked))?.case).toBe(number);
  });

  it('is not added to once nobody waits', async () => {
    const { desk } = scriptedDesk(guesses);
    const { id, reply, later } = await ask(unnamed, desk);

    expect(await later?.(AbortSignal.abort())).toBeUndefined();
    expect(await recallReply(id, deps)).toEqual(reply);
  });

  it.each([
    ['the model', { gate: { name: 'x', ask: () => Promise.reject(new Error('a bug')) } }],
    [
      'counting',
      {
        count: () => {
          throw new Error('a bug');
        },
      },
    ],
  ])('stands when %s breaks', async (_, broken) => {
    const { desk } = scriptedDesk(guesses);
    const { later } = await ask(unnamed, { ...desk, ...broken });

    expect(await later?.(never)).toBeUndefined();
  });
});

describe('cases that mean the same', () => {
  const alikeNumber = caseNumber(41);
  const finds = (numbers: readonly string[]): Likeness => ({
    find: async () => numbers.map((number) => ({ case: number, score: 0.9 })),
  });
  beforeAll(async () => {
    await deps.store.importCase(caseOf({ case: alikeNumber, title: '开机后一直转圈' }));
  });

  it('are shown behind the guesses', async () => {
    const { desk } = scriptedDesk(guesses);

    const { later } = await ask(unnamed, { ...desk, likeness: finds([alikeNumber]) });
    const whole = await later?.(never);

    const headings = whole?.blocks.flatMap((one) => (one.kind === 'heading' ? [one.text] : []));
    expect(headings?.slice(-3)).toEqual([
      `${label}推测`,
      `推测 1：${said.cause}`,
      `${label}意思相近的案例`,
    ]);
    expect(wordsOf(whole)).toContain('开机后一直转圈');
  });

  it('are shown where the model says nothing, or fails', async () => {
    const { desk } = scriptedDesk(undefined);
    const likeness = finds([alikeNumber]);

    const { later } = await ask(unnamed, { ...desk, likeness });

    expect(wordsOf(await later?.(never))).toContain(alikeNumber);
  });

  it('are not told when they were forgotten meanwhile', async () => {
    const forgotten = caseNumber(42);
    await deps.store.importCase(caseOf({ case: forgotten, title: '开机后一直转圈' }));
    const { desk } = scriptedDesk(undefined);
    const likeness: Likeness = {
      find: async () => {
        await deps.store.forgetCase(forgotten);
        return [{ case: forgotten, score: 0.9 }];
      },
    };

    const { id, later } = await ask(unnamed, { ...desk, likeness });

    expect(await later?.(never)).toBeUndefined();
    expect(JSON.stringify(await deps.store.findInquiry(id))).not.toContain(forgotten);
  });

  it('leave the guesses alone when looking for them fails', async () => {
    const { desk } = scriptedDesk(guesses);
    const likeness = { find: () => Promise.reject(new Error('a bug')) };

    const { later } = await ask(unnamed, { ...desk, likeness });

    expect(wordsOf(await later?.(never))).toContain(`${label}推测`);
  });

  it.each([
    ['a cause is named', denied, 'redacted'],
    ['no words may be sent', unnamed, 'features'],
  ] as const)('are not looked for where %s', async (_, text, send) => {
    const { desk } = scriptedDesk(undefined, send);

    const { later } = await ask(text, { ...desk, likeness: finds([alikeNumber]) });

    expect(later).toBeUndefined();
  });
});

describe('the button AI 说明', () => {
  const explanation = { sentences: [sentence(said.explanation)] };
  const branch: Asker = {
    ...{ face: 'test', id: 'branch', role: 'branch' as const },
    customer: '工商银行',
  };

  async function press(says: unknown, more: { asker?: Asker; elsewhere?: boolean } = {}) {
    const { desk, sent } = scriptedDesk(says);
    const conversation = randomUUID();
    const { id, reply } = await ask(denied, desk, { conversation });
    const pressed = await actOn(
      {
        asker: more.asker ?? operator,
        conversation: more.elsewhere ? randomUUID() : conversation,
        action: 'ai-explain',
        value: id,
        fields: {},
      },
      { ...deps, model: desk },
    );
    return { pressed, reply, sent };
  }

  it('stands under a named cause, and tells more of it', async () => {
    const { pressed, reply, sent } = await press(explanation);

    expect(reply.actions.at(-1)).toMatchObject({ id: 'ai-explain', label: 'AI 说明' });
    expect(sent.map(({ prompt }) => prompt.purpose)).toEqual(['explain']);
    expect(pressed.blocks[0]).toEqual({ kind: 'heading', text: `${label}说明` });
    expect(wordsOf(pressed)).toContain(said.explanation.slice(0, -1));
  });

  it('does not stand where nothing is named, nor where nobody may press it', async () => {
    const { desk } = scriptedDesk(explanation);
    const replies = [
      await ask(unnamed, desk),
      await ask(denied, desk, { asker: { face: 'test', id: 'x', role: 'stranger' } }),
    ];

    const ids = replies.flatMap(({ reply }) => reply.actions.map(({ id }) => id));
    expect(ids).not.toContain('ai-explain');
  });

  it('says in one sentence that there is no text', async () => {
    const { pressed } = await press(undefined);

    expect(pressed.blocks).toEqual([{ kind: 'notice', tone: 'info', text: noText }]);
  });

  it.each([
    ['who may not see the answer', { asker: branch }],
    ['who speaks elsewhere', { elsewhere: true }],
  ])('asks nothing for somebody %s', async (_, more) => {
    const { pressed, sent } = await press(explanation, more);

    expect(sent).toEqual([]);
    expect(wordsOf(pressed)).toContain('不在本对话里');
  });

  async function pressOn(id: string, desk: ModelDesk, conversation: string, asker = operator) {
    const act = { asker, conversation, action: 'ai-explain', value: id, fields: {} };
    return actOn(act, { ...deps, model: desk });
  }

  it('is kept with the answer, behind what else was added, and made once', async () => {
    const conversation = randomUUID();
    const { desk, sent } = scriptedDesk(explanation);
    const { desk: other } = scriptedDesk(followUp);
    await ask(denied, desk, { conversation });
    const { id, reply, later } = await ask('第1步怎么做？', other, { conversation });

    const [first] = await Promise.all([pressOn(id, desk, conversation), later?.(never)]);
    const again = await pressOn(id, desk, conversation);

    expect(again.blocks).toEqual(first?.blocks);
    expect(sent).toHaveLength(1);
    const kept = await recallReply(id, deps);
    const headings = kept?.blocks.flatMap((one) => (one.kind === 'heading' ? [one.text] : []));
    expect(headings?.toSorted()).toEqual([`${label}回答`, `${label}说明`]);
    expect(kept?.blocks.slice(0, reply.blocks.length)).toEqual(reply.blocks);
  });

  it('is not kept of another person, whose words may stand in it, nor shown to him', async () => {
    const conversation = randomUUID();
    const { desk, sent } = scriptedDesk(explanation);
    const { id, reply } = await ask(denied, desk, { conversation });
    const colleague: Asker = { ...operator, id: 'colleague' };

    const pressed = await pressOn(id, desk, conversation, colleague);
    const kept = await recallReply(id, deps);
    await pressOn(id, desk, conversation);
    await pressOn(id, desk, conversation, colleague);

    expect(wordsOf(pressed)).toContain(`${label}说明`);
    expect(kept).toEqual(reply);
    expect(sent).toHaveLength(3);
  });

  it('is not kept of an answer that was given anew meanwhile', async () => {
    const conversation = randomUUID();
    const { desk } = scriptedDesk(explanation);
    const { id } = await ask(denied, desk, { conversation });
    const gate: ModelDesk['gate'] = {
      name: 'slow',
      ask: async (asking, signal) => {
        await ask(unnamed, undefined, { id, conversation });
        return desk.gate.ask(asking, signal);
      },
    };

    await pressOn(id, { ...desk, gate }, conversation);

    expect(wordsOf(await recallReply(id, deps))).not.toContain(label);
  });
});
