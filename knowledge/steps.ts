import type { Cause, Step } from './diagnosis.ts';
import type { Knowledge } from './knowledge.ts';
import { fillTemplate } from './match/template.ts';

/** More would not be followed. */
const mostSteps = 8;

/**
 * What to do, by the first cause; when it is certain or likely, also by the others that are. Within a
 * cause the order of the signature holds: its author put the least invasive first.
 */
export function stepsOf(causes: readonly Cause[], knowledge: Knowledge): Step[] {
  const [first, ...others] = causes;
  if (!first) {
    return [];
  }
  const told = [
    first,
    ...others.filter(({ certainty }) => first.certainty !== 'clue' && certainty !== 'clue'),
  ];
  const steps = told.flatMap((cause) => stepsOfCause(cause, knowledge));
  const titles = new Set<string>();
  return steps.filter(({ title }) => !titles.has(title) && titles.add(title)).slice(0, mostSteps);
}

function stepsOfCause(cause: Cause, { engine, playbooks }: Knowledge): Step[] {
  const steps = engine.byId.get(cause.signature)?.steps ?? [];
  return steps
    .flatMap((step) => ('playbook' in step ? (playbooks.get(step.playbook)?.steps ?? []) : [step]))
    .map((step) => fillStep(step, cause.variables));
}

function fillStep(step: Step, variables: Readonly<Record<string, string>>): Step {
  const fill = (text: string) => fillTemplate(text, variables);
  return {
    ...step,
    title: fill(step.title),
    detail: fill(step.detail),
    success: fill(step.success),
    undo: fill(step.undo),
    commands: step.commands.map(fill),
  };
}
