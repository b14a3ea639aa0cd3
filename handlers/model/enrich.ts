import { isNamed } from '../../knowledge/diagnosis.ts';
import type { StoredInquiry } from '../../knowledge/store/store.ts';
import type { AnswerDeps, Answered } from '../answer.ts';
import { type Inquiry, wordsOf } from '../inquiry.ts';
import type { Block, Reply } from '../reply.ts';
import { withAddition } from './addition.ts';
import type { ModelDesk } from './desk.ts';
import { explain } from './explain.ts';
import { namedSteps } from './follow-up/named-steps.ts';
import { answerFollowUp, isFollowUp } from './follow-up.ts';
import { guess, isWorthGuessing } from './hypotheses.ts';
import { keepAddition, mayBeShown } from './keep-addition.ts';
import { findAlike } from './likeness/alike.ts';
import type { Posed } from './pose.ts';
import { type AnsweredInquiry, posedOf } from './posed.ts';
import { isVague, type Looking, understand } from './understand.ts';

export interface Enriching {
  inquiry: Inquiry;
  /** As it was stored, with its answer. */
  stored: AnsweredInquiry;
  reply: Reply;
  /** What the conversation was answered before this, when this is about the same. */
  answered: StoredInquiry | undefined;
  /** A named cause is to be explained, too. */
  explains?: boolean;
  /** The words of a question of which the inbox keeps nothing. */
  words?: string;
  /** False where the answer is not stored. */
  isKept?: boolean;
}

/** Undefined when no model is configured, or none has anything to do here. */
export function planAddition(one: Enriching, deps: AnswerDeps): Answered['later'] {
  const { model } = deps;
  const plan = model && planFor(one, model);
  return plan && ((signal) => enrich(one, plan, deps, signal));
}

type Chosen = 'explain' | 'follow-up' | 'hypotheses' | 'understand';

interface Plan {
  model: ModelDesk;
  purpose: Chosen | undefined;
  /** Whether cases are looked for that mean the same. */
  seeksAlike: boolean;
}

function planFor(one: Enriching, model: ModelDesk): Plan | undefined {
  if (asksAboutTest(one)) {
    // How a guess is tested is our own text, and no part of what a model is shown.
    return undefined;
  }
  const purpose = choosePurpose(one, model);
  const seeksAlike =
    model.likeness !== undefined &&
    model.send === 'redacted' &&
    purpose !== 'follow-up' &&
    !isNamed(one.stored.diagnosis);
  return purpose || seeksAlike ? { model, purpose, seeksAlike } : undefined;
}

function asksAboutTest({ inquiry, stored: { diagnosis }, answered }: Enriching): boolean {
  const { tests } = namedSteps(wordsOf(inquiry));
  return tests.length > 0 && answered !== undefined && isFollowUp(inquiry, answered, diagnosis);
}

/** A named cause is explained only to whoever asks for it. */
function choosePurpose(
  { inquiry, stored: { diagnosis }, answered, explains = false }: Enriching,
  { send }: ModelDesk,
): Chosen | undefined {
  if (explains && isNamed(diagnosis)) {
    return 'explain';
  }
  if (send === 'features') {
    // Each needs the words of the asker, or the lines of his log.
    return undefined;
  }
  if (answered && isFollowUp(inquiry, answered, diagnosis)) {
    return 'follow-up';
  }
  if (isWorthGuessing(diagnosis)) {
    return 'hypotheses';
  }
  return isVague(diagnosis) ? 'understand' : undefined;
}

/** The answer stands whatever goes wrong here. */
async function enrich(
  one: Enriching,
  plan: Plan,
  deps: AnswerDeps,
  signal: AbortSignal,
): Promise<Reply | undefined> {
  try {
    const addition = await askFor(one, plan, deps, signal);
    return addition.length > 0 && !signal.aborted ? await save(one, addition, deps) : undefined;
  } catch {
    return undefined;
  }
}

async function askFor(
  { inquiry, stored, words }: Enriching,
  { model, purpose, seeksAlike }: Plan,
  deps: AnswerDeps,
  signal: AbortSignal,
): Promise<Block[]> {
  const posed = await posedOf(stored, inquiry.asker, deps, model, words);
  const { diagnosis } = stored;
  const looking = { knowledge: deps.knowledge, cases: await deps.library.refresh(), diagnosis };
  const asked = { question: posed.material.question ?? '', diagnosis, asker: inquiry.asker };
  const [said = [], alike] = await Promise.all([
    purpose && askModel(purpose, posed, looking, model, signal),
    seeksAlike
      ? findAlike(asked, model.likeness, looking.cases, signal).catch((): Block[] => [])
      : [],
  ]);
  return [...said, ...withoutShown(alike, said)];
}

async function askModel(
  purpose: Chosen,
  posed: Posed,
  looking: Looking,
  model: ModelDesk,
  signal: AbortSignal,
): Promise<Block[] | undefined> {
  switch (purpose) {
    case 'explain':
      return explain(posed, model, signal);
    case 'follow-up':
      return answerFollowUp(posed, model, signal);
    case 'hypotheses':
      return posed.material.lines.length > 0
        ? guess(posed, model, looking.knowledge, signal)
        : undefined;
    case 'understand':
      return understand(posed, looking, model, signal);
    default:
      return purpose satisfies never;
  }
}

/** A case that is told once need not be told again. */
function withoutShown(alike: readonly Block[], said: readonly Block[]): Block[] {
  const shown = new Set(
    said.flatMap((block) => (block.kind === 'cases' ? block.cases.map((one) => one.case) : [])),
  );
  const rest = alike.map((block) =>
    block.kind === 'cases'
      ? { ...block, cases: block.cases.filter((one) => !shown.has(one.case)) }
      : block,
  );
  return rest.some((block) => block.kind === 'cases' && block.cases.length === 0) ? [] : rest;
}

/** Undefined when it is about something that is gone by now. */
async function save(
  { stored, reply, isKept = true }: Enriching,
  addition: readonly Block[],
  deps: AnswerDeps,
): Promise<Reply | undefined> {
  const stands =
    (await mayBeShown(addition, deps)) && (!isKept || (await keepAddition(stored, addition, deps)));
  return stands ? withAddition(reply, addition) : undefined;
}
