import { findBranch } from '../../knowledge/cases/places.ts';
import { isDesk } from '../access.ts';
import { replyOf, type Speaking, say, shortSummary } from '../command.ts';
import { actionsFor } from '../commands/show-case.ts';
import type { Block, Reply } from '../reply.ts';
import type { Asked } from './asked.ts';
import { cleanLine, cleanText, longestSymptom, longestTitle } from './clean.ts';
import { findVisible } from './find.ts';
import { titleOf, wordsOf } from './found.ts';
import { type Opened, openCase } from './open.ts';
import { openingForm } from './opening-form.ts';
import type { Opening } from './read-opening.ts';

/** Opens a case, or asks in a form for what is missing. */
export async function answerOpening(
  said: Opening,
  asked: Asked | undefined,
  context: Speaking,
): Promise<Reply> {
  const { asker } = context;
  const filed = asked?.case === undefined ? undefined : await findVisible(asked.case, context);
  if (filed) {
    return describeOpened({ kind: 'exists', case: filed, filed: true }, asked, context);
  }
  const opening = narrowOpening(said, context);
  const { customer, title } = opening;
  if (opening.number !== undefined && !isDesk(asker)) {
    return say('案例号由支持工程师关联。请不写案例号，直接“开案例 标题”。');
  }
  if (customer === undefined || title === '') {
    const reason = title === '' ? '请写标题。' : sayWhichCustomer(context);
    return askMore(opening, asked, reason, context);
  }
  return describeOpened(await openCase({ ...opening, customer }, asked, context), asked, context);
}

/** Completes what was said by what the conversation was about. */
export function completeOpening(
  said: Opening,
  asked: Asked | undefined,
  { desk }: Pick<Speaking, 'desk'>,
): Opening {
  if (!asked) {
    return said;
  }
  return {
    ...said,
    title: said.title || cleanLine(titleOf(asked), longestTitle, desk),
    customer: said.customer ?? asked.customer,
    branch: said.branch ?? asked.branch ?? findBranch(asked.question) ?? null,
    symptom: said.symptom || cleanText(wordsOf(asked), longestSymptom, desk),
  };
}

/** Who belongs to a customer, or speaks where one listens, opens cases of that customer only. */
export function narrowOpening(
  opening: Opening,
  { asker, desk }: Pick<Speaking, 'asker' | 'desk'>,
): Opening {
  const only = desk.customers.length === 1 ? desk.customers[0]?.name : undefined;
  return {
    ...opening,
    customer: asker.customer ?? (isDesk(asker) ? (opening.customer ?? only) : undefined),
    branch: asker.branch ?? opening.branch,
  };
}

export function sayWhichCustomer({ asker, desk }: Pick<Speaking, 'asker' | 'desk'>): string {
  const names = desk.customers.map(({ name }) => name).join('、');
  return isDesk(asker) ? `请写明客户：${names}。` : '您还没有登记到客户，请联系支持团队。';
}

export function askMore(
  opening: Opening,
  asked: Asked | undefined,
  reason: string,
  context: Speaking,
): Reply {
  const text = `还没有开案例。${reason}`;
  return {
    ...say(text),
    form: openingForm(opening, asked?.id ?? '', context),
  };
}

function describeOpened(opened: Opened, asked: Asked | undefined, { asker }: Speaking): Reply {
  if (opened.kind === 'refused') {
    return say(opened.reason, 'warning');
  }
  const { case: one, filed } = opened;
  const text =
    opened.kind === 'opened'
      ? `已开案例 ${one.case}：${one.title}`
      : `案例 ${one.case} 已经有了：${one.title}`;
  const blocks: Block[] = [
    { kind: 'notice', tone: 'info', text },
    {
      kind: 'paragraph',
      text: [one.customer, one.branch, one.severity].filter(Boolean).join(' · '),
    },
    ...(filed && asked
      ? [{ kind: 'paragraph' as const, text: `本对话的问题已归入此案例：${asked.question}` }]
      : []),
    ...(one.case.startsWith('TMP-') && isDesk(asker)
      ? [
          {
            kind: 'paragraph' as const,
            text: `有了 CRM 的案例号后，回复“关联 ${one.case} CAS-…”，经过会保留。`,
          },
        ]
      : []),
  ];
  return { ...replyOf(blocks, shortSummary(text)), actions: actionsFor(one, asker) };
}
