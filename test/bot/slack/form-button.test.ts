import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../../bot/slack/blocks/message.ts';
import { formButton, parseFormButton } from '../../../bot/slack/form-button.ts';
import { SlackBlocks } from '../../../bot/slack/limits.ts';
import { say } from '../../../handlers/command.ts';
import type { Form } from '../../../handlers/reply.ts';

function formOf(value: string): Form {
  return {
    id: 'open-case:x',
    title: '开案例',
    submit: '开案例',
    fields: [
      { kind: 'text', id: 'title', label: '标题', multiline: false, value: '升级失败' },
      { kind: 'text', id: 'symptom', label: '现象', multiline: true, value },
      { kind: 'choice', id: 'what', label: '什么', choices: [{ value: 'a', label: '甲' }] },
    ],
  };
}

describe('a form that a message asks for', () => {
  it('comes back from its button as it was', () => {
    const form = formOf('重启后回退');

    const { id: action, value } = formButton(form);

    expect(parseFormButton({ action, value })).toEqual(form);
  });

  it('is cut where a button carries no more', () => {
    const form = formOf('🙂"\\'.repeat(2000));

    const { blocks } = renderMessage({ ...say('请填写'), form });

    expect(SlackBlocks.safeParse(blocks).error).toBeUndefined();
    const { id: action, value } = formButton(form);
    expect(value.length).toBeLessThanOrEqual(2000);
    expect(parseFormButton({ action, value })?.fields[0]).toEqual(form.fields[0]);
  });

  it.each([
    ['another button', { action: 'helpful', value: '{}' }],
    ['no form', { action: 'open-form', value: '{"id":7}' }],
    ['no JSON', { action: 'open-form', value: '{' }],
  ])('is not %s', (_, button) => {
    expect(parseFormButton(button)).toBeUndefined();
  });
});
