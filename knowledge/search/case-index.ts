import type { Case, Features } from '../cases/case.ts';
import { isExact, isIdentifier, likeness, tokenize } from './tokens.ts';

/** What is looked for. Everything in it is read from what the asker sent. */
export interface CaseQuery {
  features: Features;
  /** Question, pasted prose and proof lines. */
  words: string;
  /** Proof lines: the very same line in a case is the very same log. */
  lines: readonly string[];
  /** Cause classes that the matcher named, with how much each counts (0 to 1). */
  causeClasses: ReadonlyMap<string, number>;
  /** Cases that the matched signatures name themselves. */
  named: ReadonlySet<string>;
}

export interface CaseHit {
  case: Case;
  /** 0 to 1. */
  score: number;
  /** What is shared, most telling first, as it is shown. */
  because: string[];
}

interface Document {
  case: Case;
  tokens: Set<string>;
  lines: Set<string>;
  causeClasses: Set<string>;
  features: ReadonlyMap<FeatureKind, ReadonlySet<string>>;
}

type FeatureKind = keyof Features;

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

const classWeight = 2.6;
const namedWeight = 2;
const sameLineWeight = 1;
const wordWeight = 6;
/** So much weight of shared words counts half; a word or two of a short question prove nothing. */
const wordMass = 7;
const identifierWeight = 1.6;
/** Words that are shared with a case of another cause than the proved one say less. */
const otherCauseShare = 0.5;
/** Update services and catch-all codes stand in every second question and tell no case from another. */
const common = new Set(['wsus', 'windows defender', 'sccm', 'mecm', '0x80004005', '0x00000005']);
const commonShare = 0.3;
/** Below this sum of weights a case is not like enough to be shown; calibrated on labelled questions. */
const floor = 1.15;
/** A query whose telling words are this much covered needs no shared feature. */
const softness = 4;
const shortestFuzzy = 7;
const leastLikeness = 0.6;

/** In memory, rebuilt from the texts: ten thousand cases take a tenth of a second. */
export class CaseIndex {
  private readonly documents = new Map<string, Document>();
  private frequencies: Map<string, number> | undefined;

  put(one: Case): void {
    this.documents.set(one.case, createDocument(one));
    this.frequencies = undefined;
  }

  remove(caseNumber: string): void {
    this.documents.delete(caseNumber);
    this.frequencies = undefined;
  }

  get(caseNumber: string): Case | undefined {
    return this.documents.get(caseNumber)?.case;
  }

  all(): Case[] {
    return [...this.documents.values()].map((document) => document.case);
  }

  /** Most alike first; nothing below the floor. The order is the same whatever order they were put in. */
  search(query: CaseQuery): CaseHit[] {
    const frequencies = this.countTokens();
    const words = this.weighWords(query.words, frequencies);
    return [...this.documents.values()]
      .map((document) => scoreDocument(document, query, words, this.shareOf.bind(this)))
      .filter((hit) => hit.raw >= floor)
      .sort((left, right) => right.raw - left.raw || compareNewest(left.case, right.case))
      .map(({ case: found, raw, because }) => ({
        case: found,
        score: Math.round((1 - Math.exp(-raw / softness)) * 100) / 100,
        because,
      }));
  }

  /** How special a feature is among the cases: 1 when one case has it, less the more have it. */
  private shareOf(kind: FeatureKind, value: string): number {
    let having = 0;
    for (const { features } of this.documents.values()) {
      having += features.get(kind)?.has(value) ? 1 : 0;
    }
    return 1 / (1 + 0.25 * Math.log2(Math.max(1, having)));
  }

  private countTokens(): Map<string, number> {
    if (this.frequencies) {
      return this.frequencies;
    }
    const counted = new Map<string, number>();
    for (const { tokens } of this.documents.values()) {
      for (const token of tokens) {
        counted.set(token, (counted.get(token) ?? 0) + 1);
      }
    }
    this.frequencies = counted;
    return counted;
  }

  /** Each word of the query with its weight and the indexed word it stands for, misspelt ones included. */
  private weighWords(text: string, frequencies: ReadonlyMap<string, number>): Word[] {
    const size = Math.max(1, this.documents.size);
    return [...new Set(tokenize(text))].slice(0, 400).map((token) => {
      const known = frequencies.has(token) ? { token, trust: 1 } : nearest(token, frequencies);
      const frequency = frequencies.get(known?.token ?? '') ?? 0;
      const rarity = Math.log2(1 + (size + 1) / (frequency + 1));
      const weight = isIdentifier(token) ? rarity * identifierWeight : rarity;
      return { token, stands: known?.token, weight, trust: known?.trust ?? 0 };
    });
  }
}

interface Word {
  token: string;
  stands: string | undefined;
  weight: number;
  trust: number;
}

function createDocument(one: Case): Document {
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

interface Scored {
  case: Case;
  raw: number;
  because: string[];
}

function scoreDocument(
  document: Document,
  query: CaseQuery,
  words: readonly Word[],
  share: (kind: FeatureKind, value: string) => number,
): Scored {
  const reasons: { text: string; weight: number }[] = [];
  for (const kind of featureKinds) {
    for (const value of new Set(query.features[kind].map((one) => one.toLowerCase()))) {
      if (document.features.get(kind)?.has(value)) {
        reasons.push({
          text: shown(kind, value),
          weight: featureWeights[kind] * share(kind, value) * (common.has(value) ? commonShare : 1),
        });
      }
    }
  }
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
  const otherCause = query.causeClasses.size > 0 && classSum === 0 && named === 0;
  const wordSum = covered.share * wordWeight * (otherCause ? otherCauseShare : 1);
  const sameLine = query.lines.some((line) => document.lines.has(squeeze(line)));
  const raw =
    featureSum + classSum * classWeight + named + wordSum + (sameLine ? sameLineWeight : 0);
  return {
    case: document.case,
    raw,
    because: [
      ...new Set([
        ...reasons.map(({ text }) => text),
        ...(classSum > 0 ? ['同类原因'] : []),
        ...covered.words,
      ]),
    ].slice(0, 5),
  };
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

function nearest(
  token: string,
  frequencies: ReadonlyMap<string, number>,
): { token: string; trust: number } | undefined {
  if (token.length < shortestFuzzy || isExact(token)) {
    return undefined;
  }
  let best: { token: string; trust: number } | undefined;
  for (const known of frequencies.keys()) {
    if (Math.abs(known.length - token.length) <= 8 && known.charCodeAt(0) === token.charCodeAt(0)) {
      const trust = likeness(token, known);
      if (trust >= leastLikeness && trust > (best?.trust ?? 0)) {
        best = { token: known, trust };
      }
    }
  }
  return best;
}

function compareNewest(left: Case, right: Case): number {
  return right.updated < left.updated
    ? -1
    : right.updated > left.updated
      ? 1
      : left.case < right.case
        ? -1
        : 1;
}
