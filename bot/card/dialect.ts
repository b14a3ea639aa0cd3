import type { Attachment, CaseLine } from '../../handlers/reply.ts';
import type { Evidence } from '../../knowledge/diagnosis.ts';
import type { Element, NextId } from './elements.ts';

export interface Button {
  title: string;
  data: { action: string; value: string };
  /** Sends what stands in the form of the card. */
  submits: boolean;
}

/** What one host of cards draws differently from another. */
export interface Dialect {
  nextId: NextId;
  /** Lines to copy. */
  code(text: string): Element;
  proof(evidence: readonly Evidence[]): Element[];
  /** What stands under the title of a case: its facts, who looks after it, what to do. */
  caseFacts(facts: string, owner: CaseLine['owner'], action: string): Element;
  picture(picture: Attachment, alt: string): Element;
  button(button: Button): Element;
}
