import type { AnswerDeps } from '../../handlers/answer.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { MaterialSource } from '../../handlers/model/material/gather.ts';
import { redactConversation } from '../../handlers/model/material/redaction.ts';
import { buildMaterial, type Material } from '../../handlers/model/material.ts';
import type { Signature } from '../../knowledge/signatures/signature.ts';
import { diagnoseText } from './answering.ts';

const bank: Asker = { face: 'test', id: 'bank', role: 'branch', customer: '工商银行' };

/** The first example of a signature, several files as one paste. */
export function exampleOf(id: string, { knowledge }: AnswerDeps): string {
  const { examples }: Signature = knowledge.engine.byId.get(id) ?? unknown(id);
  const [first] = [...examples.identified, ...examples.likely, ...examples.clue];
  return typeof first === 'string' ? first : Object.values(first?.files ?? {}).join('\n');
}

function unknown(id: string): never {
  throw new Error(`no signature is called ${id}`);
}

/** What a branch of 工商银行 that pasted the text and asked nothing more gives a model to read. */
export async function materialOf(
  text: string,
  deps: AnswerDeps,
  more: Partial<MaterialSource> = {},
): Promise<Material> {
  return buildMaterial({
    diagnosis: await diagnoseText(text, deps),
    asker: bank,
    question: text,
    said: [text],
    redactor: redactConversation([{ asker: bank.id, text }]),
    customer: '工商银行',
    cases: await deps.library.refresh(),
    send: 'redacted',
    knowledge: deps.knowledge,
    ...more,
  });
}
