import type { Case } from '../../../knowledge/cases/case.ts';
import type { Diagnosis, SimilarCase } from '../../../knowledge/diagnosis.ts';
import type { CaseIndex } from '../../../knowledge/search/case-index.ts';
import { mayRead } from '../../access.ts';
import { hiding } from '../../cases/share.ts';
import type { Asker } from '../../inquiry.ts';
import type { Block } from '../../reply.ts';
import { labelled } from '../addition.ts';
import type { Likeness } from '../desk.ts';
import { saysSomething } from '../understand/small-talk.ts';

export interface AlikeRequest {
  /** In the asker's words, redacted. */
  question: string;
  diagnosis: Pick<Diagnosis, 'causes' | 'similarCases'>;
  asker: Asker;
}

const mostCases = 3;

/** Cases that mean the same in other words, beyond those that the answer shows already. */
export async function findAlike(
  { question, diagnosis, asker }: AlikeRequest,
  likeness: Likeness | undefined,
  cases: CaseIndex,
  signal: AbortSignal,
): Promise<Block[]> {
  const proof = diagnosis.causes.flatMap(({ evidence }) => evidence.map(({ text }) => text));
  const text = [question, ...proof].join('\n').trim();
  const found = saysSomething(text) ? ((await likeness?.find(text, cases, signal)) ?? []) : [];
  const shown = new Set(diagnosis.similarCases.map((one) => one.case));
  const alike = found
    .map(({ case: number, score }) => ({ one: cases.get(number), score }))
    .filter((hit): hit is { one: Case; score: number } =>
      hit.one === undefined ? false : mayRead(asker, hit.one) && !shown.has(hit.one.case),
    )
    .slice(0, mostCases)
    .map(({ one, score }) => describe(one, score, asker, cases));
  return alike.length > 0 ? labelled('意思相近的案例', [{ kind: 'cases', cases: alike }]) : [];
}

function describe(one: Case, score: number, asker: Asker, cases: CaseIndex): SimilarCase {
  const hide = hiding([one.case], asker, cases);
  return {
    case: one.case,
    title: hide(one.title),
    score: Math.round(score * 100) / 100,
    because: ['意思相近'],
    outcome: hide(one.resolution),
    verified: one.verified,
    date: one.closed ?? one.updated,
  };
}
