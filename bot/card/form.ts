import type { Action, Field, Form } from '../../handlers/reply.ts';
import { type Element, heading } from './elements.ts';

/** Keeps the names of a form's fields apart from our own `action` and `value`. */
const fieldPrefix = 'field:';

export function renderForm(form: Form): Element[] {
  return [heading(form.title), ...form.fields.map(renderField)];
}

function renderField(field: Field): Element {
  const common = { id: fieldPrefix + field.id, label: field.label };
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
        choices: field.choices.map(({ value, label }) => ({ title: label, value })),
      };
    default:
      return field satisfies never;
  }
}

export function renderActions(actions: readonly Action[], form: Form | undefined): Element[] {
  const submit = form && {
    type: 'Action.Submit',
    title: form.submit,
    style: 'positive',
    data: { action: form.id, value: '' },
  };
  const buttons = actions.map(({ id, label, value }) => ({
    type: 'Action.Submit',
    title: label,
    // Otherwise a press on 有用 would send what stands in the form.
    associatedInputs: 'none',
    data: { action: id, value },
  }));
  return submit ? [submit, ...buttons] : buttons;
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
