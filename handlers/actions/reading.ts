import { isDesk } from '../access.ts';
import type { ActionHandler } from '../action.ts';
import { audit } from '../audit.ts';
import { describeOutcome } from '../cases/changing.ts';
import { caseNumbersIn, findVisible, sayMissing } from '../cases/find.ts';
import {
  acceptReading,
  describeDifference,
  describeQuote,
  findReading,
  keyOf,
  type Numbered,
} from '../cases/reading.ts';
import { replyOf, type Speaking, say, shortSummary } from '../command.ts';
import type { Action, Reply } from '../reply.ts';

const gone = '这条差异已经处理过，或者邮件又重读了一遍。没有改动，请从“案例 CAS-…”重新打开。';

/** Under a case whose mails were read a second time, for as long as something of it waits for a decision. */
export async function readingActions(caseNumber: string, context: Speaking): Promise<Action[]> {
  const reading = isDesk(context.asker) ? await findReading(caseNumber, context) : undefined;
  const count = reading?.differences.length ?? 0;
  return count > 0
    ? [{ id: 'show-reading', label: `邮件重读差异（${count}）`, value: caseNumber }]
    : [];
}

export const showReading: ActionHandler = {
  id: 'show-reading',
  name: '邮件重读差异',
  audience: 'desk',
  async run(context) {
    const [number] = caseNumbersIn(context.subject);
    const one = number && (await findVisible(number, context));
    if (!one) {
      return number ? sayMissing(number) : say(gone);
    }
    const reading = await findReading(one.case, context);
    if (!reading || reading.differences.length === 0) {
      return say(gone);
    }
    await audit(context, 'view', one.case);
    return describeReading(one.case, reading);
  },
};

function describeReading(
  caseNumber: string,
  { differences, status }: NonNullable<Awaited<ReturnType<typeof findReading>>>,
): Reply {
  const title = `AI 生成 · ${caseNumber} 邮件重读的差异`;
  return {
    ...replyOf(
      [
        { kind: 'heading', text: title },
        {
          kind: 'notice',
          tone: 'info',
          text: '以下由语言模型从邮件里读出，未经核对，案例没有改动。请对照原文后逐条采纳。',
        },
        ...differences.map(
          (one) =>
            ({
              kind: 'paragraph',
              text: `${one.number}. ${describeDifference(one, status)}\n${describeQuote(one)}`,
            }) as const,
        ),
      ],
      shortSummary(title),
    ),
    actions: differences.map((one) => acceptButton(caseNumber, one)),
  };
}

function acceptButton(caseNumber: string, one: Numbered): Action {
  return {
    id: 'accept-reading',
    label: `采纳 ${one.number}`,
    value: `${caseNumber} ${one.number} ${keyOf(one)}`,
  };
}

/** The very difference that stood beside the button, even when the mails have been read again since. */
export const acceptReadingAction: ActionHandler = {
  id: 'accept-reading',
  name: '采纳邮件重读差异',
  audience: 'desk',
  async run(context) {
    const [caseNumber] = caseNumbersIn(context.subject);
    const [, number = '', key] = context.subject.split(' ');
    const one = caseNumber && (await findVisible(caseNumber, context));
    if (!one) {
      return caseNumber ? sayMissing(caseNumber) : say(gone);
    }
    const reading = await findReading(one.case, context);
    const shown = reading?.differences.find((other) => String(other.number) === number);
    if (!shown || keyOf(shown) !== key) {
      return say(gone);
    }
    const outcome = await acceptReading(one.case, [shown.number], context);
    return outcome.kind === 'none' || outcome.kind === 'unknown'
      ? say(gone)
      : describeOutcome(one.case, outcome, context);
  },
};
