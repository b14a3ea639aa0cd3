import { z } from 'zod';
import type { Action, Form } from '../../handlers/reply.ts';

export const openFormId = 'open-form';
/** Slack takes no more behind a button. */
export const longestFormValue = 2000;
const longestPrefilled = 200;

const Label = z.object({ id: z.string(), label: z.string() });
const Carried = z.object({
  id: z.string(),
  title: z.string(),
  submit: z.string(),
  fields: z.array(
    z.discriminatedUnion('kind', [
      Label.extend({
        kind: z.literal('text'),
        multiline: z.boolean(),
        value: z.string().exactOptional(),
      }),
      Label.extend({
        kind: z.literal('choice'),
        choices: z.array(z.object({ value: z.string(), label: z.string() })),
      }),
    ]),
  ),
});

/** A message holds no form, and only a press may open one: the button carries the form along. */
export function formButton(form: Form): Action {
  const whole = JSON.stringify(form);
  const value = whole.length > longestFormValue ? JSON.stringify(cutShort(form)) : whole;
  return { id: openFormId, label: `填写：${form.title}`, value };
}

function cutShort({ fields, ...form }: Form): Form {
  return {
    ...form,
    fields: fields.map((field) =>
      field.kind === 'text' && field.value !== undefined
        ? { ...field, value: field.value.slice(0, longestPrefilled).toWellFormed() }
        : field,
    ),
  };
}

/** `undefined` for every other button. */
export function parseFormButton({ action, value }: { action: string; value: string }) {
  return action === openFormId ? Carried.safeParse(parseJson(value)).data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
