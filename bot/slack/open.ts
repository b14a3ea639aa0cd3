import path from 'node:path';
import { findCommand } from '../../handlers/commands.ts';
import type { Inquiry } from '../../handlers/inquiry.ts';
import type { Store } from '../../knowledge/store/store.ts';
import { findBegun } from '../chat/begun.ts';
import type { OpenedInquiry } from '../jobs/answering.ts';
import type { SlackClient } from './client.ts';
import { type FileSource, fetchFiles } from './files.ts';
import type { SlackFile } from './parse.ts';
import { targetOf } from './place.ts';
import { conversationOf, type SlackQuestion } from './receive.ts';

export interface OpenParts {
  client: SlackClient;
  store: Store;
  files: FileSource;
  /** Files are put where they are kept, so that they are written once. */
  inboxFolder: string;
}

/** From what was kept of a message. */
export async function openQuestion(payload: string, parts: OpenParts): Promise<OpenedInquiry> {
  // Our own text: written by `keep` and nobody else.
  const question = JSON.parse(payload) as SlackQuestion;
  const { asker, channel, thread, ts, said, text } = question;
  const conversation = conversationOf(channel, thread);
  // A command is an answer of its own: it must not replace the one that it speaks of.
  const begun =
    ts === undefined || findCommand(text)
      ? undefined
      : await findBegun(asker, conversation, said, parts.store);
  if (ts !== undefined) {
    // Nobody waits for it: the message that follows says the same.
    void parts.client.react({ channel }, ts, 'eyes');
  }
  const inquiry: Inquiry = {
    asker,
    conversation,
    ...(thread !== undefined && { thread }),
    text,
    files: [],
    language: 'zh',
    ...(begun && { continues: begun.id }),
  };
  return {
    target: targetOf({ channel, thread, ...(ts === undefined && { person: asker.id }) }),
    inquiry,
    ...(begun && { posted: begun.posted }),
    prepare: (job) => complete(job, inquiry, question, parts),
  };
}

/** With what the event does not carry. */
async function complete(
  job: string,
  inquiry: Inquiry,
  question: SlackQuestion,
  parts: OpenParts,
): Promise<Inquiry> {
  const { files: source, inboxFolder } = parts;
  const above = await readAbove(inquiry, question, parts);
  const known = await filesOf(question, parts);
  const all = [...above.files, ...known];
  const { uploads, missing } = await fetchFiles(all, path.join(inboxFolder, job), source);
  const text = [...above.texts, inquiry.text].filter((one) => one !== '').join('\n');
  return { ...inquiry, text, files: uploads, missing };
}

async function filesOf(
  { channel, thread, ts, files, filesUnknown }: SlackQuestion,
  { client }: OpenParts,
): Promise<SlackFile[]> {
  return filesUnknown && ts !== undefined ? client.filesOf({ channel, thread }, ts) : files;
}

const nothing = { texts: [], files: [] };

/** What stands above in a thread to which the bot is called, unless it has answered there before. */
async function readAbove(
  { conversation }: Inquiry,
  { channel, thread, ts, looksBack }: SlackQuestion,
  { client, store }: OpenParts,
): Promise<{ texts: string[]; files: SlackFile[] }> {
  if (!(looksBack && ts !== undefined) || (await store.listInquiries(conversation, 0)).length > 0) {
    return nothing;
  }
  const above = await client.above({ channel, thread }, ts);
  return {
    texts: above.map(({ text }) => text),
    files: above.flatMap(({ files }) => files),
  };
}
