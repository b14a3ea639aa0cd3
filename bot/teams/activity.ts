import { z } from 'zod';
import { type Mention, textOfHtml, textOfMessage } from './plain-text.ts';

const Id = z.string().min(1).max(1000);

const Attachment = z.object({
  contentType: z.string().default(''),
  contentUrl: z.string().nullish(),
  name: z.string().nullish(),
  content: z.unknown().optional(),
});

/** Only what the bot reads; Teams may add fields without telling anyone. */
const Wire = z.object({
  type: z.string().min(1).max(64),
  id: z.string().max(1000).optional(),
  name: z.string().max(200).optional(),
  action: z.string().max(200).optional(),
  timestamp: z.string().max(100).optional(),
  channelId: z.string().min(1).max(64),
  serviceUrl: z.url().max(2000),
  conversation: z.object({
    id: Id,
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
  }),
  from: z.object({ id: z.string(), aadObjectId: z.string().nullish() }).optional(),
  recipient: z.object({ id: z.string() }).optional(),
  text: z.string().nullish(),
  replyToId: z.string().nullish(),
  value: z.unknown().optional(),
  attachments: z.array(Attachment).max(200).nullish(),
  entities: z
    .array(z.looseObject({ type: z.string() }))
    .max(1000)
    .nullish(),
  membersRemoved: z.array(z.object({ id: z.string() })).nullish(),
  channelData: z
    .object({
      tenant: z.object({ id: z.string() }).nullish(),
      team: z.object({ id: z.string(), aadGroupId: z.string().nullish() }).nullish(),
      channel: z.object({ id: z.string() }).nullish(),
    })
    .nullish(),
});

const MentionEntity = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: z.string() }),
  text: z.string().default(''),
});

export interface Attached {
  contentType: string;
  contentUrl: string | undefined;
  name: string | undefined;
  content: unknown;
}

/** What Teams delivers, by our own names. */
export interface Activity {
  type: string;
  /** Empty when Teams gives none. */
  id: string;
  /** Of an invoke. */
  name: string;
  /** Of an installation. */
  action: string;
  /** Milliseconds since the epoch; undefined when it is not told. */
  at: number | undefined;
  channelId: string;
  serviceUrl: string;
  /** In a channel with `;messageid=…`, which is the thread. */
  conversation: string;
  kind: 'personal' | 'group' | 'channel';
  tenant: string;
  /** His object in Microsoft Entra. */
  person: string;
  /** Written by a bot: ourselves, or one that would answer our answers. */
  isByBot: boolean;
  bot: string;
  /** The channel or group chat itself. */
  room: string | undefined;
  team: { id: string; group: string | undefined } | undefined;
  /** As it was typed or pasted, without the mention. */
  text: string;
  isMention: boolean;
  /** The message that a button stood on. */
  replyTo: string | undefined;
  value: unknown;
  attachments: readonly Attached[];
  /** True when the bot itself was taken out of the conversation. */
  leaves: boolean;
}

/** `undefined` for everything that is no activity. */
export function parseActivity(body: string): Activity | undefined {
  const wire = Wire.safeParse(parseJson(body)).data;
  if (!wire) {
    return undefined;
  }
  const { type, id = '', name = '', action = '', conversation, channelData } = wire;
  const bot = wire.recipient?.id ?? '';
  const attachments = (wire.attachments ?? []).map(attachedOf);
  const mentions = mentionsOf(wire, bot);
  const kind = kindOf(conversation);
  return {
    type,
    id,
    name,
    action,
    at: timeOf(wire.timestamp),
    channelId: wire.channelId,
    serviceUrl: wire.serviceUrl,
    conversation: conversation.id,
    kind,
    tenant: channelData?.tenant?.id ?? conversation.tenantId ?? '',
    person: wire.from?.aadObjectId || wire.from?.id || '',
    isByBot: isBot(wire.from?.id ?? '', bot),
    bot,
    room: kind === 'personal' ? undefined : (channelData?.channel?.id ?? roomOf(conversation.id)),
    team: channelData?.team
      ? { id: channelData.team.id, group: channelData.team.aadGroupId ?? undefined }
      : undefined,
    text: readText(wire.text ?? '', attachments, mentions),
    isMention: mentions.some(({ isBot }) => isBot),
    replyTo: wire.replyToId ?? undefined,
    value: wire.value,
    attachments,
    leaves:
      (type === 'installationUpdate' && action.startsWith('remove')) ||
      (wire.membersRemoved ?? []).some((member) => member.id === bot),
  };
}

const thread = /;messageid=.*$/s;

/** Posting there begins a new thread. */
export function roomOf(conversation: string): string {
  return conversation.replace(thread, '');
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Teams puts `28:` before the ids of all bots, and `29:` before those of people. */
function isBot(id: string, bot: string): boolean {
  return id.startsWith('28:') || (id !== '' && id === bot);
}

function timeOf(timestamp: string | undefined): number | undefined {
  const time = Date.parse(timestamp ?? '');
  return Number.isFinite(time) ? time : undefined;
}

function kindOf({ id, conversationType }: z.infer<typeof Wire>['conversation']): Activity['kind'] {
  if (conversationType === 'channel' || (!conversationType && thread.test(id))) {
    return 'channel';
  }
  return conversationType === 'groupChat' ? 'group' : 'personal';
}

function attachedOf({ contentType, contentUrl, name, content }: z.infer<typeof Attachment>) {
  return { contentType, contentUrl: contentUrl ?? undefined, name: name ?? undefined, content };
}

function mentionsOf({ entities }: z.infer<typeof Wire>, bot: string): Mention[] {
  return (entities ?? []).flatMap((entity) => {
    const mention = MentionEntity.safeParse(entity).data;
    return mention ? [{ text: mention.text, isBot: mention.mentioned.id === bot }] : [];
  });
}

/** What was formatted comes as HTML too, and there alone are the lines of a code block lines. */
function readText(
  text: string,
  attachments: readonly Attached[],
  mentions: readonly Mention[],
): string {
  const html = attachments.find(({ contentType }) => contentType === 'text/html')?.content;
  return typeof html === 'string' && html.trim()
    ? textOfHtml(html, mentions)
    : textOfMessage(text, mentions);
}
