import { z } from 'zod';
import type { Activity } from './activity.ts';

/** Where a message goes. */
export const Place = z.object({
  serviceUrl: z.string(),
  conversation: z.string(),
  kind: z.enum(['personal', 'group', 'channel']),
  tenant: z.string(),
  bot: z.string(),
});
export type Place = z.infer<typeof Place>;

/** A channel of the configuration: how it is reached is known once the bot has heard of it. */
const Room = z.object({ room: z.string() });
type Room = z.infer<typeof Room>;

const Target = z.union([Place, Room]);

/** Targets are opaque outside of this folder. */
export function targetOf(place: Place | Room): string {
  return JSON.stringify(place);
}

export function placeOf(target: string): Place | Room {
  return Target.parse(JSON.parse(target));
}

/** Of a message that was posted there. */
export function conversationOf(target: string): string {
  const place = placeOf(target);
  return 'room' in place ? place.room : place.conversation;
}

export function placeOfActivity(activity: Activity): Place {
  const { serviceUrl, conversation, kind, tenant, bot } = activity;
  return { serviceUrl, conversation, kind, tenant, bot };
}
