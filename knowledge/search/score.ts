import type { Case, Features } from '../cases/case.ts';
import { isIdentifier, sharedPhrases, tokenize } from './tokens.ts';

/** What is looked for. Everything in it is read from what the asker sent. */
export interface CaseQuery {
  features: Features;
  /** What the asker wrote in their own words. */
  words: string;
  /** Names that stand in pasted log lines: nobody chose them, and most are boilerplate. */
  logWords: string;
  /** Proof lines: the very same line in a case is the very same log. */
  lines: readonly string[];
  /** Cause classes that the matcher named, with how much each counts (0 to 1). */
  causeClasses: ReadonlyMap<string, number>;
  /** Cases that the matched signatures name themselves. */
  named: ReadonlySet<string>;
}

/** A case, ready to be compared. */
export interface Document {
  case: Case;
  tokens: Set<string>;
  lines: Set<string>;
  causeClasses: Set<string>;
  features: ReadonlyMap<FeatureKind, ReadonlySet<string>>;
}

/** A word of the query. */
export interface Word {
  token: string;
  stands: string | undefined;
  weight: number;
  /** 1 when it stands there as it was written, less when it had to be guessed. */
  trust: number;
  /** How many cases hold it. */
  frequency: number;
  /** Written by the asker, not pasted. */
  own: boolean;
}

export type FeatureKind = keyof Features;

/** How much one shared feature says; shared by many cases it says less. */
const featureWeights: Record<FeatureKind, number> = {
  kbs: 3,
  files: 3,
  components: 2.5,
  drivers: 2.5,
  codes: 2.2,
  products: 1.8,
};
const featureKinds = Object.keys(featureWeights) as FeatureKind[];

/** A name that somebody wrote by hand and few cases hold says nearly as much as a file. */
const nameWeight = 1.5;
/** Where it stopped says something only together with other words. */
const percentWeight = 0.7;
const leastTrust = 0.7;
const classWeight = 2.6;
const namedWeight = 2;
const sameLineWeight = 1;
const wordWeight = 6;
/** So much weight of shared words counts half; a word or two of a short question prove nothing. */
const wordMass = 7;
/** Words that are shared with a case of another cause than the proved one say less. */
const otherCauseShare = 0.5;
/** What stands in every second question or log and tells no case from another. */
const common = new Set(
  (
    'wsus sccm mecm 0x80004005 0x00000005 0x80070005 0x80070002 0x80070003 0x8007000d 0x80070490 0x80070057 0x80070643 ' +
    'package_for_rollupfix package_for_servicingstack tiworker.exe trustedinstaller.exe wusa.exe dism.exe setup.exe setuphost.exe ' +
    'install.wim boot.wim winre.wim ntoskrnl.exe fltmgr.sys ntsystem.cpp cbs.log dism.log setupact.log setuperr.log windowsupdate.log'
  ).split(' '),
);
const commonWords = new Set(
  (
    'setuperr setupact procmon windowsupdate setupdiag cbslog dismlog powershell regedit fltmc softwaredistribution rollupfix ' +
    'tiworker trustedinstaller windows10 windows11 win32 currentcontrolset generic invalid hresult_from_win32 ' +
    'error_invalid_data error_file_not_found e_accessdenied e_fail file_generic_read 100% 0% expected actual'
  ).split(' '),
);
const commonShare = 0.15;
const mostReasons = 5;

export function createDocument(one: Case): Document {
  const findings = one.findings.map(({ where, seen, done }) => `${where} ${seen} ${done}`);
  const text = [one.title, one.symptom, one.resolution, ...findings, ...one.wording, ...one.logs];
  const features = new Map<FeatureKind, Set<string>>(
    featureKinds.map((kind) => [
      kind,
      new Set(one.features[kind].map((value) => value.toLowerCase())),
    ]),
  );
  return {
    case: one,
    tokens: new Set([
      ...tokenize(text.join('\n')),
      ...[...features.values()].flatMap((values) => [...values]),
      ...tokenize(Object.values(one.features).flat().join(' ')),
    ]),
    lines: new Set(one.logs.map(squeeze)),
    causeClasses: new Set(one.findings.flatMap((finding) => finding.causeClasses)),
    features,
  };
}

export interface Scored {
  case: Case;
  raw: number;
  because: string[];
}

export function scoreDocument(
  document: Document,
  query: CaseQuery,
  words: readonly Word[],
  share: (kind: FeatureKind, value: string) => number,
): Scored {
  const reasons = [...sharedFeatures(document, query, share), ...sharedNames(document, words)];
  reasons.sort((left, right) => right.weight - left.weight);
  const featureSum = reasons.reduce(
    (sum, { weight }, index) => sum + weight / (1 + index * 0.5),
    0,
  );
  const classSum = Math.max(
    0,
    ...[...query.causeClasses].map(([id, much]) => (document.causeClasses.has(id) ? much : 0)),
  );
  const named = query.named.has(document.case.case) ? namedWeight : 0;
  const covered = coverage(document, words);
  const phrases = sharedPhrases(query.words, document.tokens).slice(0, 2);
  const otherCause = query.causeClasses.size > 0 && classSum === 0 && named === 0;
  const wordSum = covered.share * wordWeight * (otherCause ? otherCauseShare : 1);
  const sameLine = query.lines.some((line) => document.lines.has(squeeze(line)));
  const raw =
    featureSum + classSum * classWeight + named + wordSum + (sameLine ? sameLineWeight : 0);
  return {
    case: document.case,
    raw,
    because: distinct([
      ...reasons.map(({ text }) => text),
      ...(classSum > 0 ? ['同类原因'] : []),
      ...phrases,
      ...covered.words,
    ]).slice(0, mostReasons),
  };
}

interface Reason {
  text: string;
  weight: number;
}

function sharedFeatures(
  document: Document,
  query: CaseQuery,
  share: (kind: FeatureKind, value: string) => number,
): Reason[] {
  return featureKinds.flatMap((kind) =>
    [...new Set(query.features[kind].map((one) => one.toLowerCase()))]
      .filter((value) => document.features.get(kind)?.has(value))
      .map((value) => ({
        text: shown(kind, value),
        weight: featureWeights[kind] * share(kind, value) * (common.has(value) ? commonShare : 1),
      })),
  );
}

function sharedNames(document: Document, words: readonly Word[]): Reason[] {
  const features = new Set([...document.features.values()].flatMap((values) => [...values]));
  return words
    .filter(({ own, token, trust }) => own && trust >= leastTrust && isIdentifier(token))
    .flatMap(({ stands, trust, frequency }) =>
      stands !== undefined &&
      document.tokens.has(stands) &&
      !(features.has(stands) && trust === 1) &&
      !common.has(stands) &&
      !commonWords.has(stands)
        ? [
            {
              text: stands,
              weight:
                (nameWeightOf(stands) * trust) / (1 + 0.5 * Math.log2(Math.max(1, frequency))),
            },
          ]
        : [],
    );
}

function nameWeightOf(name: string): number {
  return name.endsWith('%') ? percentWeight : nameWeight;
}

/** `KB5014692` as a feature and `kb5014692` as a word are one reason. */
function distinct(reasons: readonly string[]): string[] {
  const seen = new Set<string>();
  return reasons.filter(
    (reason) => !seen.has(reason.toLowerCase()) && seen.add(reason.toLowerCase()),
  );
}

const blanks = /\s+/gu;

function squeeze(line: string): string {
  return line.replace(blanks, ' ').trim();
}

/** KBs are written in capitals, files as they are in the query. */
function shown(kind: FeatureKind, value: string): string {
  return kind === 'kbs' ? value.toUpperCase() : value;
}

/** How much of the weight of the query's words the document holds, 0 to 1. */
function coverage(document: Document, words: readonly Word[]): { share: number; words: string[] } {
  let held = 0;
  let whole = 0;
  const found: Word[] = [];
  for (const word of words) {
    whole += word.weight;
    if (word.stands !== undefined && document.tokens.has(word.stands)) {
      held += word.weight * word.trust;
      found.push(word);
    }
  }
  const share = whole === 0 ? 0 : (held / whole) * (held / (held + wordMass));
  const best = found.sort((left, right) => right.weight * right.trust - left.weight * left.trust);
  return {
    share,
    words: best
      .filter((word) => word.token.length > 3)
      .slice(0, 2)
      .map((word) => word.stands ?? word.token),
  };
}
