import { z } from 'zod';
import { textOfBlocks, textOfMarkup } from './plain-text.ts';

/** A file of a message, as far as Slack tells of it; a Slack Connect file comes with its id alone. */
export const SlackFile = z.object({
  id: z.string(),
  name: z.string().optional(),
  size: z.number().optional(),
  mode: z.string().optional(),
  file_access: z.string().optional(),
  is_external: z.boolean().optional(),
  filetype: z.string().optional(),
  url_private_download: z.string().optional(),
  url_private: z.string().optional(),
});
export type SlackFile = z.infer<typeof SlackFile>;

/** A message that was forwarded into this one. */
const Shared = z.object({
  text: z.string().optional(),
  fallback: z.string().optional(),
  message_blocks: z.array(z.object({ message: z.object({ blocks: z.unknown() }) })).optional(),
  files: z.array(SlackFile).optional(),
});

/** Only what the bot reads. Own messages, other bots and every subtype but an upload are refused by shape. */
const Message = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: z.literal('file_share').optional(),
  bot_id: z.undefined().optional(),
  user: z.string(),
  user_team: z.string().optional(),
  channel: z.string(),
  channel_type: z.string().optional(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  text: z.string().default(''),
  blocks: z.unknown().optional(),
  files: z.array(SlackFile).optional(),
  attachments: z.array(Shared).optional(),
});

const Envelope = z.object({
  type: z.literal('event_callback'),
  event_id: z.string(),
  team_id: z.string(),
  event: z.unknown(),
});

/** That a message is no more. One with replies leaves a stone behind. https://docs.slack.dev/reference/events/message */
const Deletion = z.union([
  z.object({
    type: z.literal('message'),
    subtype: z.literal('message_deleted'),
    channel: z.string(),
    deleted_ts: z.string(),
  }),
  z.object({
    type: z.literal('message'),
    subtype: z.literal('message_changed'),
    channel: z.string(),
    message: z.object({ subtype: z.literal('tombstone'), ts: z.string() }),
  }),
]);

export interface SlackMessage {
  event: string;
  team: string;
  /** The sender's own workspace, which is another one in a shared channel. */
  userTeam: string;
  user: string;
  channel: string;
  isDirect: boolean;
  isMention: boolean;
  ts: string;
  thread: string | undefined;
  /** As it was typed or pasted, without Slack's markup and without the mention. */
  text: string;
  files: SlackFile[];
  /** A mention tells nothing of its files: they have to be fetched. */
  filesUnknown: boolean;
}

/** `undefined` for everything that is no message of a person. */
export function parseMessage(body: unknown, botUser: string): SlackMessage | undefined {
  const envelope = Envelope.safeParse(body);
  const message = Message.safeParse(envelope.data?.event);
  if (!(envelope.success && message.success) || message.data.user === botUser) {
    return undefined;
  }
  const { event_id: event, team_id: team } = envelope.data;
  const { type, user, channel, ts, files, attachments = [] } = message.data;
  return {
    event,
    team,
    userTeam: message.data.user_team ?? team,
    user,
    channel,
    isDirect: message.data.channel_type === 'im' || channel.startsWith('D'),
    isMention: type === 'app_mention' || mentions(message.data.text, botUser),
    ts,
    thread: message.data.thread_ts,
    text: readText(message.data, botUser),
    files: [...(files ?? []), ...attachments.flatMap((shared) => shared.files ?? [])],
    filesUnknown: type === 'app_mention' && files === undefined,
  };
}

/** The message that was deleted; `undefined` when that is not what the event tells. */
export function parseDeletion(body: unknown): { channel: string; ts: string } | undefined {
  const event = Deletion.safeParse(Envelope.safeParse(body).data?.event).data;
  if (!event) {
    return undefined;
  }
  const ts = event.subtype === 'message_deleted' ? event.deleted_ts : event.message.ts;
  return { channel: event.channel, ts };
}

/** A message of a channel's history: what a person said in it, or `undefined`. */
export function parseListed(message: unknown): { text: string; files: SlackFile[] } | undefined {
  const read = Message.omit({ channel: true }).safeParse(message).data;
  if (!read) {
    return undefined;
  }
  const { files = [], attachments = [] } = read;
  return {
    text: readText(read, ''),
    files: [...files, ...attachments.flatMap((shared) => shared.files ?? [])],
  };
}

function mentions(text: string, botUser: string): boolean {
  return text.includes(`<@${botUser}>`) || text.includes(`<@${botUser}|`);
}

function readText(message: Omit<z.infer<typeof Message>, 'channel'>, botUser: string): string {
  const own = textOfBlocks(message.blocks, botUser) ?? textOfMarkup(message.text, botUser);
  const shared = (message.attachments ?? []).map((one) => {
    const inner = one.message_blocks?.map(({ message: { blocks } }) =>
      textOfBlocks(blocks, botUser),
    );
    const read = inner?.filter((text) => text !== undefined).join('\n');
    return read || textOfMarkup(one.text ?? one.fallback ?? '', botUser);
  });
  return [own, ...shared]
    .filter((text) => text.trim() !== '')
    .join('\n')
    .trim();
}
