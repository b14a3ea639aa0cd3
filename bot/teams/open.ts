import path from 'node:path';
import type { Act } from '../../handlers/act.ts';
import { findCommand } from '../../handlers/commands.ts';
import type { Inquiry } from '../../handlers/inquiry.ts';
import type { Store } from '../../knowledge/store/store.ts';
import { findBegun } from '../chat/begun.ts';
import type { OpenedInquiry } from '../jobs/answering.ts';
import type { TeamsClient } from './client.ts';
import { type FileSource, fetchFiles } from './files.ts';
import type { Kept, KeptAct, KeptQuestion } from './keep.ts';
import { targetOf } from './place.ts';

export interface OpenParts {
  client: TeamsClient;
  store: Store;
  files: FileSource;
  /** Files are put where they are kept, so that they are written once. */
  inboxFolder: string;
}

/** A press goes the way of a question, so that it too is answered once. */
export interface Pressing extends Inquiry {
  act?: Act;
}

/** From what was kept of an activity. */
export async function openKept(
  payload: string,
  parts: OpenParts,
): Promise<OpenedInquiry | undefined> {
  // Our own text: written by `keep` and nobody else.
  const kept = JSON.parse(payload) as Kept;
  switch (kept.kind) {
    case 'question':
      return openQuestion(kept, parts);
    case 'act':
      return openAct(kept);
    case 'consent':
      return undefined;
    default:
      return kept satisfies never;
  }
}

async function openQuestion(question: KeptQuestion, parts: OpenParts): Promise<OpenedInquiry> {
  const { asker, place, conversation, said, text } = question;
  // A command is an answer of its own: it must not replace the one that it speaks of.
  const begun = findCommand(text)
    ? undefined
    : await findBegun(asker, conversation, said, parts.store);
  if (!begun) {
    await parts.client.showTyping(place);
  }
  const inquiry: Inquiry = {
    asker,
    conversation,
    text,
    files: [],
    language: 'zh',
    ...(begun && { continues: begun.id }),
  };
  return {
    target: targetOf(place),
    inquiry,
    ...(begun && { posted: begun.posted }),
    prepare: (job) => addFiles(job, inquiry, question, parts),
  };
}

async function addFiles(
  job: string,
  inquiry: Inquiry,
  question: KeptQuestion,
  { files: source, inboxFolder }: OpenParts,
): Promise<Inquiry> {
  const { uploads, missing } = await fetchFiles(question, path.join(inboxFolder, job), source);
  return { ...inquiry, files: uploads, missing };
}

function openAct({ act, place, form }: KeptAct): OpenedInquiry {
  const { asker, conversation } = act;
  const inquiry: Pressing = { asker, conversation, text: '', files: [], language: 'zh', act };
  const target = targetOf(place);
  return { target, inquiry, ...(form !== undefined && { posted: { target, id: form } }) };
}
