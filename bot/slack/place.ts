import { z } from 'zod';

/** Where a message goes: a channel, and a thread in it. */
export interface Place {
  channel: string;
  thread?: string | undefined;
  /** Who is told in private when the bot is not in the channel. */
  person?: string | undefined;
}

const PlaceText = z.object({
  channel: z.string(),
  thread: z.string().optional(),
  person: z.string().optional(),
});

/** Targets are opaque outside of this folder. */
export function targetOf({ channel, thread, person }: Place): string {
  return JSON.stringify({
    channel,
    ...(thread !== undefined && { thread }),
    ...(person !== undefined && { person }),
  });
}

export function placeOf(target: string): Place {
  return PlaceText.parse(JSON.parse(target));
}
