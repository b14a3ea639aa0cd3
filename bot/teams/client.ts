import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../../handlers/reply.ts';
import type { Store } from '../../knowledge/store/store.ts';
import type { PostedMessage } from '../face.ts';
import { renderTeamsMessage } from './card/message.ts';
import { isForbidden, patiently } from './patience.ts';
import { type Place, placeOf, targetOf } from './place.ts';
import { findRoom, forgetReference } from './references.ts';
import type { Outgoing, OutgoingAttachment, Sdk } from './sdk/contract.ts';

const longestTyping = 1000;

export interface TeamsClient {
  post(target: string, reply: Reply): Promise<PostedMessage>;
  /** `restHint` says where what does not fit can be had. */
  edit(posted: PostedMessage, reply: Reply, restHint?: string): Promise<void>;
  /** Something else than an answer, such as a file. */
  send(place: Place, attachment: OutgoingAttachment, summary: string): Promise<string>;
  replace(place: Place, id: string, attachment: OutgoingAttachment, summary: string): Promise<void>;
  /** A courtesy: the answer does not depend on it. */
  showTyping(place: Place): Promise<void>;
}

export function createTeamsClient(sdk: Sdk, store: Store): TeamsClient {
  const send = (place: Place, outgoing: Outgoing) =>
    unlessForbidden(place, store, () => patiently(() => sdk.send(place, outgoing)));
  const update = (place: Place, id: string, outgoing: Outgoing) =>
    unlessForbidden(place, store, () => patiently(() => sdk.update(place, id, outgoing)));
  return {
    async post(target, reply) {
      const place = await reach(target, store);
      return { target: targetOf(place), id: await send(place, messageOf(reply)) };
    },
    async edit({ target, id }, reply, restHint) {
      await update(await reach(target, store), id, messageOf(reply, restHint));
    },
    send: (place, attachment, summary) => send(place, { kind: 'message', attachment, summary }),
    replace: (place, id, attachment, summary) =>
      update(place, id, { kind: 'message', attachment, summary }),
    async showTyping(place) {
      const sending = sdk.send(place, { kind: 'typing' }).catch(() => undefined);
      await Promise.race([sending, sleep(longestTyping, undefined, { ref: false })]);
    },
  };
}

function messageOf(reply: Reply, restHint?: string): Outgoing {
  const { card, summary } = renderTeamsMessage(reply, restHint);
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
  return { kind: 'message', attachment, summary };
}

async function reach(target: string, store: Store): Promise<Place> {
  const place = placeOf(target);
  if (!('room' in place)) {
    return place;
  }
  const found = await findRoom(place.room, store);
  if (!found) {
    throw new Error('The bot has not been heard of in this channel: it must be installed there');
  }
  return found;
}

/** Where the bot may not speak any more, nothing is sent unasked until somebody speaks to it again. */
async function unlessForbidden<Result>(
  { conversation }: Place,
  store: Store,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isForbidden(error)) {
      await forgetReference(conversation, store);
    }
    throw error;
  }
}
