import { describe, expect, it } from 'vitest';
import { addsToQuestion, asksAboutAnswer } from '../../handlers/relevant.ts';

describe('a question in a thread that only the bot can be meant with', () => {
  it.each([
    '第3步怎么做？',
    '第三步怎么做',
    '第 2 步要多久',
    '步骤4有风险吗？',
    '这个步骤有风险吗',
    '验证 1-2怎么做？',
    '这一步可以跳过吗？',
    '为什么不是驱动问题？',
    '为什么要脱管',
    '怎么回退？',
    '如何收集日志',
    '为啥判断是安全软件拦截',
  ])('is %s', (text) => {
    expect(asksAboutAnswer(text)).toBe(true);
  });

  it.each([
    ['is said to somebody', '小王，第3步你做了吗？'],
    ['is said to somebody', '张工，第3步怎么做？'],
    ['is said to somebody', '李老师 为什么要重启？'],
    ['is said to somebody', '@谭工 第3步怎么做？'],
    ['is said to all', '大家第3步怎么做的？'],
    ['asks what was done', '第2步做了吗？'],
    ['asks what was done', '补丁装好了没？怎么样'],
    ['is about something else', '中午吃什么？'],
    ['is about something else', '怎么还没来？'],
    ['says too little', '为什么？'],
    ['says too little', '怎么办'],
    ['is no question', '第3步做完了'],
    ['is no question', '我去看看'],
    ['is long', `第3步怎么做？${'这台电脑在三楼，'.repeat(10)}为什么`],
    ['has several lines', '第3步怎么做？\n为什么'],
    ['is nothing', ''],
  ])('is not what %s: %s', (_, text) => {
    expect(asksAboutAnswer(text)).toBe(false);
  });

  it('has no part in what completes a question', () => {
    expect(addsToQuestion('第3步怎么做？')).toBe(false);
  });
});
