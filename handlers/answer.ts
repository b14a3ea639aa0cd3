import { randomUUID } from 'node:crypto';
import { redactName } from '../knowledge/cases/redact-name.ts';
import type { Diagnosis } from '../knowledge/diagnosis.ts';
import type { ReadLimits } from '../knowledge/input/read.ts';
import { sweepSpool } from '../knowledge/input/sweep.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { CaseLibrary } from '../knowledge/search/cases.ts';
import type { Inbox } from '../knowledge/store/inbox.ts';
import type { Store } from '../knowledge/store/store.ts';
import type { DrawChart } from './chart.ts';
import { commands, findCommand } from './commands.ts';
import { compose } from './compose.ts';
import type { Desk } from './desk.ts';
import type { Inquiry, Tell } from './inquiry.ts';
import type { ModelDesk } from './model/desk.ts';
import { planAddition } from './model/enrich.ts';
import { answerShortly } from './model/follow-up/short-answer.ts';
import { outcomeNotice } from './outcome.ts';
import type { Reply } from './reply.ts';
import { Cancelled, type RunningAnswers } from './running.ts';
import { diagnoseSaid } from './said.ts';

export interface AnswerDeps {
  knowledge: Knowledge;
  library: CaseLibrary;
  store: Store;
  inbox: Inbox;
  limits: ReadLimits;
  spoolFolder: string;
  desk: Desk;
  /** Absent where pictures cannot be made: the table is then shown. */
  drawChart?: DrawChart;
  /** Absent where nobody can cancel. */
  running?: RunningAnswers;
  /** Absent unless a language model is configured: then nothing that it touches is different. */
  model?: ModelDesk;
  /** Milliseconds since the epoch; the edge owns the clock. */
  now(): number;
}

export interface Answered {
  id: string;
  reply: Reply;
  /** Absent when a command was answered. */
  diagnosis?: Diagnosis;
  /**
   * Makes the same reply with what a model adds, once the reply itself has been shown; undefined when nothing is
   * added. Absent when no model is to be asked. Never rejects.
   */
  later?(signal: AbortSignal): Promise<Reply | undefined>;
}

const day = 24 * 60 * 60_000;
const longestQuestion = 200;

/** The whole of the bot that a face needs to know. Rejects with the reason of `signal` when it is aborted. */
export async function answer(
  inquiry: Inquiry,
  deps: AnswerDeps,
  tell: Tell,
  signal?: AbortSignal,
): Promise<Answered> {
  const called = inquiry.files.length === 0 ? findCommand(inquiry.text) : undefined;
  const { asker, conversation, at } = inquiry;
  const now = at === undefined ? deps.now : () => at;
  const context = { ...deps, now, asker, conversation, text: called?.text ?? '', commands };
  const reply = await called?.command.run(context);
  return reply
    ? { id: inquiry.id ?? randomUUID(), reply }
    : answerQuestion(inquiry, deps, tell, signal);
}

async function answerQuestion(
  inquiry: Inquiry,
  deps: AnswerDeps,
  tell: Tell,
  signal: AbortSignal | undefined,
): Promise<Answered> {
  const id = inquiry.id ?? randomUUID();
  const texts = [inquiry.text, inquiry.question ?? ''].filter((text) => text.trim());
  const sent = await deps.inbox.keep(id, texts, inquiry.files);
  const { diagnosis, answered, ...continued } = await diagnoseSaid(
    { ...inquiry, id },
    sent,
    deps,
    tell,
    signal,
  ).catch(async (error: unknown) => {
    // What nobody wants answered is not kept; after a shutdown it is answered by the next process.
    if (signal?.reason instanceof Cancelled) {
      await deps.inbox.discard(id, sent);
    }
    throw error;
  });
  const whole = compose(diagnosis, {
    ...continued,
    inquiry: id,
    role: inquiry.asker.role,
    hasModel: deps.model !== undefined,
    outcome:
      continued.before && inquiry.files.length === 0 ? outcomeNotice(inquiry.text) : undefined,
  });
  const { before } = continued;
  const reply =
    (await answerShortly({ inquiry, answered, before, now: diagnosis, whole }, deps)) ?? whole;
  const stored = {
    id,
    face: inquiry.asker.face,
    conversation: inquiry.conversation,
    asker: inquiry.asker.id,
    customer: inquiry.asker.customer,
    branch: inquiry.asker.branch,
    at: deps.now(),
    question: shorten(inquiry),
    sent: continued.sent,
    diagnosis,
    reply: JSON.stringify(reply),
  };
  await deps.store.saveInquiry(stored);
  const later = planAddition({ inquiry, stored, reply, answered }, deps);
  return { id, reply, diagnosis, ...(later && { later }) };
}

/** Deletes what people sent once its retention has ended; answers and their proof stay. */
export async function forgetOld(
  days: number,
  { store, inbox, spoolFolder, now }: AnswerDeps,
): Promise<void> {
  await sweepSpool(spoolFolder, now() - day);
  const before = now() - days * day;
  await store.forgetJobs(before);
  await store.forgetCallTexts(before);
  await inbox.forget(before);
}

function shorten({ text, question, files }: Inquiry): string {
  const words = question?.trim() || text.trim() || files.map(({ name }) => name).join('、');
  return words.split('\n').slice(0, 3).map(redactName).join(' ').slice(0, longestQuestion);
}
