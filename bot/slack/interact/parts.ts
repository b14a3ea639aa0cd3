import type { App } from '@slack/bolt';
import { z } from 'zod';
import { type Act, asksModel } from '../../../handlers/act.ts';
import type { Asker } from '../../../handlers/inquiry.ts';
import type { Reply } from '../../../handlers/reply.ts';
import type { KeptAct } from '../../chat/act-worker.ts';
import type { Config } from '../../config.ts';
import type { Jobs } from '../../jobs.ts';
import type { Log } from '../../log.ts';
import type { SlackClient } from '../client.ts';
import { targetOf } from '../place.ts';
import { identifyOne } from '../receive.ts';

export interface InteractParts {
  app: App;
  client: SlackClient;
  config: Config;
  jobs: Pick<Jobs, 'receive'>;
  log: Log;
  botUser: string;
  act(act: Act): Promise<Reply>;
}

/** Where a button stood; comes back with the form that it opened. */
export const FormPlace = z.object({
  channel: z.string(),
  thread: z.string().optional(),
  isDirect: z.boolean(),
});
export type FormPlace = z.infer<typeof FormPlace>;

/** Who pressed, as every kind of press tells it. */
export interface Presser {
  user: { id: string; team_id?: string | undefined };
  team?: { id: string } | null | undefined;
}

export function askerOf(
  { user, team }: Presser,
  { channel, isDirect }: FormPlace,
  config: Config,
): Asker | undefined {
  return identifyOne(
    {
      team: team?.id ?? user.team_id ?? '',
      userTeam: user.team_id,
      user: user.id,
      channel: isDirect ? undefined : channel,
    },
    config,
  );
}

/** Stored before it is acknowledged; the same press delivered twice is one. */
export async function keepAct(act: Act, place: FormPlace, event: string, { jobs }: InteractParts) {
  const payload: KeptAct = { act, target: targetOf(place) };
  const id = `slack/act/${event}`;
  await jobs.receive({
    face: 'slack/act',
    event: id,
    message: id,
    // Jobs of one conversation wait for each other.
    conversation: `slack/${act.conversation}${asksModel(act.action) ? '/model' : ''}`,
    payload: JSON.stringify(payload),
  });
}
