import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { PostedMessage } from '../face.ts';
import { type Place, placeOf } from './place.ts';

/** By this our messages are known again when a crash came between posting one and noting its id. */
export const answerEvent = 'caselens_answer';

const pageSize = 200;
const mostPages = 5;

const Page = z.object({
  messages: z.array(z.looseObject({ ts: z.string() })).default([]),
  response_metadata: z.object({ next_cursor: z.string().default('') }).optional(),
});
type Listed = z.infer<typeof Page>['messages'][number];

const Ours = z.object({
  metadata: z.object({
    event_type: z.literal(answerEvent),
    event_payload: z.object({ key: z.string() }),
  }),
});

/** A channel from its newest message, a thread from its first one. */
async function* listPages(
  web: webApi.WebClient,
  { channel, thread }: Place,
  range: { oldest?: string; latest?: string; inclusive?: true } = {},
): AsyncGenerator<Listed[]> {
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const shared = {
      channel,
      limit: pageSize,
      include_all_metadata: true,
      ...range,
      ...(cursor && { cursor }),
    };
    const answer =
      thread === undefined
        ? await web.conversations.history(shared)
        : await web.conversations.replies({ ...shared, ts: thread });
    const { messages, response_metadata: next } = Page.parse(answer);
    yield messages;
    cursor = next?.next_cursor;
    if (!cursor) {
      return;
    }
  }
}

export async function findPosted(
  web: webApi.WebClient,
  target: string,
  key: string,
): Promise<PostedMessage | undefined> {
  for await (const messages of listPages(web, placeOf(target))) {
    const ours = messages.find(
      (message) => Ours.safeParse(message).data?.metadata.event_payload.key === key,
    );
    if (ours) {
      return { target, id: ours.ts };
    }
  }
  return undefined;
}

/** One message as Slack has it now; undefined when it is gone. */
export async function findMessage(
  web: webApi.WebClient,
  place: Place,
  ts: string,
): Promise<Listed | undefined> {
  for await (const messages of listPages(web, place, { oldest: ts, latest: ts, inclusive: true })) {
    const found = messages.find((message) => message.ts === ts);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** What was said in a thread before a message, the first page of it. */
export async function listAbove(
  web: webApi.WebClient,
  place: Place,
  ts: string,
): Promise<Listed[]> {
  for await (const messages of listPages(web, place, { latest: ts })) {
    return messages.filter((message) => Number(message.ts) < Number(ts));
  }
  return [];
}
