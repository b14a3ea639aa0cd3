import { z } from 'zod';
import { parseMessage } from '../parse.ts';
import { conversationOf, digestOf, identifyOne, type SlackQuestion } from '../receive.ts';
import { askerOf, type InteractParts } from './parts.ts';

const Shortcut = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  channel: z.object({ id: z.string() }),
  action_ts: z.string(),
  message: z.looseObject({ ts: z.string(), thread_ts: z.string().optional() }),
});

/** Somebody wants a message diagnosed that may be anybody's, a bot's too. */
export async function diagnoseMessage(body: unknown, parts: InteractParts): Promise<void> {
  const shortcut = Shortcut.safeParse(body).data;
  if (!shortcut) {
    return;
  }
  const { channel, message, user, team } = shortcut;
  const place = { channel: channel.id, isDirect: channel.id.startsWith('D') };
  const asker = askerOf({ user, team }, place, parts.config);
  const { subtype: _subtype, bot_id: _bot, ...plainMessage } = message;
  const event = { ...plainMessage, type: 'message', channel: channel.id, user: user.id };
  const read = parseMessage(
    { type: 'event_callback', event_id: 'shortcut', team_id: team?.id ?? '', event },
    parts.botUser,
  );
  if (!(asker && read)) {
    parts.log.warn({ face: 'slack' }, 'A message was shown by nobody of ours');
    return;
  }
  const thread = place.isDirect ? message.thread_ts : (message.thread_ts ?? message.ts);
  const id = `slack/shortcut/${channel.id}/${message.ts}/${shortcut.action_ts}`;
  await keepQuestion({ ...read, asker, thread, said: Date.now() }, id, parts);
}

const SlashCommand = z.object({
  team_id: z.string(),
  user_id: z.string(),
  channel_id: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
});

/** False when nobody is answered there. */
export async function runCommand(body: unknown, parts: InteractParts): Promise<boolean> {
  const said = SlashCommand.safeParse(body).data;
  const isDirect = said?.channel_id.startsWith('D') ?? false;
  const asker =
    said &&
    identifyOne(
      { team: said.team_id, user: said.user_id, channel: isDirect ? undefined : said.channel_id },
      parts.config,
    );
  if (!(said && asker)) {
    return false;
  }
  const question = {
    asker,
    channel: said.channel_id,
    thread: undefined,
    said: Date.now(),
    text: said.text.trim() || '帮助',
    files: [],
    filesUnknown: false,
  };
  await keepQuestion(question, `slack/command/${digestOf(said.trigger_id)}`, parts);
  return true;
}

async function keepQuestion(
  { asker, channel, thread, ts, said, text, files, filesUnknown }: SlackQuestion,
  id: string,
  { jobs }: InteractParts,
): Promise<void> {
  const question: SlackQuestion = {
    asker,
    channel,
    thread,
    ts,
    said,
    text,
    files,
    filesUnknown,
  };
  await jobs.receive({
    face: 'slack',
    event: id,
    message: id,
    conversation: `slack/${conversationOf(channel, thread)}`,
    payload: JSON.stringify(question),
  });
}
