import { describe, expect, it } from 'vitest';
import { namedSteps } from '../../../../handlers/model/follow-up/named-steps.ts';

describe('the steps that a question names', () => {
  it.each<[string, number[]]>([
    ['第3步怎么做？', [3]],
    ['第三步怎么做？', [3]],
    ['步骤2 有风险吗', [2]],
    ['第 2 步和第 4 步先做哪个？', [2, 4]],
    ['第1到3步要多久', [1, 2, 3]],
    ['第十二步呢？', [12]],
    ['怎么验证第3步成功了？', [3]],
    ['按推测，第1步怎么做？', [1]],
    ['为什么不是驱动问题？', []],
    ['第1到999步', []],
  ])('%s: advised ones', (question, advised) => {
    const named = namedSteps(question);

    expect(named.advised.slice(0, 99)).toEqual(
      question.includes('999') ? Array.from({ length: 99 }, (_, index) => index + 1) : advised,
    );
    expect(named.tests).toEqual([]);
  });

  it.each<[string, { guess: number | undefined; step: number }[]]>([
    ['验证 1-2怎么做？', [{ guess: 1, step: 2 }]],
    ['验证１－２怎么做', [{ guess: 1, step: 2 }]],
    ['推测2的第1步怎么做？', [{ guess: 2, step: 1 }]],
    ['推测一验证方法的第二步？', [{ guess: 1, step: 2 }]],
    ['推测的第1步怎么做？', [{ guess: undefined, step: 1 }]],
    ['验证步骤1怎么做', [{ guess: undefined, step: 1 }]],
    [
      '验证 1-1 和验证 2-1 先做哪个？',
      [
        { guess: 1, step: 1 },
        { guess: 2, step: 1 },
      ],
    ],
  ])('%s: those of tests, and no advised one', (question, tests) => {
    expect(namedSteps(question)).toEqual({ advised: [], tests });
  });

  it('tells the two apart in one question', () => {
    expect(namedSteps('先做第1步还是验证 1-1？')).toEqual({
      advised: [1],
      tests: [{ guess: 1, step: 1 }],
    });
  });
});
