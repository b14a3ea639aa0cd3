import { expect, it } from 'vitest';
import { outcomeNotice } from '../../handlers/outcome.ts';

it.each([
  ['脱管后装好了', '问题已解决'],
  ['已解决，谢谢', '问题已解决'],
  ['脱管了还是不行', '没有解决'],
  ['第一步没用', '没有解决'],
])('takes %s for news of the steps', (text, told) => {
  expect(JSON.stringify(outcomeNotice(text))).toContain(told);
});

it.each(['KB5014692', '离线装的', '这样可以了吗？', '还没装好', '谢谢'])(
  'takes %s for nothing of the kind',
  (text) => {
    expect(outcomeNotice(text)).toBeUndefined();
  },
);
