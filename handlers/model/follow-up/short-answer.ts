import type { Diagnosis } from '../../../knowledge/diagnosis.ts';
import type { StoredInquiry } from '../../../knowledge/store/store.ts';
import type { AnswerDeps } from '../../answer.ts';
import { type Inquiry, wordsOf } from '../../inquiry.ts';
import { outcomeNotice } from '../../outcome.ts';
import type { Block, Reply } from '../../reply.ts';
import { certaintyWords } from '../../words.ts';
import { isFollowUp } from '../follow-up.ts';
import { type NamedSteps, namedSteps } from './named-steps.ts';
import { findShownTests } from './shown-tests.ts';

export interface Following {
  inquiry: Inquiry;
  /** The answer that is asked about; it stands above in the conversation. */
  answered: StoredInquiry | undefined;
  /** The same as it was diagnosed; undefined where this answer is put in its place. */
  before: Diagnosis | undefined;
  now: Diagnosis;
  /** What is answered otherwise. */
  whole: Reply;
}

/**
 * What a question about the answer above asks for, as far as that can be told without a model, and that the rest
 * stands: what a model adds is then near. Undefined where no model is asked, and where something has changed: then the
 * whole is said again.
 */
export async function answerShortly(
  { inquiry, answered, before, now, whole }: Following,
  deps: AnswerDeps,
): Promise<Reply | undefined> {
  const said = wordsOf(inquiry);
  const isShort =
    deps.model?.send === 'redacted' &&
    answered !== undefined &&
    before !== undefined &&
    isFollowUp(inquiry, answered, now) &&
    outcomeNotice(inquiry.text) === undefined &&
    tellsSame(before, now);
  if (!isShort) {
    return undefined;
  }
  const named = namedSteps(said);
  const tests = named.tests.length > 0 ? await testsOf(named, answered, inquiry, deps) : [];
  const asked = [...tests, ...stepsOf(named, now)];
  return {
    ...whole,
    blocks: [
      ...(asked.length > 0 ? asked : reasons(said, now)),
      ...newCases(before, now),
      standing(now),
    ],
    // It shows what is stored, which is this.
    actions: whole.actions.filter(({ id }) => id !== 'whole-analysis'),
  };
}

function tellsSame(before: Diagnosis, now: Diagnosis): boolean {
  return toldBy(before) === toldBy(now);
}

function toldBy({ verdict, causes, nextSteps, codes, lastFailure }: Diagnosis): string {
  return JSON.stringify([
    verdict,
    causes.map(({ signature, certainty, evidence }) => [signature, certainty, evidence]),
    nextSteps,
    codes,
    lastFailure,
  ]);
}

async function testsOf(
  named: NamedSteps,
  answered: StoredInquiry,
  { asker }: Inquiry,
  deps: AnswerDeps,
): Promise<Block[]> {
  const shown = await findShownTests(named, answered, asker, deps);
  const text = '上面的答复里没有这样的验证步骤。';
  return [shown ?? { kind: 'notice', tone: 'warning', text }];
}

/** Whoever asks for the first hundred steps need not be told of each. */
const mostMissing = 3;

function stepsOf({ advised }: NamedSteps, { nextSteps }: Diagnosis): Block[] {
  const there = advised.filter((one) => nextSteps[one - 1] !== undefined);
  const missing = advised.filter((one) => nextSteps[one - 1] === undefined);
  const shown: Block = {
    kind: 'steps',
    steps: there.flatMap((one) => nextSteps[one - 1] ?? []),
    marks: there.map((one) => `第 ${one} 步：`),
  };
  const some = missing.slice(0, mostMissing).join('、');
  const text = `上面的答复一共 ${nextSteps.length} 步，没有第 ${some} 步。`;
  return [
    ...(there.length > 0 ? [shown] : []),
    ...(missing.length > 0 ? [{ kind: 'notice', tone: 'warning', text } as const] : []),
  ];
}

const why =
  /为(?:什么|何|啥)|原因|依据|根据|凭什么|证据|怎么(?:知道|判断|看出|确定)|是不是|是否|难道|会不会是/u;

/** What speaks for the cause; what speaks against another one is told by no rule. */
function reasons(said: string, { causes }: Diagnosis): Block[] {
  const [cause] = causes;
  if (!(cause && why.test(said))) {
    return [];
  }
  return [
    { kind: 'paragraph', text: cause.explanation },
    { kind: 'heading', text: cause.certainty === 'clue' ? '可疑记录' : '依据' },
    { kind: 'proof', evidence: cause.evidence },
  ];
}

function newCases(before: Diagnosis, now: Diagnosis): Block[] {
  const known = new Set(before.similarCases.map((one) => one.case));
  const cases = now.similarCases.filter((one) => !known.has(one.case));
  return cases.length > 0
    ? [
        { kind: 'heading', text: '相似案例' },
        { kind: 'cases', cases },
      ]
    : [];
}

function standing({ causes: [cause] }: Diagnosis): Block {
  const verdict = cause
    ? `判断不变：${certaintyWords[cause.certainty]} · ${cause.title}。`
    : '仍不能判断原因。';
  return { kind: 'notice', tone: 'info', text: `${verdict}其余见上面的答复。` };
}
