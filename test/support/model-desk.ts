import type { ModelDesk } from '../../handlers/model/desk.ts';
import type { Asking } from '../../handlers/model/gate/asking.ts';
import type { DropReason } from '../../handlers/model/ground.ts';
import { purposes } from '../../handlers/model/model.ts';
import type { Prompts } from '../../handlers/model/prompts.ts';

/** A model that says one thing, whatever it is asked; undefined: it does not answer. */
export function scriptedDesk(says: unknown, send: ModelDesk['send'] = 'redacted') {
  const sent: Asking<unknown>[] = [];
  const counted: { kept: number; dropped: readonly DropReason[] }[] = [];
  const desk: ModelDesk = {
    gate: {
      name: 'scripted',
      async ask(asking) {
        sent.push(asking);
        return says === undefined ? undefined : asking.schema.parse(says);
      },
    },
    prompts: Object.fromEntries(
      purposes.map((purpose) => [purpose, { purpose, version: 1, text: '' }]),
    ) as Prompts,
    send,
    count: (_, kept, dropped) => counted.push({ kept, dropped }),
  };
  return { desk, sent, counted };
}
