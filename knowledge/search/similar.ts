import type { Case } from '../cases/case.ts';
import { extractFeatures } from '../cases/features.ts';
import type { Cause, Certainty, Diagnosis, SimilarCase } from '../diagnosis.ts';
import { proseOf } from '../input/prose.ts';
import type { CaseHit, CaseIndex } from './case-index.ts';

export interface SimilarRequest {
  /** What the asker wrote and pasted. */
  said: string;
  causes: readonly Cause[];
  failure: Diagnosis['lastFailure'];
  mayRead(one: Case): boolean;
  /** At most so many; three is what an answer shows. */
  limit?: number;
}

const mostCases = 3;
/** Of a long paste only the proof and the beginning are looked for. */
const longestSaid = 4000;

const classShare: Record<Certainty, number> = { identified: 1, likely: 0.8, clue: 0.3 };

export function findSimilar(
  request: SimilarRequest,
  cases: CaseIndex,
): Pick<Diagnosis, 'similarCases' | 'elsewhere'> {
  const { said, causes, failure } = request;
  const proof = causes.flatMap(({ evidence }) => evidence.map(({ text }) => text)).join('\n');
  const beginning = said.slice(0, longestSaid);
  const hits = cases.search({
    features: extractFeatures(
      `${beginning}\n${proof}\n${failure?.what ?? ''} ${failure?.code ?? ''}`,
    ),
    words: proseOf(beginning),
    logWords: identifiersIn(`${beginning}\n${proof}`),
    lines: causes.flatMap(({ evidence }) => evidence.map(({ text }) => text)),
    causeClasses: classesOf(causes),
    named: new Set(
      causes.filter(({ certainty }) => certainty !== 'clue').flatMap((cause) => cause.cases),
    ),
  });
  const readable = hits.filter((hit) => request.mayRead(hit.case));
  return {
    similarCases: readable.slice(0, request.limit ?? mostCases).map(describe),
    elsewhere: hits.length - readable.length,
  };
}

/** Function names, symbols, files: the words of a log line that were not chosen to be read. */
const identifier = /[A-Za-z]+[a-z][A-Z]\w*|[A-Z]\w*_\w+|\b\w[\w$]*\.[A-Za-z]\w{1,7}\b/gu;

/** Names of calls, flags and types that every record of their kind carries. */
const machinery =
  /^(?:Allow|File_|Obj_|Object|Sys|System|Direct|Windows|Rtl|ICSI|CCSI|Component|Nt|Share|Generic|Reg_|Key_|Cbs|Csi|Dism|C?Wim|Process|Current|Expected|Actual|Status_|Error_|Hresult|E_|Microsoft)/iu;

function identifiersIn(text: string): string {
  const names = (text.match(identifier) ?? []).filter((name) => !machinery.test(name));
  return [...new Set(names)].join(' ');
}

function classesOf(causes: readonly Cause[]): Map<string, number> {
  const classes = new Map<string, number>();
  for (const { causeClass, certainty } of causes) {
    if (causeClass) {
      classes.set(causeClass, Math.max(classes.get(causeClass) ?? 0, classShare[certainty]));
    }
  }
  return classes;
}

function describe({ case: found, score, because }: CaseHit): SimilarCase {
  return {
    case: found.case,
    title: found.title,
    score,
    because,
    outcome: found.resolution,
    verified: found.verified,
    date: found.closed ?? found.updated,
  };
}

/** How often cases with this cause were seen, and when last. */
export function seenBefore(cause: Cause, cases: readonly Case[]): Cause['seen'] {
  const same = cases.filter((one) =>
    one.findings.some(
      ({ causeClasses }) => cause.causeClass !== null && causeClasses.includes(cause.causeClass),
    ),
  );
  const last = same
    .map(({ updated }) => updated)
    .sort()
    .at(-1);
  return last ? { count: same.length, last } : null;
}
