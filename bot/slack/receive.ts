import { createHash } from 'node:crypto';
import { type AccessRules, identify } from '../../handlers/access.ts';
import { findCommand } from '../../handlers/commands.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import { carriesLog } from '../../handlers/relevant.ts';
import type { Store, StoredInquiry } from '../../knowledge/store/store.ts';
import { isForUs, isLastOf } from '../chat/listen.ts';
import type { Config } from '../config.ts';
import type { Jobs } from '../jobs.ts';
import type { Log } from '../log.ts';
import { parseDeletion, parseMessage, type SlackFile, type SlackMessage } from './parse.ts';

export interface ReceiveParts {
  config: Config;
  jobs: Pick<Jobs, 'receive'>;
  store: Store;
  log: Log;
  botUser: string;
  hasModel?: boolean;
  now(): number;
  /** A message was deleted, named as jobs name it. */
  withdraw(message: string): void;
}

/** What is kept of a message until it is answered. */
export interface SlackQuestion {
  asker: Asker;
  channel: string;
  /** Where the answer goes; absent in a direct message. */
  thread?: string | undefined;
  /** The message itself; absent when there is none, as behind a slash command. */
  ts?: string | undefined;
  /** When it was asked, milliseconds since the epoch. */
  said: number;
  text: string;
  files: SlackFile[];
  filesUnknown: boolean;
  /** True when somebody calls the bot to what others have said above in the thread. */
  looksBack?: boolean;
}

const day = 24 * 60 * 60_000;

/** An event of Slack: stored if it is a question, dropped without a trace if it is not. Throws when it has to come again. */
export async function receiveEvent(body: unknown, parts: ReceiveParts): Promise<void> {
  const deleted = parseDeletion(body);
  if (deleted) {
    parts.withdraw(messageName(deleted.channel, deleted.ts));
    return;
  }
  const message = parseMessage(body, parts.botUser);
  if (!message) {
    return;
  }
  const asker = askerOf(message, parts.config);
  if (!asker) {
    parts.log.warn(
      { face: 'slack', tenant: message.team },
      'Nobody is answered who is not configured',
    );
    return;
  }
  const place = placeOfMessage(message);
  const listen = parts.config.channels[`slack/${message.channel}`]?.listen;
  const heard = {
    ...message,
    hasFiles: message.files.length > 0 || message.filesUnknown,
    inThread: message.thread !== undefined,
  };
  const isOurs = await isForUs(heard, {
    listen,
    isOurThread: async () => (await answered(place.conversation, parts)).length > 0,
    ...(parts.hasModel && {
      isOwnThread: async () => isLastOf(asker, await answered(place.conversation, parts)),
    }),
  });
  if (isOurs) {
    await keep(message, asker, place, parts);
  }
}

function askerOf(message: SlackMessage, config: Config): Asker | undefined {
  const { team, userTeam, user, channel, isDirect } = message;
  return identifyOne({ team, userTeam, user, channel: isDirect ? undefined : channel }, config);
}

export interface SlackSpeaker {
  /** The workspace that the event came from. */
  team: string;
  /** His own, which is another one in a shared channel. */
  userTeam?: string | undefined;
  user: string;
  /** Absent in a direct message. */
  channel?: string | undefined;
}

/** `undefined` for workspaces that the configuration does not name, and for people of no customer of ours. */
export function identifyOne(
  { team, userTeam = team, user, channel }: SlackSpeaker,
  rules: AccessRules,
): Asker | undefined {
  if (!rules.tenants[`slack/${team}`]) {
    return undefined;
  }
  const asker = identify(
    { face: 'slack', tenant: userTeam, person: user, ...(channel !== undefined && { channel }) },
    rules,
  );
  return asker.role === 'stranger' ? undefined : asker;
}

interface MessagePlace {
  thread: string | undefined;
  conversation: string;
}

/** In a channel every message begins a thread; a direct message is one conversation. */
function placeOfMessage({ channel, isDirect, thread, ts }: SlackMessage): MessagePlace {
  const at = isDirect ? thread : (thread ?? ts);
  return { thread: at, conversation: conversationOf(channel, at) };
}

export function conversationOf(channel: string, thread: string | undefined): string {
  return thread === undefined ? channel : `${channel}:${thread}`;
}

export function messageName(channel: string, ts: string): string {
  return `slack/${channel}/${ts}`;
}

function answered(conversation: string, { store, now }: ReceiveParts): Promise<StoredInquiry[]> {
  return store.listInquiries(conversation, now() - day);
}

async function keep(
  message: SlackMessage,
  asker: Asker,
  { thread, conversation }: MessagePlace,
  { jobs }: ReceiveParts,
): Promise<void> {
  const { channel, ts, text, files, filesUnknown } = message;
  const question: SlackQuestion = {
    asker,
    channel,
    thread,
    ts,
    said: Number(ts) * 1000,
    text,
    files,
    filesUnknown,
    looksBack: looksBack(message),
  };
  await jobs.receive({
    face: 'slack',
    event: `slack/${message.event}`,
    // A mention comes twice, as `message` and as `app_mention`, with an event id each.
    message: messageName(channel, ts),
    conversation: `slack/${conversation}`,
    payload: JSON.stringify(question),
  });
}

/** “@bot 看一下” under a log. */
function looksBack({ isMention, isDirect, thread, ts, text, files }: SlackMessage): boolean {
  const isReply = thread !== undefined && thread !== ts && !isDirect;
  return isMention && isReply && files.length === 0 && !carriesLog(text) && !findCommand(text);
}

/** An id for what Slack gives none: the same press delivered twice is one. */
export function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
}
