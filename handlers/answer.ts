import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { redactName } from '../knowledge/cases/redact-name.ts';
import { diagnose } from '../knowledge/diagnose.ts';
import type { Diagnosis } from '../knowledge/diagnosis.ts';
import type { ReadLimits } from '../knowledge/input/read.ts';
import type { Upload } from '../knowledge/input/upload.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Explanation } from '../knowledge/match/match.ts';
import type { CaseLibrary } from '../knowledge/search/cases.ts';
import type { Inbox } from '../knowledge/store/inbox.ts';
import type { SentItem, Store, StoredInquiry } from '../knowledge/store/store.ts';
import { mayRead } from './access.ts';
import { commands, findCommand } from './commands.ts';
import { compose } from './compose.ts';
import type { Asker, Inquiry, Tell } from './inquiry.ts';
import { outcomeNotice } from './outcome.ts';
import type { Reply } from './reply.ts';

export interface AnswerDeps {
  knowledge: Knowledge;
  library: CaseLibrary;
  store: Store;
  inbox: Inbox;
  limits: ReadLimits;
  spoolFolder: string;
  /** Milliseconds since the epoch; the edge owns the clock. */
  now(): number;
}

export interface Answered {
  id: string;
  reply: Reply;
  /** Absent when a command was answered. */
  diagnosis?: Diagnosis;
}

/** What is added within a day completes the question it is added to. */
const openFor = 24 * 60 * 60_000;
const longestQuestion = 200;

/** The whole of the bot that a face needs to know. */
export async function answer(inquiry: Inquiry, deps: AnswerDeps, tell: Tell): Promise<Answered> {
  const called = inquiry.files.length === 0 ? findCommand(inquiry.text) : undefined;
  const context = { asker: inquiry.asker, text: called?.text ?? '', commands, ...deps };
  const reply = await called?.command.run(context);
  return reply ? { id: randomUUID(), reply } : answerQuestion(inquiry, deps, tell);
}

async function answerQuestion(inquiry: Inquiry, deps: AnswerDeps, tell: Tell): Promise<Answered> {
  const id = randomUUID();
  const texts = [inquiry.text, inquiry.question ?? ''].filter((text) => text.trim());
  const sent = await deps.inbox.keep(id, texts, inquiry.files);
  const before = await openInquiry(inquiry, deps);
  const all = [...(before?.sent ?? []), ...sent];
  const diagnosis = await diagnoseSent(inquiry.asker, all, deps, tell);
  const reply = compose(diagnosis, {
    before: before?.diagnosis,
    inquiry: id,
    outcome: before && inquiry.files.length === 0 ? outcomeNotice(inquiry.text) : undefined,
  });
  await deps.store.saveInquiry({
    id,
    face: inquiry.asker.face,
    conversation: inquiry.conversation,
    asker: inquiry.asker.id,
    customer: inquiry.asker.customer,
    at: deps.now(),
    question: shorten(inquiry),
    sent: all,
    diagnosis,
    reply: JSON.stringify(reply),
  });
  return { id, reply, diagnosis };
}

/** The last question of the conversation, if it is still open for additions by the same asker. */
async function openInquiry(
  inquiry: Inquiry,
  { store, now }: AnswerDeps,
): Promise<StoredInquiry | undefined> {
  const recent = await store.listInquiries(inquiry.conversation, now() - openFor);
  return recent.find(
    (one) => one.face === inquiry.asker.face && one.customer === inquiry.asker.customer,
  );
}

async function diagnoseSent(
  asker: Asker,
  sent: readonly SentItem[],
  deps: AnswerDeps,
  tell: Tell,
): Promise<Diagnosis> {
  const files = sent.filter(({ kind }) => kind === 'file').map((item) => deps.inbox.open(item));
  const texts = await Promise.all(
    sent
      .filter(({ kind }) => kind === 'text')
      // What was sent before may have outlived its retention by now.
      .map((item) => readFile(deps.inbox.open(item).path ?? '', 'utf8').catch(() => '')),
  );
  return diagnoseOnce({ asker, texts, question: undefined, files }, deps, tell);
}

export interface OneQuestion {
  asker: Asker;
  texts: readonly string[];
  question: string | undefined;
  files: readonly Upload[];
  explain?: (explanation: Explanation) => void;
}

/** Diagnoses without a conversation and without storing anything. */
export async function diagnoseOnce(
  { asker, texts, question, files, explain }: OneQuestion,
  deps: Pick<AnswerDeps, 'knowledge' | 'library' | 'limits' | 'spoolFolder'>,
  tell: Tell,
): Promise<Diagnosis> {
  const cases = await deps.library.refresh();
  return diagnose(
    {
      texts,
      question,
      uploads: files,
      limits: deps.limits,
      spoolFolder: deps.spoolFolder,
      mayRead: (one) => mayRead(asker, one),
      progress: (input, bytes) => tell({ stage: 'reading', input, bytes }),
      ...(explain && { explain }),
    },
    deps.knowledge,
    cases,
  );
}

/** Deletes questions and uploads that are older than their retention. */
export async function forgetOld(days: number, { store, inbox, now }: AnswerDeps): Promise<void> {
  const before = now() - days * openFor;
  await store.forgetInquiries(before);
  await inbox.forget(before);
}

function shorten({ text, question, files }: Inquiry): string {
  const words = question?.trim() || text.trim() || files.map(({ name }) => name).join('、');
  return words.split('\n').slice(0, 3).map(redactName).join(' ').slice(0, longestQuestion);
}
