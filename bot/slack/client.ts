import type { webApi } from '@slack/bolt';
import type { Attachment, Form, Reply } from '../../handlers/reply.ts';
import type { PostedMessage } from '../face.ts';
import { renderMessage } from './blocks/message.ts';
import { errorCode, patiently, telling } from './errors.ts';
import { answerEvent, findMessage, findPosted, listAbove } from './listing.ts';
import { renderModal } from './modal.ts';
import { parseListed, SlackFile } from './parse.ts';
import { sendWhenReady, uploadPictures } from './pictures.ts';
import { type Place, placeOf, targetOf } from './place.ts';

/** What somebody said in a thread. */
export interface Above {
  text: string;
  files: SlackFile[];
}

export interface SlackClient {
  post(target: string, reply: Reply, key: string): Promise<PostedMessage>;
  edit(posted: PostedMessage, reply: Reply): Promise<void>;
  find(target: string, key: string): Promise<PostedMessage | undefined>;
  /** For one person's eyes. */
  whisper(target: string, person: string, reply: Reply): Promise<void>;
  /** What did not fit into a message, and the reply's own files, behind it. */
  attach(target: string, reply: Reply): Promise<void>;
  /** `metadata` comes back with what is filled in. */
  openForm(trigger: string, form: Form, metadata: string): Promise<void>;
  /** Never fails: it is a mark of courtesy. */
  react(place: Place, ts: string, name: string): Promise<void>;
  fileInfo(id: string): Promise<SlackFile | undefined>;
  filesOf(place: Place, ts: string): Promise<SlackFile[]>;
  /** What people said in a thread before a message. */
  above(place: Place, ts: string): Promise<Above[]>;
}

export interface WebClients {
  /** Tries again by itself. */
  web: webApi.WebClient;
  /** Never does: what is posted again because only its answer was lost would stand there twice. */
  once: webApi.WebClient;
}

export function createSlackClient(clients: WebClients): SlackClient {
  const { web, once } = clients;
  return {
    post: (target, reply, key) => telling(postMessage(clients, target, reply, key)),
    edit: (posted, reply) => telling(editMessage(web, posted, reply)),
    find: (target, key) => telling(findPosted(web, target, key)),
    whisper: (target, person, reply) => telling(whisper(web, target, person, reply)),
    attach: (target, reply) => telling(attach(web, target, reply)),
    openForm: async (trigger, form, metadata) => {
      // It has to come within three seconds, or not at all.
      const view = renderModal(form, metadata);
      await telling(once.views.open({ trigger_id: trigger, view: view as never }));
    },
    react: async ({ channel }, timestamp, name) => {
      await once.reactions.add({ channel, timestamp, name }).catch(() => undefined);
    },
    fileInfo: async (id) => {
      const known = await web.files.info({ file: id }).catch(() => undefined);
      return SlackFile.safeParse(known?.file).data;
    },
    filesOf: async (place, ts) => {
      const message = await telling(findMessage(web, place, ts));
      return parseListed(message)?.files ?? [];
    },
    above: async (place, ts) => {
      const messages = await telling(listAbove(web, place, ts));
      return messages.flatMap((message) => parseListed(message) ?? []);
    },
  };
}

async function postMessage(
  { web, once }: WebClients,
  target: string,
  reply: Reply,
  key: string,
): Promise<PostedMessage> {
  const { channel, thread, person } = placeOf(target);
  const pictures = await uploadPictures(web, reply);
  const sent = await sendWhenReady(pictures.size > 0, (known) => {
    const { blocks, text } = renderMessage(reply, known ? pictures : new Map());
    const message = {
      text,
      blocks: [...blocks] as never,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: answerEvent, event_payload: { key } },
      ...(thread !== undefined && { thread_ts: thread }),
    };
    const postTo = (where: string) =>
      patiently(() => once.chat.postMessage({ ...message, channel: where }));
    // A command may be given where the bot is not: whoever gave it is answered in private.
    return postTo(channel).catch((error: unknown) => {
      if (person !== undefined && outside.has(errorCode(error) ?? '')) {
        return postTo(person);
      }
      throw error;
    });
  });
  const moved = sent.channel !== undefined && sent.channel !== channel;
  return {
    target: moved ? targetOf({ channel: sent.channel ?? '' }) : target,
    id: String(sent.ts),
  };
}

const outside: ReadonlySet<string> = new Set(['channel_not_found', 'not_in_channel']);

async function editMessage(web: webApi.WebClient, { target, id }: PostedMessage, reply: Reply) {
  const { channel } = placeOf(target);
  const { blocks, text } = renderMessage(reply);
  await web.chat.update({ channel, ts: id, text, blocks: [...blocks] as never });
}

async function whisper(web: webApi.WebClient, target: string, user: string, reply: Reply) {
  const { channel, thread } = placeOf(target);
  const { blocks, text } = renderMessage(reply);
  await web.chat.postEphemeral({
    channel,
    user,
    text,
    blocks: [...blocks] as never,
    ...(thread !== undefined && { thread_ts: thread }),
  });
}

async function attach(web: webApi.WebClient, target: string, reply: Reply) {
  const { channel, thread } = placeOf(target);
  for (const { name, bytes } of filesBehind(reply)) {
    await web.filesUploadV2({
      channel_id: channel,
      ...(thread !== undefined && { thread_ts: thread }),
      filename: name,
      file: Buffer.from(bytes),
    } as Parameters<typeof web.filesUploadV2>[0]);
  }
}

const utf8 = new TextEncoder();

function filesBehind(reply: Reply): Attachment[] {
  const { rest } = renderMessage(reply);
  // With its mark, older Windows opens it as what it is.
  const whole: Attachment[] =
    rest === undefined
      ? []
      : [{ name: '完整分析.txt', mediaType: 'text/plain', bytes: utf8.encode(`\ufeff${rest}`) }];
  return [...whole, ...reply.files];
}
