import type { z } from 'zod';
import type { Asker } from '../inquiry.ts';
import type { Block } from '../reply.ts';
import { labelled } from './addition.ts';
import type { ModelDesk } from './desk.ts';
import { ground } from './ground.ts';
import { type Material, renderMaterial, type Sentence } from './material.ts';
import type { Purpose } from './model.ts';

/** One question, with everything that a model may be shown of it. */
export interface Posed {
  material: Material;
  /** With what the asker typed himself in place of the tokens that stand for it. */
  restore(text: string): string;
  asker: Asker;
  /** Opaque. */
  conversation: string;
  /** Of the inquiry. */
  id: string;
}

export interface Wanted<Value> {
  purpose: Purpose;
  schema: z.ZodType<Value>;
  mostTokens: number;
}

/** Undefined when there is no answer. Rejects only with the reason of `signal`. */
export function pose<Value>(
  { purpose, schema, mostTokens }: Wanted<Value>,
  { material, asker, conversation, id }: Posed,
  { gate, prompts }: ModelDesk,
  signal: AbortSignal | undefined,
): Promise<Value | undefined> {
  return gate.ask(
    {
      prompt: prompts[purpose],
      data: renderMaterial(material),
      schema,
      mostTokens,
      asker,
      conversation,
      inquiry: id,
    },
    signal,
  );
}

/** What of a model's sentences holds, with the places that each rests on; undefined when nothing of it does. */
export function drawSentences(
  { purpose, what }: { purpose: Purpose; what: string },
  sentences: readonly Sentence[],
  posed: Posed,
  desk: ModelDesk,
): Block[] | undefined {
  const { kept, dropped } = ground(sentences, posed.material);
  desk.count(purpose, kept.length, dropped);
  const items = kept.map((sentence) => describeSentence(sentence, posed));
  return items.length > 0 ? labelled(what, [{ kind: 'list', ordered: false, items }]) : undefined;
}

export function describeSentence({ text, lines, steps }: Sentence, posed: Posed): string {
  const { material, restore } = posed;
  const said = restore(text.trim());
  const places = [
    ...steps.map((id) => stepNumber(id, material)).filter((step) => !isNamed(step, said)),
    ...lines.map((id) => placeOf(id, material)),
  ].filter((place) => place !== undefined);
  if (places.length === 0) {
    return said;
  }
  const [first = '', ...others] = new Set(places);
  const seen = [latin.test(first) ? ` ${first}` : first, ...others].join('、');
  return `${said.replace(lastStop, '')}（见${seen}）。`;
}

const latin = /^[\x20-\x7e]/u;
const lastStop = /[。.；;]{1,3}$/u;

function placeOf(id: string, { lines }: Material): string | undefined {
  const found = lines.find((line) => line.id === id);
  return found && `${found.evidence.input}:${found.evidence.line}`;
}

function isNamed(step: string | undefined, said: string): boolean {
  return step !== undefined && said.replace(blanks, '').includes(step.replace(blanks, ''));
}

const blanks = /\s/gu;

/** As people count them. */
function stepNumber(id: string, { steps }: Material): string | undefined {
  const at = steps.findIndex((step) => step.id === id);
  return at < 0 ? undefined : `第 ${at + 1} 步`;
}
