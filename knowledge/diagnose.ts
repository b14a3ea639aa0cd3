import type { Case } from './cases/case.ts';
import { redactLine } from './cases/redact.ts';
import { meanings } from './codes/meanings.ts';
import { collectFor } from './coverage/collect.ts';
import type { Gap } from './coverage/gaps.ts';
import { describeGaps } from './coverage/words.ts';
import {
  type Cause,
  type Diagnosis,
  type InputReport,
  isNamed,
  type Verdict,
} from './diagnosis.ts';
import { isLogFormat } from './format.ts';
import type { ReadProgress } from './input/meter.ts';
import { pasteName, questionName } from './input/names.ts';
import { type ReadLimits, uploadOfText } from './input/read.ts';
import type { Upload } from './input/upload.ts';
import { areSeveral, investigate } from './investigate.ts';
import type { Knowledge } from './knowledge.ts';
import type { Collected, FactOfMachine } from './match/collector.ts';
import { buildOf } from './match/facts.ts';
import { lastFailure } from './match/finality.ts';
import type { Machines } from './match/machines.ts';
import type { Explanation, Matched } from './match/match.ts';
import { createFallback, createLastFailure } from './match/unnamed.ts';
import { isOnTopic, questionsFor } from './questions.ts';
import type { CaseIndex } from './search/case-index.ts';
import { findSimilar, seenBefore } from './search/similar.ts';
import { stepsOf } from './steps.ts';

export interface DiagnoseRequest {
  /** Pasted log lines, or whatever the asker wrote, one for each message. Scanned like the question: people mix them. */
  texts?: readonly string[];
  question?: string | undefined;
  uploads?: readonly Upload[];
  limits: ReadLimits;
  spoolFolder: string;
  /** False for cases the asker may not see: they are only counted. */
  mayRead(one: Case): boolean;
  progress?(progress: ReadProgress): void;
  /** Gives up: rejects then with its reason, and leaves nothing behind. */
  signal?: AbortSignal | undefined;
  explain?(explanation: Explanation): void;
}

/** read ▶ match ▶ rank ▶ retrieve. The same request gives the same diagnosis, everywhere. */
export async function diagnose(
  request: DiagnoseRequest,
  knowledge: Knowledge,
  cases: CaseIndex,
): Promise<Diagnosis> {
  const { progress, explain } = request;
  const { ranked, collected, reports, shown, machines, gaps } = await investigate(
    {
      uploads: uploadsOf(request),
      said: saidIn(request),
      limits: request.limits,
      spoolFolder: request.spoolFolder,
      signal: request.signal,
      ...(progress && { progress }),
      ...(explain && { explain }),
    },
    knowledge.engine,
  );
  const failure = lastFailure(collected.outcomes);
  const isSeveral = areSeveral(reports, machines);
  const named = ranked.map((one) =>
    isSeveral ? { ...one.cause, machine: machinesOf(one, machines) } : one.cause,
  );
  const causes = named.length > 0 || !failure ? named : [createFallback(failure)];
  return complete(request, knowledge, cases, {
    causes: causes.map(redactCause),
    collected,
    reports,
    shown,
    gaps,
    failure: failure && createLastFailure(failure),
  });
}

interface Found {
  causes: Cause[];
  collected: Collected;
  reports: InputReport[];
  /** What pictures show of codes and KBs: asked about like what was said. */
  shown: string;
  gaps: Gap[];
  failure: Diagnosis['lastFailure'] | undefined;
}

function complete(
  request: DiagnoseRequest,
  knowledge: Knowledge,
  cases: CaseIndex,
  found: Found,
): Diagnosis {
  const { causes, collected, failure, shown } = found;
  const said = saidIn(request);
  const told = shown ? `${shown}\n${said}` : said;
  const verdict: Verdict = causes[0]?.certainty ?? 'unknown';
  const similar = findSimilar(
    { said: told, causes, failure: failure ?? null, mayRead: request.mayRead },
    cases,
  );
  const unsure = !isNamed({ verdict });
  // Files without a word are a request for help too.
  const wantsHelp =
    said === '' || (request.uploads?.length ?? 0) > 0 || isOnTopic(said) || causes.length > 0;
  const hasLogs = found.reports.some((report) => report.lines > 0 && isLogFormat(report.format));
  const build = buildOf(collected.facts.build);
  return {
    schema: 'caselens.diagnosis/1',
    verdict,
    causes: causes.map((cause) => shareCause(cause, request, cases)),
    lastFailure: failure ?? null,
    ...similar,
    nextSteps: stepsOf(causes, knowledge),
    collect: collectFor(found, knowledge, unsure && wantsHelp, told),
    ask: unsure && !hasLogs && wantsHelp ? questionsFor(`${told}\n${build ?? ''}`) : [],
    codes: meanings(told, causes, failure?.code, knowledge.codes),
    facts: {
      build: build ?? null,
      products: valuesOf(collected.facts.products),
      filterDrivers: valuesOf(collected.facts.filterDrivers),
      model: valuesOf(collected.facts.model)[0] ?? null,
      hotfixes: valuesOf(collected.facts.hotfixes),
    },
    inputs: found.reports.filter((report) => isWorthListing(report, causes)),
    ...(found.gaps.length > 0 && { gaps: describeGaps(found.gaps) }),
  };
}

function valuesOf(facts: readonly FactOfMachine[]): string[] {
  return [...new Set(facts.map(({ value }) => redactLine(value)))].sort();
}

/** Everything the asker wrote or pasted. */
function saidIn({ question, texts = [] }: DiagnoseRequest): string {
  return [question, ...texts].filter(Boolean).join('\n');
}

function uploadsOf({ texts = [], question, uploads = [] }: DiagnoseRequest): Upload[] {
  return [
    ...texts.filter((text) => text.trim()).map((text) => uploadOfText(pasteName, text)),
    ...(question?.trim() ? [uploadOfText(questionName, question)] : []),
    ...uploads,
  ];
}

/** A question is an input only when log lines stand in it. */
function isWorthListing(report: InputReport, causes: readonly Cause[]): boolean {
  return (
    report.name !== questionName ||
    report.format !== 'text' ||
    causes.some(({ evidence }) => evidence.some(({ input }) => input === questionName))
  );
}

/** What captured values and quoted lines bring in leaves without people, hosts and logins. */
function redactCause(cause: Cause): Cause {
  return {
    ...cause,
    title: redactLine(cause.title),
    explanation: redactLine(cause.explanation),
    variables: Object.fromEntries(
      Object.entries(cause.variables).map(([name, value]) => [name, redactLine(value)]),
    ),
    evidence: cause.evidence.map((one) => ({
      ...one,
      text: one.text.split('\n').map(redactLine).join('\n'),
    })),
  };
}

/** Case numbers and what past cases taught are shown only as far as the asker may read those cases. */
function shareCause(cause: Cause, { mayRead }: DiagnoseRequest, cases: CaseIndex): Cause {
  const mine = (numbers: readonly string[]) =>
    numbers.filter((number) => {
      const one = cases.get(number);
      return one !== undefined && mayRead(one);
    });
  const { inference } = cause;
  const because = mine(inference?.because ?? []);
  return {
    ...cause,
    cases: mine(cause.cases),
    seen: seenBefore(cause, cases.all().filter(mayRead)),
    inference: inference && {
      ...inference,
      because,
      explanation:
        because.length === inference.because.length
          ? inference.explanation
          : '依据其他客户的同类问题推定。本机是否如此，请按第一步验证。',
    },
  };
}

function machinesOf({ machine, alsoOn = [] }: Matched, machines: Machines): string {
  return [machine, ...alsoOn].map((one) => machines.label(one)).join('、');
}
