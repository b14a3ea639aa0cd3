import { mustBe, type Saying, type Who } from './chat-world.ts';
import type { Person } from './slack-world.ts';
import type { SlackWorld } from './slack-world-open.ts';
import type { Spoken as SlackSpoken } from './slack-world-people.ts';

export const persons: Readonly<Record<Who, Person>> = {
  engineer: 'zhang',
  colleague: 'wang',
  customer: 'li',
  stranger: 'wang',
};

export interface SlackSaid {
  ts: string;
  thread_ts?: string;
  files?: unknown[];
}

/** Puts it where Slack has it, before anybody is told of it. */
export async function write(
  { text, by = 'engineer', files = [] }: Saying,
  { channel, id, thread = '' }: SlackSpoken,
  { people, workspace: { users } }: SlackWorld,
): Promise<SlackSaid> {
  const { id: user, web } = users[persons[by]];
  const place = thread === '' ? {} : { thread_ts: thread };
  if (files.length === 0) {
    const { message } = await web.chat.postMessage({ channel, text, ...place });
    return message as unknown as SlackSaid;
  }
  await web.filesUploadV2({
    channel_id: channel,
    ...(text && { initial_comment: text }),
    ...place,
    file_uploads: files.map(({ name, content }) => ({
      filename: name,
      file: Buffer.from(content),
    })),
  } as never);
  const listed = await people.list({ channel, id, ...(thread !== '' && { thread }) });
  return mustBe(listed.filter((one) => one.user === user).at(-1), 'upload') as SlackSaid;
}

/** In a channel the answer stands below the message, so that a stone stays in its place. */
export function deletionOf(event: object): object {
  const { channel, channel_type, ts } = event as Record<string, string>;
  const known = { type: 'message', hidden: true, channel, channel_type };
  return channel_type === 'im'
    ? { ...known, subtype: 'message_deleted', deleted_ts: ts, ts: '1767225600.000100' }
    : {
        ...known,
        subtype: 'message_changed',
        message: { type: 'message', subtype: 'tombstone', ts },
        ts: '1767225600.000100',
      };
}

const styles = { code: 'rich_text_preformatted', quote: 'rich_text_quote' } as const;
let lateness = 0;

/** As Slack tells of it: rich text, and beside it markup in which what people typed is escaped. */
export function drawn(
  { text, style = 'typed', mention = false, later = false }: Saying,
  message: SlackSaid,
  bot: string,
) {
  lateness += later ? 120 : 0;
  const [seconds = '', rest = ''] = message.ts.split('.');
  const ts = later ? `${Number(seconds) + lateness}.${rest}` : message.ts;
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const called = mention
    ? [
        { type: 'user', user_id: bot },
        { type: 'text', text: ' ' },
      ]
    : [];
  const said = [{ type: 'text', text }];
  const section = { type: 'rich_text_section', elements: called };
  const elements =
    style === 'typed'
      ? [{ ...section, elements: [...called, ...said] }]
      : [section, { type: styles[style], elements: said }];
  return {
    ...message,
    ts,
    text: mention ? `<@${bot}> ${escaped}` : escaped,
    blocks: [{ type: 'rich_text', elements }],
  };
}
