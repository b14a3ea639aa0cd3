import type { Case } from '../cases/case.ts';
import {
  type CaseQuery,
  createDocument,
  type Document,
  type FeatureKind,
  scoreDocument,
  type Word,
} from './score.ts';
import { isExact, isIdentifier, likeness, tokenize } from './tokens.ts';

export interface CaseHit {
  case: Case;
  /** 0 to 1. */
  score: number;
  /** What is shared, most telling first, as it is shown. */
  because: string[];
}

const identifierWeight = 1.6;
const pastedWeight = 0.5;
/** Words that no case holds are mostly talk; they must not drown the ones that tell. */
const unknownRarity = 2.2;
const mostWords = 300;
/** Below this sum of weights a case is not like enough to be shown; calibrated on labelled questions. */
const floor = 1.15;
/** The sum of weights at which a shown score reaches 0.63. */
const softness = 4;
const shortestFuzzy = 6;
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

  /** Whether a word stands in one of those cases. */
  holds(token: string, among: (one: Case) => boolean): boolean {
    return [...this.documents.values()].some(
      (document) => document.tokens.has(token) && among(document.case),
    );
  }

  /** Most alike first; nothing below the floor. The order is the same whatever order they were put in. */
  search(query: CaseQuery): CaseHit[] {
    const frequencies = this.countTokens();
    const words = this.weighWords(query, frequencies);
    return [...this.documents.values()]
      .map((document) => scoreDocument(document, query, words, this.shareOf.bind(this)))
      .filter((hit) => hit.raw >= floor && hit.because.length > 0)
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
  private weighWords(query: CaseQuery, frequencies: ReadonlyMap<string, number>): Word[] {
    const own = new Set(tokenize(query.words));
    const pasted = new Set(tokenize(query.logWords).filter((token) => !own.has(token)));
    return [
      ...[...own].slice(0, mostWords).map((token) => this.weighWord(token, true, frequencies)),
      ...[...pasted].slice(0, mostWords).map((token) => this.weighWord(token, false, frequencies)),
    ];
  }

  private weighWord(token: string, own: boolean, frequencies: ReadonlyMap<string, number>): Word {
    const same = frequencies.has(token) ? { token, trust: 1 } : undefined;
    const known = same ?? (own ? nearest(token, frequencies) : undefined);
    const frequency = frequencies.get(known?.token ?? '') ?? 0;
    const rarity = known
      ? Math.log2(1 + (this.documents.size + 1) / (frequency + 1))
      : unknownRarity;
    const share = own ? (isIdentifier(token) ? identifierWeight : 1) : pastedWeight;
    return {
      token,
      stands: known?.token,
      weight: rarity * share,
      trust: known?.trust ?? 0,
      frequency,
      own,
    };
  }
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
      const better = trust > (best?.trust ?? 0) || (trust === best?.trust && known < best.token);
      if (trust >= leastLikeness && better) {
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
