import { logsToCollect } from '../../knowledge/questions.ts';
import type { ActionHandler } from '../action.ts';
import { type Asked, findAsked } from '../cases/asked.ts';
import { replyOf, say, shortSummary } from '../command.ts';
import type { Block, Reply } from '../reply.ts';

const gone = '这个回答不在本对话里，或已过保留期。请重新提问。';

/** How to get the logs that the answer still lacks, or those that its kind of failure writes. */
export const collectAction: ActionHandler = {
  id: 'collect',
  name: '收集步骤',
  audience: 'customers',
  async run(context) {
    const asked = await findAsked(context.subject, context);
    return asked ? describeCollecting(asked) : say(gone);
  },
};

function describeCollecting({ diagnosis, question }: Asked): Reply {
  const missing = diagnosis.collect.length > 0 ? diagnosis.collect : logsToCollect(question);
  return replyOf(
    [
      { kind: 'heading', text: '收集步骤' },
      { kind: 'list', ordered: true, items: missing.map(({ what, how }) => `${what}：${how}`) },
      {
        kind: 'paragraph',
        text: '先重现一次失败，然后立即收集：日志会滚动覆盖。收集好后直接发到这里。',
      },
    ],
    '收集步骤',
  );
}

/** The answer with all that is folded in it, as everything that a message has no room for. */
export const wholeAnalysis: ActionHandler = {
  id: 'whole-analysis',
  name: '完整分析',
  audience: 'customers',
  async run(context) {
    const asked = await findAsked(context.subject, context);
    return asked ? wholeOf(asked) : say(gone);
  },
};

function wholeOf({ reply }: Asked): Reply {
  const { blocks, summary } = JSON.parse(reply) as Reply;
  const title = shortSummary(`完整分析 · ${summary}`);
  return replyOf(
    [
      { kind: 'heading', text: title },
      { kind: 'details', title: '全文', blocks: blocks.flatMap(unfold) },
    ],
    title,
  );
}

function unfold(block: Block): readonly Block[] {
  return block.kind === 'details'
    ? [{ kind: 'heading', text: block.title }, ...block.blocks.flatMap(unfold)]
    : [block];
}
