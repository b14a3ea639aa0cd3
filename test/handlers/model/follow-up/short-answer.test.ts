import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderText } from '../../../../bot/text.ts';
import { type AnswerDeps, answer } from '../../../../handlers/answer.ts';
import { recallReply } from '../../../../handlers/history.ts';
import type { Inquiry } from '../../../../handlers/inquiry.ts';
import type { ModelDesk } from '../../../../handlers/model/desk.ts';
import type { Reply } from '../../../../handlers/reply.ts';
import { denied } from '../../../bot/chat/talk.ts';
import { createAnswering, operator } from '../../../support/answering.ts';
import { label, said, unnamed } from '../../../support/model-answers.ts';
import { scriptedDesk } from '../../../support/model-desk.ts';

const never = new AbortController().signal;
const guess = { cause: said.cause, because: [], lines: ['L1'], check: 'T1' };
const guesses = { hypotheses: [guess, { ...guess, check: 'T2' }] };
const followUp = { answered: true, sentences: [{ text: said.followUp, lines: [], steps: ['S1'] }] };

let deps: AnswerDeps;
beforeAll(async () => {
  deps = await createAnswering();
});

/** Of the last of the questions, and what the model was asked for it. */
async function askAll(texts: readonly string[], desk: ModelDesk | undefined) {
  const conversation = randomUUID();
  const replies: Reply[] = [];
  const wholes: (Reply | undefined)[] = [];
  for (const text of texts) {
    const { reply, later } = await answer(
      { asker: operator, conversation, text, files: [], language: 'zh' },
      { ...deps, ...(desk && { model: desk }) },
      () => undefined,
    );
    replies.push(reply);
    wholes.push(await later?.(never));
  }
  return { first: renderText(replies[0] as Reply), replies, wholes };
}

const lastText = (replies: readonly Reply[]) => renderText(replies.at(-1) as Reply);

describe('a question about the answer above', () => {
  it('is answered with the step alone that it names, then by the model', async () => {
    const { desk } = scriptedDesk(followUp);

    const { first, replies, wholes } = await askAll([denied, '第2步怎么做？'], desk);

    const text = lastText(replies);
    expect(text).toMatch(/^第 2 步：【/u);
    expect(first).toContain(`2. ${text.slice('第 2 步：'.length).split('\n')[0]}`);
    expect(text).toMatch(/提示：判断不变：确定 · .+。其余见上面的答复。$/u);
    expect(text).not.toMatch(/相似案例|已读取|第 1 步/u);
    expect(renderText(wholes.at(-1) as Reply)).toMatch(
      new RegExp(`其余见上面的答复。\n\n${label}回答\n[^]*${said.followUp}`, 'u'),
    );
  });

  it.each([
    ['第99步怎么做？', /^注意：上面的答复一共 \d 步，没有第 99 步。\n/u],
    ['第90到99步怎么做？', /^注意：上面的答复一共 \d 步，没有第 90、91、92 步。\n/u],
  ])('says so when there is no such step: %s', async (text, expected) => {
    const { desk } = scriptedDesk(followUp);

    const { replies } = await askAll([denied, text], desk);

    expect(lastText(replies)).toMatch(expected);
  });

  it('is answered with what speaks for the cause when it asks why', async () => {
    const { desk } = scriptedDesk(followUp);

    const { first, replies } = await askAll([denied, '为什么不是驱动问题？'], desk);

    const text = lastText(replies);
    const proof = replies[0]?.blocks.find(({ kind }) => kind === 'proof');
    expect(replies.at(-1)?.blocks).toContainEqual(proof);
    expect(text).toContain('\n\n依据\n');
    expect(text).not.toMatch(/下一步|【/u);
    expect(text.length).toBeLessThan(first.length / 2);
  });

  it('is told in one line what stands when nothing but a model can answer', async () => {
    const { desk } = scriptedDesk(followUp);

    const { replies } = await askAll([denied, '要多久？'], desk);

    expect(lastText(replies)).toMatch(/^提示：判断不变：确定 · .+。其余见上面的答复。$/u);
  });

  it('is answered so again when it is the second one', async () => {
    const { desk } = scriptedDesk(followUp);

    const { replies } = await askAll([denied, '要多久？', '第1步怎么做？'], desk);

    expect(lastText(replies)).toMatch(/^第 1 步：/u);
  });

  it('is kept as it was shown', async () => {
    const { desk } = scriptedDesk(followUp);
    const { replies, wholes } = await askAll([denied, '第1步怎么做？'], desk);
    const id = replies.at(-1)?.actions[0]?.value ?? '';

    expect(await recallReply(id, deps)).toEqual(wholes.at(-1));
  });

  it.each([
    ['without a model', undefined],
    ['where no words may be sent', scriptedDesk(followUp, 'features').desk],
  ])('is answered with the whole %s', async (_, desk) => {
    const { replies } = await askAll([denied, '第1步怎么做？'], desk);

    expect(lastText(replies)).toMatch(/^提示：与上次相比：仍相同/u);
    expect(lastText(replies)).toContain('下一步\n1. ');
  });

  it.each([
    ['tells of an outcome', '第1步做了还是不行，怎么办？'],
    ['is none', '已脱管，离线安装'],
  ])('is answered with the whole when it %s', async (_, text) => {
    const { desk } = scriptedDesk(followUp);

    const { replies } = await askAll([denied, text], desk);

    expect(lastText(replies)).toContain('下一步\n1. ');
  });
});

it('is answered with the whole where it takes the place of the answer that it is about', async () => {
  const { desk } = scriptedDesk(followUp);
  const withModel = { ...deps, model: desk };
  const first: Inquiry = {
    ...{ asker: operator, conversation: randomUUID(), text: denied },
    ...{ files: [], language: 'zh' },
  };
  const { id } = await answer(first, withModel, () => undefined);

  const { reply } = await answer(
    { ...first, text: '第1步怎么做？', continues: id },
    withModel,
    () => undefined,
  );

  expect(renderText(reply)).toContain('下一步\n1. ');
});

describe('a step of the test of a guess', () => {
  it('has a mark of its own, which no advised step has', async () => {
    const { desk } = scriptedDesk(guesses);

    const { wholes } = await askAll([unnamed], desk);

    const text = renderText(wholes[0] as Reply);
    const own = text.slice(text.indexOf(label));
    expect(own).toMatch(/验证方法：[^\n]+\n\n验证 1-1：【/u);
    expect(own).toContain('验证 2-1：【');
    expect(own).not.toMatch(/^1\. /mu);
  });

  it.each(['验证 2-1怎么做？', '推测2的第1步怎么做？'])(
    '%s is shown again out of the answer above, and no model is asked',
    async (text) => {
      const { desk, sent } = scriptedDesk(guesses);

      const { replies, wholes } = await askAll([unnamed, text], desk);

      expect(lastText(replies)).toMatch(/^验证 2-1：【/u);
      expect(renderText(wholes[0] as Reply)).toContain(lastText(replies).split('\n\n')[0]);
      expect(sent.map(({ prompt }) => prompt.purpose)).toEqual(['hypotheses']);
      expect(wholes.at(-1)).toBeUndefined();
    },
  );

  it('is also found when something was asked in between', async () => {
    const { desk } = scriptedDesk(guesses);

    const { replies } = await askAll([unnamed, '验证 2-1怎么做？', '验证 1-1怎么做？'], desk);

    expect(lastText(replies)).toMatch(/^验证 1-1：【/u);
  });

  it('that was never shown is not taken for an advised one', async () => {
    const { desk, sent } = scriptedDesk(guesses);

    const { replies } = await askAll([denied, '推测1的第1步怎么做？'], desk);

    expect(lastText(replies)).toMatch(/^注意：上面的答复里没有这样的验证步骤。\n\n提示：判断不变/u);
    expect(sent).toEqual([]);
  });

  it('is not shown twice of a guess that is said twice', async () => {
    const { desk } = scriptedDesk({ hypotheses: [guess, guess, { ...guess, check: 'T2' }] });

    const { wholes } = await askAll([unnamed], desk);

    const text = renderText(wholes[0] as Reply);
    expect(text).toContain('验证 2-1：');
    expect(text).not.toContain('推测 3');
  });
});
