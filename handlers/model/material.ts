import { z } from 'zod';
import type { CodeMeaning, Evidence, SimilarCase, Step } from '../../knowledge/diagnosis.ts';
import { estimateTokens } from './gate/tokens.ts';
import { fence } from './material/fence.ts';
import { gather, type MaterialSource } from './material/gather.ts';

/**
 * Everything that a model is shown of one question, and therefore everything that it may speak of. Redacted, bounded,
 * and without a case of another customer.
 */
export interface Material {
  /** In the asker's words; undefined where no words may be sent. */
  question: string | undefined;
  /** What the deterministic answer says, most likely first. */
  causes: readonly MaterialCause[];
  /** `L1`, `L2`, …; empty where no log text may be sent. */
  lines: readonly MaterialLine[];
  /** `S1`, …: the advised steps in their order, so that 第3步 is `S3`. */
  steps: readonly MaterialStep[];
  /** `T1`, …: what can be done to test an assumption; playbooks that change nothing. */
  checks: readonly MaterialCheck[];
  cases: readonly Pick<SimilarCase, 'case' | 'title' | 'outcome' | 'because'>[];
  codes: readonly CodeMeaning[];
  /** Short Chinese sentences: build, products, model, formats of the logs, what is missing. */
  facts: readonly string[];
}

export interface MaterialCause {
  signature: string;
  title: string;
  explanation: string;
  /** 确定, 很可能 or 线索. */
  certainty: string;
}

export interface MaterialLine {
  id: string;
  /** The name of its file, as the model is told it. */
  called?: string;
  /** As it is shown. */
  evidence: Evidence;
}

export interface MaterialStep {
  id: string;
  step: Step;
}

export interface MaterialCheck {
  id: string;
  /** Of the playbook. */
  playbook: string;
  title: string;
}

/** What a model writes is sentences, each with the lines (`L…`) it rests on and the steps (`S…`) it speaks of. */
export const Sentence = z.object({
  text: z.string(),
  lines: z.array(z.string()),
  steps: z.array(z.string()),
});
export type Sentence = z.infer<typeof Sentence>;

/** Characters of what is sent, the fence included. */
export const longestMaterial = 24_000;
/** With the prompt and an answer it stays below what one question may cost. */
const mostTokens = 8000;

/** How much of each is told, from the most to the least; the last fits whatever a diagnosis holds. */
const measures = [
  { lines: 60, text: 600, commands: 12 },
  { lines: 40, text: 600, commands: 8 },
  { lines: 25, text: 400, commands: 6 },
  { lines: 15, text: 250, commands: 4 },
  { lines: 8, text: 150, commands: 3 },
  { lines: 3, text: 80, commands: 1 },
] as const;

/** What one question gives a model to read; whatever does not fit is left out of the material itself. */
export function buildMaterial(source: MaterialSource): Material {
  const { question, ...rest } = gather(source, measures[0]);
  let material: Material = { question, ...rest };
  for (const measure of measures.slice(1)) {
    if (fits(renderMaterial(material))) {
      break;
    }
    material = gather(source, measure);
  }
  return material;
}

function fits(text: string): boolean {
  return text.length <= longestMaterial && estimateTokens(text) <= mostTokens;
}

/** As it is sent. The keys are explained by the prompts. */
export function renderMaterial(material: Material): string {
  const { question, causes, lines, steps, checks, cases, codes, facts } = material;
  return fence({
    ...(question !== undefined && { question }),
    causes,
    lines: lines.map(({ id, called, evidence: { input, line, time, text, times } }) => ({
      id,
      input: called ?? input,
      line,
      ...(time !== null && { time }),
      ...(times > 1 && { times }),
      text,
    })),
    steps: steps.map(({ id, step }) => ({ id, ...step })),
    checks: checks.map(({ id, title }) => ({ id, title })),
    cases: cases.map(({ case: number, title, outcome, because }) => ({
      case: number,
      title,
      outcome,
      because,
    })),
    codes,
    facts,
  });
}
