import { type Diagnosis, isNamed } from '../../knowledge/diagnosis.ts';
import type { AnswerDeps } from '../answer.ts';
import { diagnoseOnce } from '../diagnosing.ts';
import type { Asker } from '../inquiry.ts';
import type { ModelDesk } from '../model/desk.ts';
import { explain } from '../model/explain.ts';
import { answerFollowUp } from '../model/follow-up.ts';
import type { DropReason } from '../model/ground.ts';
import { guess, isWorthGuessing } from '../model/hypotheses.ts';
import { redactConversation } from '../model/material/redaction.ts';
import { buildMaterial } from '../model/material.ts';
import type { Purpose } from '../model/model.ts';
import type { Posed } from '../model/pose.ts';
import type { Prompts } from '../model/prompts.ts';
import { isVague, understand } from '../model/understand.ts';
import type { Block } from '../reply.ts';
import { agreementOf } from './agreement.ts';
import type { Judged } from './judged.ts';
import type { RecordingGate } from './recording-gate.ts';
import { bestOf, type Incident, joined, type Labelled, type Negative, type Query } from './rows.ts';

type EvalDeps = Pick<AnswerDeps, 'knowledge' | 'library' | 'limits' | 'spoolFolder'>;

export interface JudgeParts {
  deps: EvalDeps;
  gate: RecordingGate;
  prompts: Prompts;
  send: ModelDesk['send'];
  signal: AbortSignal;
  /** Told after each input. */
  progress?(done: number, all: number): void;
}

const asker: Asker = { face: 'cli', id: 'operator', role: 'operator' };
const followUps = ['第1步怎么做？', '为什么是这个原因？'] as const;

/** Asks a model what it would be asked of each input, and nothing else. Ends early when the tokens are spent. */
export async function judgeModel(labelled: Labelled, parts: JudgeParts): Promise<Judged[]> {
  const { incidents, negatives, queries } = labelled;
  const tasks = [
    ...incidents.map((row, index) => () => judgeIncident(row, index, parts)),
    ...negatives.map((row) => () => judgeNegative(row, parts)),
    ...queries.map((row) => () => judgeQuery(row, parts)),
  ];
  const judged: Judged[] = [];
  for (const [index, task] of tasks.entries()) {
    if (parts.gate.isSpent) {
      break;
    }
    judged.push(...(await task()));
    parts.progress?.(index + 1, tasks.length);
  }
  return judged;
}

type Run = (posed: Posed, desk: ModelDesk) => Promise<Block[] | undefined>;

async function judgeIncident(row: Incident, index: number, parts: JudgeParts): Promise<Judged[]> {
  const asked = await pose(
    { id: row.id, text: joined(row.log_lines), question: row.question },
    parts,
  );
  if (!isNamed(asked.diagnosis)) {
    const guessed = await judgeGuess(asked, parts);
    return guessed.map((one) => ({ ...one, ...agreementOf(one, row, parts.deps.knowledge) }));
  }
  const explained = await judge(asked, (posed, desk) => explain(posed, desk, parts.signal), parts);
  const question = followUps[index % followUps.length] ?? '';
  if (parts.send === 'features') {
    return explained;
  }
  const later = await pose(
    { id: row.id, text: joined(row.log_lines), question, diagnosis: asked.diagnosis },
    parts,
  );
  const followed = await judge(
    later,
    (posed, desk) => answerFollowUp(posed, desk, parts.signal),
    parts,
  );
  return [...explained, ...followed.map((one) => ({ ...one, agrees: one.shown }))];
}

/** Whatever is guessed of a machine with nothing wrong is one guess too many. */
async function judgeNegative(row: Negative, parts: JudgeParts): Promise<Judged[]> {
  const text = joined(row.log_lines ?? row.text ?? row.question);
  const asked = await pose({ id: row.id, text, question: '' }, parts);
  const judged = await judgeGuess(asked, parts);
  return judged.map((one) => ({ ...one, isHealthy: true }));
}

async function judgeGuess(asked: Asked, parts: JudgeParts): Promise<Judged[]> {
  const { knowledge } = parts.deps;
  const run: Run = (posed, desk) => guess(posed, desk, knowledge, parts.signal);
  const isAsked = isWorthGuessing(asked.diagnosis) && asked.posed.material.lines.length > 0;
  return isAsked ? judge(asked, run, parts) : [notAsked(asked, 'hypotheses')];
}

function notAsked({ id }: Asked, purpose: Purpose): Judged {
  const nothing = { call: undefined, kept: 0, dropped: [], shown: false, agrees: undefined };
  return { id, purpose, ...nothing };
}

async function judgeQuery(row: Query, parts: JudgeParts): Promise<Judged[]> {
  const asked = await pose({ id: row.id, text: '', question: row.query }, parts);
  if (row.kind === 'paste') {
    return [];
  }
  if (!isVague(asked.diagnosis)) {
    return [notAsked(asked, 'understand')];
  }
  const looking = {
    knowledge: parts.deps.knowledge,
    cases: await parts.deps.library.refresh(),
    diagnosis: asked.diagnosis,
  };
  const best = bestOf(row);
  let found: readonly string[] = [];
  const judged = await judge(
    asked,
    async (posed, desk) => {
      const blocks = await understand(posed, looking, desk, parts.signal);
      found = (blocks ?? []).flatMap((block) =>
        block.kind === 'cases' ? block.cases.map((one) => one.case) : [],
      );
      return blocks;
    },
    parts,
  );
  const agrees = best.length > 0 ? best.some((one) => found.includes(one)) : found.length === 0;
  return judged.map((one) => ({ ...one, agrees }));
}

interface Asked {
  id: string;
  posed: Posed;
  diagnosis: Diagnosis;
}

async function pose(
  row: { id: string; text: string; question: string; diagnosis?: Diagnosis },
  { deps, send, signal }: JudgeParts,
): Promise<Asked> {
  const texts = row.text === '' ? [] : [row.text];
  const question = row.question === '' ? undefined : row.question;
  const diagnosis =
    row.diagnosis ??
    (await diagnoseOnce({ asker, texts, question, files: [], signal }, deps, () => undefined));
  const said = [...texts, row.question];
  const redactor = redactConversation(said.map((text) => ({ asker: asker.id, text })));
  const material = buildMaterial({
    diagnosis,
    asker,
    question: row.question,
    said,
    redactor,
    // Whose question it is nobody knows: no case is told.
    customer: undefined,
    cases: await deps.library.refresh(),
    send,
    knowledge: deps.knowledge,
  });
  const posed = {
    material,
    restore: (text: string) => text,
    asker,
    conversation: 'eval',
    id: row.id,
  };
  return { id: row.id, posed, diagnosis };
}

/** None when the tokens are spent. */
async function judge(
  { id, posed }: Asked,
  run: Run,
  { gate, prompts, send }: JudgeParts,
): Promise<Judged[]> {
  const before = gate.calls.length;
  let kept = 0;
  const dropped: DropReason[] = [];
  const count = (_: Purpose, good: number, bad: readonly DropReason[]) => {
    kept += good;
    dropped.push(...bad);
  };
  const blocks = await run(posed, { gate, prompts, send, count });
  const call = gate.calls[before];
  const { purpose } = call ?? {};
  return purpose
    ? [{ id, purpose, call, kept, dropped, shown: blocks !== undefined, agrees: undefined }]
    : [];
}
