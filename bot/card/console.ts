import type { Evidence } from '../../knowledge/diagnosis.ts';
import { middleCut, plainLine } from '../plain.ts';
import { describeProof, nobody, type ProofParts } from '../words.ts';
import type { Button, Dialect } from './dialect.ts';
import {
  codeBox,
  container,
  type Element,
  fold,
  image,
  monospace,
  type NextId,
  richText,
  run,
} from './elements.ts';

/** Longer log lines show both ends, and the whole when unfolded. */
const proofLimit = 300;

/** For Microsoft's renderer in our own page, where a card may be of any size. */
export function consoleDialect(nextId: NextId): Dialect {
  return {
    nextId,
    code: (text) => codeBox(text, nextId),
    proof: (evidence) => renderProof(evidence, nextId),
    caseFacts: (facts, owner, action) =>
      richText(
        [
          run([facts, ownerWords(owner?.name)].filter(Boolean).join(' · '), { isSubtle: true }),
          action ? run(` → ${action}`) : undefined,
        ],
        { spacing: 'None' },
      ),
    picture: image,
    button: submitButton,
  };
}

export function ownerWords(name: string | undefined): string {
  return `负责人 ${name === undefined ? nobody : plainLine(name)}`;
}

export function submitButton({ title, data, submits }: Button): Element {
  return {
    type: 'Action.Submit',
    title,
    // Without `none`, a press on 有用 would send what stands in the form.
    ...(submits ? { style: 'positive' } : { associatedInputs: 'none' }),
    data,
  };
}

function renderProof(evidence: readonly Evidence[], nextId: NextId): Element[] {
  const parts = describeProof(evidence);
  const long = parts.filter(({ text }) => text.length > proofLimit);
  const short = parts.map((part) => proofRow({ ...part, text: middleCut(part.text, proofLimit) }));
  if (long.length === 0) {
    return [container(short, { style: 'emphasis', spacing: 'Small' })];
  }
  const cut = nextId();
  return [
    container(short, { id: cut, style: 'emphasis', spacing: 'Small' }),
    ...fold('完整记录', [container(parts.map(proofRow), { style: 'emphasis' })], nextId, [cut]),
  ];
}

function proofRow({ place, time, text, times }: ProofParts): Element {
  return richText(
    [
      monospace(place, { color: 'Accent' }),
      time ? monospace(` ${time}`, { isSubtle: true }) : undefined,
      monospace(` ${text}`),
      times ? run(times, { isSubtle: true, size: 'Small' }) : undefined,
    ],
    { spacing: 'Small' },
  );
}
