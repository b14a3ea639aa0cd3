import {
  createSender,
  newEventId,
  type Person,
  type Room,
  type Send,
  type SlackWorkspace,
  until,
} from './slack-world.ts';
import type { ApiCall } from './slack-world-proxy.ts';

/** Platform-neutral: what people do in a chat, and what they see of the bot. */
export interface ChatWorld<Where = Room | 'direct'> {
  say(said: Said<Where>): Promise<Spoken>;
  upload(files: readonly ChatFile[], said: Said<Where>): Promise<Spoken>;
  /** What the bot has said there, once nothing is under way any more, in order. */
  answers(spoken: Spoken): Promise<Answered[]>;
  press(answer: Answered, label: string, by?: Person): Promise<Shown>;
  submit(form: ShownForm, fields: Readonly<Record<string, string>>, by?: Person): Promise<void>;
}

export interface ChatFile {
  name: string;
  content: string | Buffer;
}

export interface Said<Where = Room | 'direct'> {
  text: string;
  where: Where;
  by?: Person;
  /** In the thread of what was said before. */
  after?: Spoken;
  mention?: boolean;
}

export interface Spoken {
  channel: string;
  id: string;
  /** Absent in a direct message. */
  thread?: string;
}

export interface Answered {
  channel: string;
  id: string;
  thread?: string;
  /** Everything that people read. */
  text: string;
  buttons: { label: string; id: string; value: string }[];
  files: { name: string; text: string }[];
}

export interface ShownForm {
  id: string;
  metadata: string;
  view: string;
  title: string;
  /** What stands in its fields. */
  fields: Readonly<Record<string, string>>;
}

export interface Shown {
  form?: ShownForm;
  /** What only the presser sees. */
  whispered: string[];
}

interface Listed {
  ts: string;
  user?: string;
  text?: string;
  thread_ts?: string;
  blocks?: unknown[];
  files?: { id: string; name: string; url_private_download: string }[];
  reactions?: { name: string; users: string[] }[];
  metadata?: unknown;
}

export interface SlackPeople extends ChatWorld {
  send: Send;
  /** An event as Slack wraps it. */
  envelope(event: object, id?: string, team?: string): string;
  deliver(event: object, id?: string, headers?: Readonly<Record<string, string>>): Promise<number>;
  interact(payload: object): Promise<{ status: number; text: string }>;
  command(
    text: string,
    where: Room | 'direct',
    by?: Person,
  ): Promise<{ status: number; text: string }>;
  shortcut(spoken: Spoken, by?: Person): Promise<number>;
  list(spoken: Spoken): Promise<Listed[]>;
}

export interface PeopleParts {
  workspace: SlackWorkspace;
  bot(): { url: string; settled(): Promise<void> };
}

export function createPeople({ workspace, bot }: PeopleParts): SlackPeople {
  const { users, channels, botUser, team, eye, proxy } = workspace;
  const send = createSender(() => bot().url);
  let presses = 0;

  const envelope: SlackPeople['envelope'] = (event, id = newEventId(), team_id = team) =>
    JSON.stringify({
      token: 'x',
      team_id,
      api_app_id: 'A0000001',
      type: 'event_callback',
      event_id: id,
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [
        {
          team_id,
          user_id: botUser,
          is_bot: true,
          enterprise_id: null,
          is_enterprise_install: false,
        },
      ],
      event,
    });
  const deliver: SlackPeople['deliver'] = async (event, id, headers) =>
    (await send(envelope(event, id), headers)).status;
  const form = async (fields: Record<string, string>) => {
    const body = new URLSearchParams(fields).toString();
    return send(body, { 'content-type': 'application/x-www-form-urlencoded' });
  };
  const interact: SlackPeople['interact'] = (payload) => form({ payload: JSON.stringify(payload) });
  const channelOf = (where: Room | 'direct', by: Person) =>
    where === 'direct' ? users[by].direct : channels[where];
  const who = (by: Person) => ({ id: users[by].id, username: by, team_id: team });

  /** Slack tells of a message, and of a mention in it once more. */
  const announce = async (message: Listed, channel: string, isMention: boolean) => {
    const shared = { ...message, channel };
    const channel_type = channel.startsWith('D') ? 'im' : 'channel';
    const statuses = [await deliver({ ...shared, type: 'message', channel_type })];
    if (isMention && !channel.startsWith('D')) {
      const { files: _files, subtype: _subtype, ...bare } = shared as Record<string, unknown>;
      statuses.push(await deliver({ ...bare, type: 'app_mention' }));
    }
    if (statuses.some((status) => status !== 200)) {
      throw new Error(`an event was answered with ${statuses}`);
    }
  };
  const spokenOf = ({ ts, thread_ts }: Listed, channel: string): Spoken => ({
    channel,
    id: ts,
    ...(!channel.startsWith('D') && { thread: thread_ts ?? ts }),
    ...(channel.startsWith('D') && thread_ts !== undefined && { thread: thread_ts }),
  });
  const isIn = (text: string) => text.includes(`<@${botUser}>`);

  const list: SlackPeople['list'] = async ({ channel, thread }) => {
    const { messages = [] } =
      thread === undefined
        ? await eye.conversations.history({ channel, limit: 200 })
        : await eye.conversations.replies({ channel, ts: thread, limit: 200 });
    const listed = messages as unknown as Listed[];
    return listed.toSorted((one, other) => (one.ts < other.ts ? -1 : 1));
  };

  return {
    send,
    envelope,
    deliver,
    interact,
    list,
    async say({ text, where, by = 'zhang', after, mention = false }) {
      const channel = channelOf(where, by);
      const said = mention ? `<@${botUser}> ${text}` : text;
      const { message } = await users[by].web.chat.postMessage({
        channel,
        text: said,
        ...(after && { thread_ts: after.thread ?? after.id }),
      });
      await announce(message as Listed, channel, isIn(said));
      return spokenOf(message as Listed, channel);
    },
    async upload(files, { text, where, by = 'zhang', after, mention = false }) {
      const channel = channelOf(where, by);
      const said = mention ? `<@${botUser}> ${text}`.trim() : text;
      await users[by].web.filesUploadV2({
        channel_id: channel,
        ...(said && { initial_comment: said }),
        ...(after && { thread_ts: after.thread ?? after.id }),
        file_uploads: files.map(({ name, content }) => ({
          filename: name,
          file: Buffer.from(content),
        })),
      } as never);
      const thread = after?.thread ?? after?.id;
      const seen = await list({ channel, id: '', ...(thread !== undefined && { thread }) });
      const message = seen.filter(({ user }) => user === users[by].id).at(-1) as Listed;
      await announce(message, channel, isIn(said));
      return spokenOf(message, channel);
    },
    async answers(spoken) {
      await bot().settled();
      const messages = await list(spoken);
      const ours = messages.filter(({ user }) => user === botUser);
      return Promise.all(ours.map((message) => answeredOf(message, spoken, workspace)));
    },
    async press(answer, label, by = 'zhang') {
      const button = answer.buttons.find((one) => one.label === label);
      if (!button) {
        throw new Error(`no button ${label} under: ${answer.buttons.map((one) => one.label)}`);
      }
      presses += 1;
      const { trigger_id } = (await eye.apiCall('views.generateTriggerId', {
        user_id: users[by].id,
      })) as unknown as { trigger_id: string };
      const before = proxy.calls.length;
      const { status } = await interact({
        type: 'block_actions',
        user: who(by),
        team: { id: team, domain: 'example' },
        api_app_id: 'A0000001',
        token: 'x',
        trigger_id,
        container: { type: 'message', message_ts: answer.id, channel_id: answer.channel },
        channel: { id: answer.channel, name: 'x' },
        message: {
          ts: answer.id,
          ...(answer.thread !== undefined && { thread_ts: answer.thread }),
        },
        response_url: `${bot().url}/unused`,
        actions: [
          {
            type: 'button',
            action_id: button.id,
            block_id: 'b',
            value: button.value,
            action_ts: `${Date.now()}.${presses}`,
            text: { type: 'plain_text', text: label },
          },
        ],
      });
      if (status !== 200) {
        throw new Error(`a press was answered with ${status}`);
      }
      // A form is opened behind the acknowledgement, and one that did not open is told of.
      const hasCome = ({ method, status: its }: ApiCall) => method !== 'views.open' || its === 200;
      await until(
        'what a press leads to',
        () => proxy.calls.slice(before).some(hasCome) || undefined,
      );
      await bot().settled();
      const calls = proxy.calls.slice(before);
      const opened = calls.find(({ method }) => method === 'views.open');
      return {
        ...(opened && { form: formOf(JSON.parse(opened.fields.view ?? '{}')) }),
        whispered: calls
          .filter(({ method }) => method === 'chat.postEphemeral')
          .filter(({ fields }) => fields.user === users[by].id)
          .map(({ fields }) => wordsOf(JSON.parse(fields.blocks ?? '[]'))),
      };
    },
    async submit({ id, metadata, view }, fields, by = 'zhang') {
      presses += 1;
      const values = Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [
          name,
          { [name]: { type: 'plain_text_input', value, selected_option: null } },
        ]),
      );
      const { status } = await interact({
        type: 'view_submission',
        user: who(by),
        team: { id: team, domain: 'example' },
        api_app_id: 'A0000001',
        token: 'x',
        trigger_id: 'x',
        view: {
          id: view,
          hash: `${presses}`,
          type: 'modal',
          callback_id: id,
          private_metadata: metadata,
          state: { values },
          blocks: [],
        },
      });
      if (status !== 200) {
        throw new Error(`a form was answered with ${status}`);
      }
      await bot().settled();
    },
    async command(text, where, by = 'zhang') {
      presses += 1;
      return form({
        command: '/caselens',
        text,
        user_id: users[by].id,
        user_name: by,
        team_id: team,
        channel_id: channelOf(where, by),
        trigger_id: `command.${presses}.${Date.now()}`,
        response_url: `${bot().url}/unused`,
      });
    },
    async shortcut(spoken, by = 'zhang') {
      presses += 1;
      const message = (await list(spoken)).find(({ ts }) => ts === spoken.id);
      const { status } = await interact({
        type: 'message_action',
        callback_id: 'diagnose_message',
        trigger_id: 'x',
        user: who(by),
        team: { id: team, domain: 'example' },
        channel: { id: spoken.channel, name: 'x' },
        message,
        message_ts: spoken.id,
        response_url: `${bot().url}/unused`,
        token: 'x',
        action_ts: `${Date.now()}.${presses}`,
      });
      return status;
    },
  };
}

async function answeredOf(
  { ts, thread_ts, blocks = [], text = '', files = [] }: Listed,
  { channel }: Spoken,
  { eye, apiUrl }: SlackWorkspace,
): Promise<Answered> {
  const token = eye.token ?? '';
  return {
    channel,
    id: ts,
    ...(thread_ts !== undefined && { thread: thread_ts }),
    text: blocks.length > 0 ? wordsOf(blocks) : text,
    buttons: buttonsIn(blocks),
    files: await Promise.all(
      files.map(async ({ name, url_private_download: url }) => {
        const address = new URL(new URL(url).pathname, apiUrl);
        const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
        return { name, text: await response.text() };
      }),
    ),
  };
}

interface Drawn {
  type?: string;
  text?: unknown;
  action_id?: string;
  value?: string;
  elements?: Drawn[];
}

function buttonsIn(blocks: readonly unknown[]): Answered['buttons'] {
  return (blocks as Drawn[])
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements = [] }) => elements)
    .map(({ text, action_id: id = '', value = '' }) => ({
      label: wordsOf(text).trim(),
      id,
      value,
    }));
}

/** Every text that people see, in reading order, without what breaks addresses. */
export function wordsOf(value: unknown): string {
  return textsIn(value).replaceAll('\u200b', '');
}

function textsIn(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(textsIn).join('');
  }
  if (typeof value !== 'object' || value === null) {
    return '';
  }
  const { text, elements, alt_text } = value as Record<string, unknown>;
  const own = typeof text === 'string' ? text : textsIn(text);
  const isLine = !['text', 'user'].includes(String((value as Drawn).type));
  return `${own}${textsIn(elements)}${typeof alt_text === 'string' ? alt_text : ''}${isLine ? '\n' : ''}`;
}

interface View {
  callback_id: string;
  private_metadata: string;
  title: { text: string };
  blocks: { block_id: string; element: { initial_value?: string } }[];
}

function formOf({ callback_id: id, private_metadata: metadata, title, blocks }: View): ShownForm {
  const fields = blocks.map(({ block_id, element }) => [block_id, element.initial_value ?? '']);
  return {
    id,
    metadata,
    view: `V${Date.now()}`,
    title: title.text,
    fields: Object.fromEntries(fields),
  };
}
