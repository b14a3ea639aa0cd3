import { permits } from './access.ts';
import type { ActionHandler } from './action.ts';
import { actions } from './actions.ts';
import type { AnswerDeps } from './answer.ts';
import { refuse, say } from './command.ts';
import type { Asker } from './inquiry.ts';
import type { Reply } from './reply.ts';

export interface Act {
  asker: Asker;
  /** Opaque; where the button was pressed. */
  conversation: string;
  /** The id of the button or form. */
  action: string;
  value: string;
  fields: Readonly<Record<string, string>>;
}

/** Whether a button is answered with a form, which some platforms want at once. */
export function asksForm(action: string): boolean {
  return findAction(action)?.asksForm === true;
}

/** Whether its answer takes a while, which nothing else in the conversation has to wait for. */
export function asksModel(action: string): boolean {
  return findAction(action)?.asksModel === true;
}

function findAction(action: string): ActionHandler | undefined {
  const [id] = action.split(':', 1);
  return actions.find((one) => one.id === id);
}

/** A pressed button or a sent form. A form has no value: what it is about stands behind the colon of its id. */
export async function actOn(act: Act, deps: AnswerDeps): Promise<Reply> {
  const { asker, conversation, action, value, fields } = act;
  const handler = findAction(action);
  if (!handler) {
    return say('这个按钮已失效，请重新提问。');
  }
  if (!permits(asker, handler.audience)) {
    return refuse(asker, handler.name);
  }
  const { id } = handler;
  const subject = action === id ? value : action.slice(id.length + 1);
  return handler.run({ ...deps, asker, conversation, subject, fields });
}
