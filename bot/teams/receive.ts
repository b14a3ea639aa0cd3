import type { StoredInquiry } from '../../knowledge/store/store.ts';
import { isForUs, isLastOf } from '../chat/listen.ts';
import type { Activity } from './activity.ts';
import { askerOf } from './asker.ts';
import { readAttachments } from './attachments.ts';
import { parseTeamsAction } from './card/action.ts';
import type { Received } from './edge.ts';
import { receiveInvoke } from './invoke.ts';
import {
  addressOf,
  keepAct,
  keepQuestion,
  messageName,
  type ReceiveParts,
  rootOf,
} from './keep.ts';
import { forgetReference, rememberReference } from './references.ts';

const day = 24 * 60 * 60_000;

/** Stored if it is for us, dropped without a trace if it is not. Throws when it has to come again. */
export async function receiveActivity(activity: Activity, parts: ReceiveParts): Promise<Received> {
  if (activity.leaves) {
    await forgetReference(activity.conversation, parts.store);
    return undefined;
  }
  // A message can be shown to the bot from where it is not.
  if (!activity.name.startsWith('composeExtension/')) {
    await rememberReference(activity, parts.store);
  }
  switch (activity.type) {
    case 'message':
      await receiveMessage(activity, parts);
      return undefined;
    case 'messageDelete':
      parts.withdraw(messageName(activity.conversation, activity.id));
      return undefined;
    case 'invoke':
      return receiveInvoke(activity, parts);
    default:
      return undefined;
  }
}

async function receiveMessage(activity: Activity, parts: ReceiveParts): Promise<void> {
  const { person, room, conversation, isByBot } = activity;
  if (isByBot) {
    return;
  }
  const asker = person === '' ? undefined : askerOf(activity, parts.config);
  if (!asker) {
    parts.log.warn(
      { face: 'teams', tenant: activity.tenant },
      'Nobody is answered who is not configured',
    );
    return;
  }
  const pressed = activity.value === undefined ? undefined : parseTeamsAction(activity.value);
  if (pressed) {
    await keepAct(activity, { asker, conversation, ...pressed }, parts);
    return;
  }
  const { files, elsewhere, missing } = readAttachments(activity.attachments);
  const heard = {
    isDirect: activity.kind === 'personal',
    isMention: activity.isMention,
    text: activity.text,
    hasFiles: files.length > 0 || elsewhere || (missing.length > 0 && activity.isMention),
    inThread: activity.kind === 'channel' && rootOf(conversation) !== activity.id,
  };
  const around = {
    listen: room === undefined ? undefined : parts.config.channels[`teams/${room}`]?.listen,
    isOurThread: async () => (await answered(conversation, parts)).length > 0,
    ...(parts.hasModel && {
      isOwnThread: async () => isLastOf(asker, await answered(conversation, parts)),
    }),
  };
  const isDirectPicture = heard.isDirect && missing.length > 0;
  if (isDirectPicture || (await isForUs(heard, around))) {
    const kept = { files, missing, ...(elsewhere && { elsewhere: addressOf(activity) }) };
    await keepQuestion(activity, { asker, text: activity.text, ...kept }, parts);
  }
}

function answered(conversation: string, { store, now }: ReceiveParts): Promise<StoredInquiry[]> {
  return store.listInquiries(conversation, now() - day);
}
