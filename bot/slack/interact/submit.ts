import { z } from 'zod';
import type { Act } from '../../../handlers/act.ts';
import { parseFilled } from '../modal.ts';
import { conversationOf } from '../receive.ts';
import { askerOf, FormPlace, type InteractParts, keepAct } from './parts.ts';

const Submitting = z.object({
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  view: z.object({ id: z.string(), hash: z.string().default('') }),
});

/** What somebody filled in is stored before the form closes. */
export async function submit(body: unknown, view: unknown, parts: InteractParts): Promise<void> {
  const filled = parseFilled(view);
  const submitting = Submitting.safeParse(body).data;
  const place = FormPlace.safeParse(parseJson(filled?.metadata ?? '')).data;
  const asker = submitting && place && askerOf(submitting, place, parts.config);
  if (!(filled && submitting && place && asker)) {
    parts.log.warn({ face: 'slack' }, 'A form was sent by nobody of ours');
    return;
  }
  const act: Act = {
    asker,
    conversation: conversationOf(place.channel, place.thread),
    action: filled.id,
    value: '',
    fields: filled.fields,
  };
  await keepAct(act, place, `${submitting.view.id}/${submitting.view.hash}`, parts);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
