import type { Case } from '../../knowledge/cases/case.ts';
import type { Collect } from '../../knowledge/diagnosis.ts';
import { logsToCollect } from '../../knowledge/questions.ts';
import { audit } from '../audit.ts';
import { type Asked, findLastAsked } from '../cases/asked.ts';
import { caseNumbersIn, findVisible, sayMissing } from '../cases/find.ts';
import { wordsOf } from '../cases/found.ts';
import { type Command, type Speaking, say } from '../command.ts';
import { draftFirstResponse } from '../drafts/first-response.ts';
import { replyOfDraft } from '../drafts.ts';
import type { Reply } from '../reply.ts';

export const firstResponse: Command = {
  name: '初次响应',
  aliases: ['first response', 'first-response'],
  usage: '[CAS-…]',
  summary: '起草第一封邮件：问题、范围、收集什么、怎样收集',
  audience: 'desk',
  takes: (text) => text === '' || caseNumbersIn(text).length > 0,
  async run(context) {
    const [number] = caseNumbersIn(context.text);
    return number ? respondTo(number, context) : respondInConversation(context);
  },
};

/** By the case itself: what it says, and what its causes need for proof. */
export async function respondTo(number: string, context: Speaking): Promise<Reply> {
  const one = await findVisible(number, context);
  if (!one) {
    return sayMissing(number);
  }
  await audit(context, 'draft', one.case);
  const collect = collectFor(one, context);
  return replyOfDraft(draftFirstResponse({ one, question: '', collect }), ['txt', 'html']);
}

async function respondInConversation(context: Speaking): Promise<Reply> {
  const asked = await findLastAsked(context);
  if (!asked) {
    return say('本对话里还没有提问。请先粘贴问题，或写出案例号，例如：初次响应 CAS-…。');
  }
  if (asked.case !== undefined) {
    return respondTo(asked.case, context);
  }
  await audit(context, 'draft');
  const question = wordsOf(asked);
  const collect = collectAsked(asked);
  return replyOfDraft(draftFirstResponse({ one: undefined, question, collect }), ['txt', 'html']);
}

function collectFor({ signatures, title, symptom }: Case, { knowledge }: Speaking): Collect[] {
  const own = signatures.flatMap((id) => knowledge.engine.byId.get(id)?.collect ?? []);
  return own.length > 0 ? own : logsToCollect(`${title}\n${symptom}`);
}

function collectAsked({ diagnosis, question }: Asked): Collect[] {
  return diagnosis.collect.length > 0 ? diagnosis.collect : logsToCollect(question);
}
