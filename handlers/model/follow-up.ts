import { extractFeatures } from '../../knowledge/cases/features.ts';
import type { Diagnosis } from '../../knowledge/diagnosis.ts';
import type { StoredInquiry } from '../../knowledge/store/store.ts';
import type { Inquiry } from '../inquiry.ts';
import { carriesLog, isQuestion, namesStep } from '../relevant.ts';
import type { Block } from '../reply.ts';
import type { ModelDesk } from './desk.ts';
import { boundFollowUp, FollowUp } from './outputs.ts';
import { drawSentences, type Posed, pose } from './pose.ts';

const longestQuestion = 200;

/**
 * True for a question about the last answer of the conversation; false for what tells something new, which completes
 * the question instead. `now` is what everything that was said so far is diagnosed as.
 */
export function isFollowUp(
  { text, question = '', files }: Inquiry,
  answered: StoredInquiry,
  now: Diagnosis,
): boolean {
  const said = `${text}\n${question}`.trim();
  const { diagnosis: before } = answered;
  return (
    files.length === 0 &&
    said.length <= longestQuestion &&
    before !== undefined &&
    hasSomethingToAskOf(before) &&
    isQuestion(said) &&
    !carriesLog(said) &&
    !tellsNews(said, answered) &&
    // The steps that were meant are not those that are shown now.
    !(namesStep(said) && titlesOf(before) !== titlesOf(now))
  );
}

function hasSomethingToAskOf({ causes, nextSteps, similarCases }: Diagnosis): boolean {
  return causes.length + nextSteps.length + similarCases.length > 0;
}

function tellsNews(said: string, { question, diagnosis }: StoredInquiry): boolean {
  const known = extractFeatures(`${question}\n${JSON.stringify(diagnosis)}`);
  const { codes, kbs } = extractFeatures(said);
  return (
    codes.some((code) => !known.codes.includes(code)) || kbs.some((kb) => !known.kbs.includes(kb))
  );
}

function titlesOf({ nextSteps }: Diagnosis): string {
  return nextSteps.map(({ title }) => title).join('\n');
}

const wanted = { purpose: 'follow-up', schema: FollowUp, mostTokens: 1200 } as const;

/** Undefined when the material does not tell, too. */
export async function answerFollowUp(
  posed: Posed,
  desk: ModelDesk,
  signal?: AbortSignal,
): Promise<Block[] | undefined> {
  const said = await pose(wanted, posed, desk, signal);
  if (!said?.answered) {
    return undefined;
  }
  const { sentences } = boundFollowUp(said);
  return drawSentences({ purpose: wanted.purpose, what: '回答' }, sentences, posed, desk);
}
