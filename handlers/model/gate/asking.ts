import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { CallEnd, ModelEntry } from '../../../knowledge/store/store.ts';
import type { Asker } from '../../inquiry.ts';
import type { Purpose } from '../model.ts';
import type { Prompt } from '../prompts.ts';
import type { GateSettings } from './budget.ts';
import { entryOf } from './call.ts';

/** One question to the model, by whom and what for. */
export interface Asking<Value> {
  prompt: Prompt;
  /** Fenced data, redacted already. */
  data: string;
  schema: z.ZodType<Value>;
  mostTokens: number;
  asker: Pick<Asker, 'face' | 'id'>;
  /** Opaque. */
  conversation: string;
  /** The inquiry, whose tokens are counted together. */
  inquiry: string;
  /** The case that all of the data is about: with it goes what the audit keeps of it. */
  case?: string;
}

/** `face/id` */
export function whoAsks({ asker }: Pick<Asking<unknown>, 'asker'>): string {
  return `${asker.face}/${asker.id}`;
}

/** Of everything that the answer depends on. */
export function keyOf({ prompt, data }: Asking<unknown>, model: string, shape: string): string {
  const { purpose, version, text } = prompt;
  const parts = [model, purpose, version, text, data, shape];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

export interface Answering {
  model: { name: string };
  settings: Pick<GateSettings, 'keepText'>;
  now(): number;
}

export function entryFor(
  asking: Asking<unknown>,
  { model, settings, now }: Answering,
  end: CallEnd,
): ModelEntry {
  const { prompt, data, asker, conversation, inquiry, case: about = '' } = asking;
  return entryOf({
    at: now(),
    what: 'model',
    who: whoAsks(asking),
    where: `${asker.face}/${conversation}`,
    why: `${prompt.purpose satisfies Purpose}@${prompt.version}`,
    model: model.name,
    inquiry,
    case: about,
    sent: `${prompt.text}\n${data}`,
    keepText: settings.keepText,
    end,
  });
}
