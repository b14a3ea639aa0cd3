import { isDesk } from '../access.ts';
import type { Speaking } from '../command.ts';
import type { Field, Form } from '../reply.ts';
import type { Opening } from './read-opening.ts';
import { describeMachines } from './words.ts';

/** What is known already stands in it. `inquiry` is the question that is filed under the case; empty for none. */
export function openingForm(
  opening: Opening,
  inquiry: string,
  { asker, desk }: Pick<Speaking, 'asker' | 'desk'>,
): Form {
  const fields: (Field | undefined)[] = [
    text('title', '标题（什么失败了）', opening.title),
    isDesk(asker)
      ? text('number', '案例号（没有就不填，先用临时编号）', opening.number)
      : undefined,
    asker.customer === undefined
      ? text(
          'customer',
          `客户（${desk.customers.map(({ name }) => name).join('、')}）`,
          opening.customer,
        )
      : undefined,
    asker.branch === undefined ? text('branch', '分行', opening.branch ?? '') : undefined,
    text('severity', '严重级别（P1–P4，可不填）', opening.severity ?? ''),
    text('machines', '受影响台数（例如 5-6，可不填）', describeMachines(opening.machines)),
    { ...text('symptom', '现象', opening.symptom), multiline: true },
  ];
  return {
    id: `open-case:${inquiry}`,
    title: '开案例',
    submit: '开案例',
    fields: fields.filter((field) => field !== undefined),
  };
}

function text(id: string, label: string, value = ''): Extract<Field, { kind: 'text' }> {
  return { kind: 'text', id, label, multiline: false, value };
}
