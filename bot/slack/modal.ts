import { z } from 'zod';
import type { Field, Form } from '../../handlers/reply.ts';
import { middleCut, plainLine } from '../plain.ts';
import { type InputBlock, SlackModal } from './limits.ts';

const longestTitle = 24;
const longestField = 3000;
const longestLine = 300;

/** `metadata` comes back with what was filled in. */
export function renderModal(form: Form, metadata: string): SlackModal {
  return SlackModal.parse({
    type: 'modal',
    callback_id: form.id.slice(0, 255),
    private_metadata: metadata,
    title: plainText(form.title, longestTitle),
    submit: plainText(form.submit, longestTitle),
    close: plainText('取消', longestTitle),
    blocks: form.fields.map(renderField),
  });
}

function plainText(text: string, longest: number) {
  const line = plainLine(text);
  const shown = line.length > longest ? middleCut(line, longest - 3) : line;
  return { type: 'plain_text' as const, text: shown || '—', emoji: false as const };
}

function renderField(field: Field): InputBlock {
  return {
    type: 'input',
    block_id: field.id,
    label: plainText(field.label, longestLine),
    optional: true,
    element: field.kind === 'text' ? textInput(field) : choiceInput(field),
  };
}

function textInput({ id, multiline, value }: Extract<Field, { kind: 'text' }>) {
  return {
    type: 'plain_text_input' as const,
    action_id: id,
    multiline,
    max_length: multiline ? longestField : longestLine,
    ...(value && {
      initial_value: value.slice(0, multiline ? longestField : longestLine).toWellFormed(),
    }),
  };
}

function choiceInput({ id, choices }: Extract<Field, { kind: 'choice' }>) {
  const options = choices.map(({ value, label }) => ({ text: plainText(label, 75), value }));
  return { type: 'static_select' as const, action_id: id, options };
}

const Filled = z.object({
  callback_id: z.string(),
  private_metadata: z.string().default(''),
  state: z.object({
    values: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          value: z.string().nullish(),
          selected_option: z.object({ value: z.string() }).nullish(),
        }),
      ),
    ),
  }),
});

export interface FilledForm {
  id: string;
  metadata: string;
  fields: Record<string, string>;
}

export function parseFilled(view: unknown): FilledForm | undefined {
  const parsed = Filled.safeParse(view);
  if (!parsed.success) {
    return undefined;
  }
  const { callback_id: id, private_metadata: metadata, state } = parsed.data;
  const fields = Object.values(state.values).flatMap((block) =>
    Object.entries(block).map(([field, { value, selected_option }]) => [
      field,
      selected_option?.value ?? value ?? '',
    ]),
  );
  return { id, metadata, fields: Object.fromEntries(fields) };
}
