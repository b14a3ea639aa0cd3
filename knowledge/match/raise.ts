import type { Certainty, Inference } from '../diagnosis.ts';
import type { Signature } from '../signatures/signature.ts';
import type { Hit } from './hit.ts';
import { fold, type Run } from './relate.ts';
import { fillTemplate } from './template.ts';

/** A condition that held, with the records that made it true. */
export interface Held {
  certainty: Certainty;
  hits: Hit[];
  run: Run;
}

export type RaiseRule = Signature['raise'][number];

/** What past cases settled for certain values of a variable. A draft is not raised. */
export function raise(
  signature: Signature,
  held: Held,
): { rule: RaiseRule; hits: Hit[] } | undefined {
  if (signature.status === 'draft' || held.certainty === 'clue') {
    return undefined;
  }
  for (const rule of signature.raise) {
    const names = new Set(held.hits.map((hit) => hit.name));
    const fitting = [...names].flatMap(
      (name) => held.run.get(name)?.find((hit) => fits(rule, hit)) ?? [],
    );
    if (fitting.length > 0) {
      const others = held.hits.filter((hit) => !fitting.some((one) => one.name === hit.name));
      return { rule, hits: [...fitting, ...others] };
    }
  }
  return undefined;
}

function fits(rule: RaiseRule, hit: Hit): boolean {
  return Object.entries(rule.when).every(
    ([name, value]) => fold(hit.variables[name]) === fold(value),
  );
}

export function inferenceOf(
  signature: Signature,
  rule: RaiseRule | undefined,
  variables: Record<string, string>,
): Inference | null {
  const inference = rule?.inference ?? signature.inference;
  return inference
    ? {
        certainty: inference.certainty,
        title: fillTemplate(inference.title, variables),
        explanation: fillTemplate(inference.explanation, variables),
        because: rule?.because ?? [],
      }
    : null;
}
