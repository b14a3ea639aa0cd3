import type { Case } from '../../knowledge/cases/case.ts';
import type { Diagnosis, SimilarCase } from '../../knowledge/diagnosis.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { questionsFor } from '../../knowledge/questions.ts';
import type { CaseIndex } from '../../knowledge/search/case-index.ts';
import { findSimilar } from '../../knowledge/search/similar.ts';
import { mayRead } from '../access.ts';
import { hiding } from '../cases/share.ts';
import type { Block } from '../reply.ts';
import { labelled } from './addition.ts';
import type { ModelDesk } from './desk.ts';
import { boundUnderstood, Understood } from './outputs.ts';
import { type Posed, pose } from './pose.ts';
import { saysSomething } from './understand/small-talk.ts';
import { checkUnderstood, type Features } from './understand/understood.ts';

export interface Looking {
  knowledge: Knowledge;
  cases: CaseIndex;
  diagnosis: Diagnosis;
}

const wanted = { purpose: 'understand', schema: Understood, mostTokens: 400 } as const;
const mostCases = 3;
const mostNamed = 8;

/** True for words alone that nothing answers yet: no log, no cause, no case. */
export function isVague({ verdict, similarCases, causes, inputs }: Diagnosis): boolean {
  return (
    verdict === 'unknown' &&
    causes.length + similarCases.length === 0 &&
    inputs.every(({ format, status }) => format === 'text' || status === 'skipped')
  );
}

/**
 * What our own search finds when a model tells it what was meant; never a cause. Undefined when there is nothing
 * to show.
 */
export async function understand(
  posed: Posed,
  looking: Looking,
  desk: ModelDesk,
  signal?: AbortSignal,
): Promise<Block[] | undefined> {
  const { question } = posed.material;
  const said =
    question && saysSomething(question) ? await pose(wanted, posed, desk, signal) : undefined;
  if (!(question && said)) {
    return undefined;
  }
  const { knowledge, cases } = looking;
  const may = (one: Case): boolean => mayRead(posed.asker, one);
  const known = { question, knowledge, cases, mayRead: may };
  const features = checkUnderstood(boundUnderstood(said), known);
  const names = namesOf(features);
  desk.count(wanted.purpose, names.length, features.dropped);
  const blocks = names.length === 0 ? [] : tell(features, posed, question, looking);
  const shown = names.slice(0, mostNamed).join('、');
  return blocks.length > 0 ? labelled(`按这样理解查找：${shown}`, blocks) : undefined;
}

function namesOf({ codes, kbs, words, phase }: Features): string[] {
  const told = [...codes.map(({ code }) => code), ...kbs, ...words];
  return phase === undefined ? told : [...told, phase];
}

function tell(features: Features, posed: Posed, question: string, looking: Looking): Block[] {
  const { diagnosis } = looking;
  const similar = search(namesOf(features).join('\n'), posed, looking);
  const told = new Set(diagnosis.codes.map(({ code }) => code));
  const codes = features.codes.filter(({ code }) => !told.has(code));
  const meant = [question, ...namesOf(features)].join('\n');
  const ask = diagnosis.ask.length > 0 ? [] : questionsFor(meant);
  return [
    ...(similar.length > 0 ? [{ kind: 'cases', cases: similar } as const] : []),
    ...listOf(
      codes.map(({ code, name, meaning }) => [code, name, meaning].filter(Boolean).join(' ')),
    ),
    ...(ask.length > 0
      ? [
          { kind: 'paragraph', text: '要继续查，请补充：' } as const,
          { kind: 'list', ordered: true, items: ask } as const,
        ]
      : []),
  ];
}

function listOf(items: readonly string[]): Block[] {
  return items.length > 0 ? [{ kind: 'list', ordered: false, items }] : [];
}

/** By the same rules as any search: floor, permission, hidden numbers. */
function search(
  said: string,
  { asker }: Posed,
  { cases, diagnosis }: Looking,
): readonly SimilarCase[] {
  const shown = new Set(diagnosis.similarCases.map((one) => one.case));
  const { similarCases } = findSimilar(
    {
      said,
      causes: [],
      failure: null,
      mayRead: (one) => mayRead(asker, one) && !shown.has(one.case),
      limit: mostCases,
    },
    cases,
  );
  return similarCases.map((similar) => {
    const hide = hiding([similar.case], asker, cases);
    return { ...similar, title: hide(similar.title), outcome: hide(similar.outcome) };
  });
}
