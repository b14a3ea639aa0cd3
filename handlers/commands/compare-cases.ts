import { audit } from '../audit.ts';
import { caseNumbersIn, findVisible, sayMissing } from '../cases/find.ts';
import { type Command, type Speaking, say } from '../command.ts';
import { draftComparison } from '../drafts/comparison.ts';
import type { Draft } from '../drafts/draft.ts';
import { replyOfDraft } from '../drafts.ts';
import type { Reply } from '../reply.ts';

const fewest = 2;
const most = 6;

export const compareCases: Command = {
  name: '对比',
  aliases: ['compare'],
  usage: 'CAS-… CAS-…',
  summary: '把 2 到 6 个相似案例列成对比表，附日志行，可存成文件',
  takes: (text) => text === '' || caseNumbersIn(text).length > 0,
  async run(context) {
    const compared = await compare(caseNumbersIn(context.text), context);
    return 'reply' in compared ? compared.reply : replyOfDraft(compared.draft, ['html', 'md']);
  },
};

export type Compared = { draft: Draft } | { reply: Reply; missing: boolean };

/** Only cases that the asker may see; one that is missing is told before anything of the others. */
export async function compare(numbers: readonly string[], context: Speaking): Promise<Compared> {
  if (numbers.length < fewest || numbers.length > most) {
    const text = `请写出 ${fewest} 到 ${most} 个案例号，例如：对比 CAS-… CAS-…。`;
    return { reply: say(text), missing: false };
  }
  const cases = await Promise.all(numbers.map((number) => findVisible(number, context)));
  const absent = numbers.find((_, index) => cases[index] === undefined);
  if (absent) {
    return { reply: sayMissing(absent), missing: true };
  }
  const found = [...new Map(cases.flatMap((one) => (one ? [[one.case, one] as const] : [])))];
  if (found.length < fewest) {
    return { reply: say('这几个编号是同一个案例，没有可对比的。'), missing: false };
  }
  for (const [number] of found) {
    await audit(context, 'draft', number);
  }
  return { draft: draftComparison(found.map(([, one]) => one)) };
}
