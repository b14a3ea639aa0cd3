import { z } from 'zod';
import { CaseStatus } from '../../knowledge/cases/case.ts';
import { Signature } from '../../knowledge/signatures/signature.ts';
import { Sentence } from './material.ts';

/*
 * What a model may answer, by purpose. Servers differ in which bounds of a JSON schema they know, so the schemas carry
 * none: each answer is cut by its `bound…` function after it was parsed.
 */

export const Explanation = z.object({ sentences: z.array(Sentence) });
export type Explanation = z.infer<typeof Explanation>;

export const Hypothesis = z.object({
  cause: z.string(),
  because: z.array(Sentence),
  /** `L…`, at least one. */
  lines: z.array(z.string()),
  /** `T…` */
  check: z.string(),
});
export type Hypothesis = z.infer<typeof Hypothesis>;
export const Hypotheses = z.object({ hypotheses: z.array(Hypothesis) });
export type Hypotheses = z.infer<typeof Hypotheses>;

export const FollowUp = z.object({
  /** False when the material does not tell. */
  answered: z.boolean(),
  sentences: z.array(Sentence),
});
export type FollowUp = z.infer<typeof FollowUp>;

const Phase = Signature.shape.phase.unwrap();

/** What a vague question speaks of, as retrieval looks for it. */
export const Understood = z.object({
  codes: z.array(z.string()),
  kbs: z.array(z.string()),
  /** File names, components and words that a case or a log would use. */
  words: z.array(z.string()),
  products: z.array(z.string()),
  phase: Phase.nullable(),
  /** The question in one plain sentence; null when it cannot be told. */
  meaning: z.string().nullable(),
});
export type Understood = z.infer<typeof Understood>;

/** Each with the words of the thread that prove it, letter for letter. */
export const ThreadReading = z.object({
  findings: z.array(z.object({ text: z.string(), quote: z.string() })),
  status: z.object({ value: CaseStatus, quote: z.string() }).nullable(),
});
export type ThreadReading = z.infer<typeof ThreadReading>;

export const DraftedSignature = z.object({
  title: z.string(),
  explanation: z.string(),
  /** `text` is literal but for `{variable}`. */
  patterns: z.array(z.object({ name: z.string(), text: z.string() })),
  /** Whole snippets of log that the patterns find, and such that they must not find. */
  examples: z.array(z.string()),
  nearMisses: z.array(z.string()),
});
export type DraftedSignature = z.infer<typeof DraftedSignature>;

export const mostHypotheses = 3;
export const mostSentences = 8;
const mostReferences = 12;
const mostWords = 20;
/** More than is ever shown: what is too long is dropped by its reader, not shown in part. */
const longestText = 600;

export function boundExplanation({ sentences }: Explanation): Explanation {
  return { sentences: boundSentences(sentences) };
}

export function boundHypotheses({ hypotheses }: Hypotheses): Hypotheses {
  return {
    hypotheses: hypotheses.slice(0, mostHypotheses).map((one) => ({
      cause: one.cause.slice(0, longestText),
      because: boundSentences(one.because),
      lines: boundWords(one.lines, mostReferences),
      check: one.check.slice(0, longestWord),
    })),
  };
}

export function boundFollowUp({ answered, sentences }: FollowUp): FollowUp {
  return { answered, sentences: boundSentences(sentences) };
}

export function boundUnderstood(understood: Understood): Understood {
  return {
    codes: boundWords(understood.codes, mostWords),
    kbs: boundWords(understood.kbs, mostWords),
    words: boundWords(understood.words, mostWords),
    products: boundWords(understood.products, mostWords),
    phase: understood.phase,
    meaning: understood.meaning?.slice(0, longestText) ?? null,
  };
}

export function boundThreadReading({ findings, status }: ThreadReading): ThreadReading {
  return {
    findings: findings
      .slice(0, mostReferences)
      .map(({ text, quote }) => ({ text: cut(text), quote: cut(quote) })),
    status: status && { value: status.value, quote: cut(status.quote) },
  };
}

export function boundDraftedSignature(drafted: DraftedSignature): DraftedSignature {
  return {
    title: drafted.title.slice(0, 80),
    explanation: cut(drafted.explanation),
    patterns: drafted.patterns
      .slice(0, 6)
      .map(({ name, text }) => ({ name: name.slice(0, longestWord), text: cut(text) })),
    examples: drafted.examples.slice(0, 5).map((text) => text.slice(0, longestSnippet)),
    nearMisses: drafted.nearMisses.slice(0, 5).map((text) => text.slice(0, longestSnippet)),
  };
}

const longestWord = 120;
const longestSnippet = 4000;

function cut(text: string): string {
  return text.slice(0, longestText);
}

function boundSentences(sentences: readonly Sentence[]): Sentence[] {
  return sentences.slice(0, mostSentences).map(({ text, lines, steps }) => ({
    text: cut(text),
    lines: boundWords(lines, mostReferences),
    steps: boundWords(steps, mostReferences),
  }));
}

function boundWords(words: readonly string[], most: number): string[] {
  return words.slice(0, most).map((word) => word.slice(0, longestWord));
}
