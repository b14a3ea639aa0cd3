import type { Block } from './reply.ts';

const solved = /(?:装好|装上|升好|升级好|解决|搞定|正常|成功|可以)了|已(?:解决|装好|成功)/u;
const doubt = /不|没|未|仍|还是|失败|吗|？|\?/u;
const useless =
  /(?:还是|仍然?|依旧|照样).{0,8}(?:不行|失败|报错|一样|装不|升不|不能)|没有?用|无效/u;
const longest = 60;

/** What a short addition tells about the steps that were advised; `undefined` for everything else. */
export function outcomeNotice(text: string): Block | undefined {
  const said = text.trim();
  if (said.length > longest) {
    return undefined;
  }
  if (useless.test(said)) {
    return note(
      '已记下：做过的步骤没有解决。请接着做后面的步骤；每次重试后把新的日志发来，才能看出有没有变化。',
    );
  }
  return solved.test(said) && !doubt.test(said)
    ? note('已记下：问题已解决。请点“有用”，并说明是哪一步起了作用，以后同类问题可以引用。')
    : undefined;
}

function note(text: string): Block {
  return { kind: 'notice', tone: 'info', text };
}
