import type { Audience } from './access.ts';
import type { Speaking } from './command.ts';
import type { Reply } from './reply.ts';

export interface ActionContext extends Speaking {
  /** What the button is about: a case number, the id of a question. It comes from outside, like all that is sent. */
  subject: string;
  /** What a form brings. */
  fields: Readonly<Record<string, string>>;
}

/** What a button or a form leads to; its id is that of the button, or what stands before the colon of a form's. */
export interface ActionHandler {
  id: string;
  /** As refusals call it. */
  name: string;
  audience: Audience;
  /** Its answer is a form; asking for it changes nothing that asking again would not. */
  asksForm?: true;
  /** Its answer may take as long as a model does: what else is said in the conversation does not wait for it. */
  asksModel?: true;
  run(context: ActionContext): Promise<Reply>;
}
