import type { Action, Field, Form } from '../../handlers/reply.ts';
import { plainLine } from '../plain.ts';
import type { Dialect } from './dialect.ts';
import { type Element, heading } from './elements.ts';

/** Keeps the names of a form's fields apart from our own `action` and `value`. */
const fieldPrefix = 'field:';

export function renderForm(form: Form): Element[] {
  return [heading(plainLine(form.title)), ...form.fields.map(renderField)];
}

function renderField(field: Field): Element {
  const common = { id: fieldPrefix + field.id, label: plainLine(field.label) || '—' };
  switch (field.kind) {
    case 'text':
      return {
        type: 'Input.Text',
        ...common,
        isMultiline: field.multiline,
        ...(field.value === undefined ? {} : { value: field.value }),
      };
    case 'choice':
      return {
        type: 'Input.ChoiceSet',
        ...common,
        style: 'compact',
        value: field.choices[0]?.value ?? '',
        choices: field.choices.map(({ value, label }) => ({
          title: plainLine(label) || '—',
          value,
        })),
      };
    default:
      return field satisfies never;
  }
}

export function renderActions(
  actions: readonly Action[],
  form: Form | undefined,
  { button }: Pick<Dialect, 'button'>,
): Element[] {
  const submit = form && {
    title: form.submit,
    data: { action: form.id, value: '' },
    submits: true,
  };
  const buttons = actions.map(({ id, label, value }) => ({
    title: label,
    data: { action: id, value },
    submits: false,
  }));
  return [...(submit ? [submit] : []), ...buttons].map(button);
}

export interface Submitted {
  action: string;
  value: string;
  fields: Readonly<Record<string, string>>;
}

/** What a host sends back when a button of ours is pressed; undefined when it is not one of ours. */
export function parseSubmitted(data: unknown): Submitted | undefined {
  if (typeof data !== 'object' || data === null) {
    return undefined;
  }
  const { action, value, ...rest } = data as Record<string, unknown>;
  if (typeof action !== 'string' || typeof value !== 'string') {
    return undefined;
  }
  const fields = Object.entries(rest).flatMap(([id, entered]) =>
    id.startsWith(fieldPrefix) && typeof entered === 'string'
      ? [[id.slice(fieldPrefix.length), entered] as const]
      : [],
  );
  return { action, value, fields: Object.fromEntries(fields) };
}
