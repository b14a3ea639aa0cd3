import type { CauseClass } from '../../knowledge/codes/cause-classes.ts';
import { type Cause, type Diagnosis, isNamed } from '../../knowledge/diagnosis.ts';
import { bestOf, type Incident, joined, type Labelled, type Negative, type Query } from './rows.ts';

export type Diagnose = (
  text: string | undefined,
  question: string | undefined,
) => Promise<Diagnosis>;

/** Shares are 0 to 1, `null` of nothing. */
export interface Scored {
  n: number;
  misses: unknown[];
  [figure: string]: number | null | unknown[];
}

export interface Score {
  log: Scored;
  ask: Scored;
  negatives: Scored;
  retrieval: Scored;
}

/** What the answers without a model are worth on labelled data. */
export async function scoreAnswers(
  { incidents, negatives, queries }: Labelled,
  diagnose: Diagnose,
  causeClasses: ReadonlyMap<string, CauseClass>,
): Promise<Score> {
  return {
    log: await scoreIncidents(incidents, false, diagnose, causeClasses),
    ask: await scoreIncidents(incidents, true, diagnose, causeClasses),
    negatives: await scoreNegatives(negatives, diagnose),
    retrieval: await scoreQueries(queries, diagnose),
  };
}

export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1000) / 1000;
}

const blanks = /\s+/gu;

function squeeze(text: string): string {
  return text.replace(blanks, ' ').trim();
}

/** Only identified and likely answers count as said. */
function said(diagnosis: Diagnosis): Cause | undefined {
  return isNamed(diagnosis) ? diagnosis.causes[0] : undefined;
}

function isProven(cause: Cause, sent: string): boolean {
  return (
    cause.evidence.length > 0 &&
    cause.evidence.every(
      ({ text }) => squeeze(text).length >= 8 && squeeze(sent).includes(squeeze(text)),
    )
  );
}

const noSums = {
  top1: 0,
  clueTop1: 0,
  wrongCause: 0,
  wrongClass: 0,
  silent: 0,
  named: 0,
  proven: 0,
};

async function scoreIncidents(
  rows: readonly Incident[],
  withQuestion: boolean,
  diagnose: Diagnose,
  causeClasses: ReadonlyMap<string, CauseClass>,
): Promise<Scored> {
  const sum = { ...noSums };
  const misses: unknown[] = [];
  for (const row of rows) {
    const sent = joined(row.log_lines);
    const diagnosis = await diagnose(sent, withQuestion ? row.question : undefined);
    const cause = said(diagnosis);
    const [first] = diagnosis.causes;
    const right = [row.cause_class, ...row.accept];
    const hit = right.includes(cause?.causeClass ?? '');
    const group = causeClasses.get(cause?.causeClass ?? '')?.group;
    sum.wrongCause += Number(cause !== undefined && !hit && group !== row.cause_group);
    sum.wrongClass += Number(cause !== undefined && !hit && group === row.cause_group);
    sum.named += Number(cause !== undefined);
    sum.proven += Number(cause !== undefined && isProven(cause, sent));
    if (row.undecidable) {
      continue;
    }
    sum.top1 += Number(hit);
    sum.clueTop1 += Number(!hit && right.includes(first?.causeClass ?? ''));
    sum.silent += Number(first === undefined);
    if (!hit) {
      const { id, cause_class: want } = row;
      misses.push({ id, want, got: first?.signature ?? null, verdict: diagnosis.verdict });
    }
  }
  const decidable = rows.filter((row) => !row.undecidable).length;
  return {
    n: decidable,
    top1: share(sum.top1, decidable),
    clueTop1: share(sum.clueTop1, decidable),
    wrongCause: share(sum.wrongCause, rows.length),
    wrongClass: share(sum.wrongClass, rows.length),
    silent: share(sum.silent, decidable),
    proven: share(sum.proven, sum.named),
    misses,
  };
}

async function scoreNegatives(rows: readonly Negative[], diagnose: Diagnose): Promise<Scored> {
  const misses: unknown[] = [];
  for (const row of rows) {
    const cause = said(
      await diagnose(joined(row.log_lines ?? row.text ?? row.question), undefined),
    );
    if (cause) {
      misses.push({ id: row.id, got: cause.signature });
    }
  }
  return { n: rows.length, falseCause: share(misses.length, rows.length), misses };
}

async function scoreQueries(rows: readonly Query[], diagnose: Diagnose): Promise<Scored> {
  const sum = { recall: 0, wanted: 0, none: 0, silent: 0 };
  const misses: unknown[] = [];
  for (const row of rows) {
    const paste = row.kind === 'paste';
    const diagnosis = await diagnose(paste ? row.query : undefined, paste ? undefined : row.query);
    const found = diagnosis.similarCases.map((similar) => similar.case);
    const best = bestOf(row);
    if (Object.keys(row.relevant).length === 0) {
      sum.none += 1;
      sum.silent += Number(found.length === 0);
      if (found.length > 0) {
        misses.push({ id: row.id, want: [], got: found });
      }
      continue;
    }
    const hit = best.filter((number) => found.includes(number)).length;
    const most = Math.min(3, best.length);
    sum.wanted += Number(best.length > 0);
    sum.recall += most === 0 ? 0 : hit / most;
    if (hit < most) {
      misses.push({ id: row.id, want: best, got: found });
    }
  }
  return {
    n: rows.length,
    recallAt3: share(sum.recall, sum.wanted),
    silentWhenNone: share(sum.silent, sum.none),
    misses,
  };
}
