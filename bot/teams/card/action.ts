import { parseSubmitted } from '../../card/form.ts';

export interface TeamsAction {
  action: string;
  value: string;
  fields: Record<string, string>;
}

/**
 * The `value` of an activity: of an invoke, where Teams pressed the Action.Execute, or of a message, where an older
 * client fell back to Action.Submit. Undefined when it is no button of ours.
 */
export function parseTeamsAction(value: unknown): TeamsAction | undefined {
  const submitted = parseSubmitted(dataOf(value));
  return submitted && { ...submitted, fields: { ...submitted.fields } };
}

function dataOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('action' in value)) {
    return undefined;
  }
  const { action } = value;
  return typeof action === 'object' && action !== null && 'data' in action ? action.data : value;
}
