import { z } from 'zod';
import { type Act, asksForm } from '../../../handlers/act.ts';
import { say } from '../../../handlers/command.ts';
import { openFormId, parseFormButton } from '../form-button.ts';
import { targetOf } from '../place.ts';
import { conversationOf } from '../receive.ts';
import { askerOf, type FormPlace, type InteractParts, keepAct } from './parts.ts';

const Pressed = z.object({
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  trigger_id: z.string().optional(),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  actions: z
    .array(
      z.object({ action_id: z.string(), value: z.string().default(''), action_ts: z.string() }),
    )
    .min(1),
});

const buttonId = /^\d+:/;

/**
 * A form is opened at once, for Slack allows three seconds; everything else is answered by a job, which is stored
 * before the press is acknowledged.
 */
export async function press(
  body: unknown,
  ack: () => Promise<void>,
  parts: InteractParts,
): Promise<void> {
  const pressed = Pressed.safeParse(body).data;
  const [button] = pressed?.actions ?? [];
  if (!(pressed && button)) {
    return ack();
  }
  const place = placeOf(pressed);
  const asker = askerOf(pressed, place, parts.config);
  if (!asker) {
    parts.log.warn({ face: 'slack' }, 'A button was pressed by nobody of ours');
    return ack();
  }
  const act: Act = {
    asker,
    conversation: conversationOf(place.channel, place.thread),
    action: button.action_id.replace(buttonId, ''),
    value: button.value === '-' ? '' : button.value,
    fields: {},
  };
  const keep = () => keepAct(act, place, `${pressed.user.id}/${button.action_ts}`, parts);
  if (!(opensForm(act.action) && pressed.trigger_id)) {
    await keep();
    return ack();
  }
  // Nothing is lost with a form that does not open: whoever pressed sees it.
  await ack();
  try {
    const form = parseFormButton(act) ?? (await parts.act(act)).form;
    await (form ? parts.client.openForm(pressed.trigger_id, form, JSON.stringify(place)) : keep());
  } catch (error) {
    parts.log.warn({ err: error, face: 'slack' }, 'A form was not opened');
    await parts.client.whisper(targetOf(place), pressed.user.id, notOpened);
  }
}

const notOpened = say('表单没有打开，请再按一次。', 'warning');

function opensForm(action: string): boolean {
  return action === openFormId || asksForm(action);
}

function placeOf({ channel, message }: z.infer<typeof Pressed>): FormPlace {
  const id = channel?.id ?? '';
  const isDirect = id.startsWith('D');
  const thread = message?.thread_ts ?? (isDirect ? undefined : message?.ts);
  return { channel: id, isDirect, ...(thread !== undefined && { thread }) };
}
