import { randomUUID } from 'node:crypto';
import { tellingScore } from '../../knowledge/authoring/propose.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { build, type Drafted, type DraftRequest, placeholder } from './build-draft.ts';
import type { ModelDesk } from './desk.ts';
import { ground } from './ground.ts';
import { fence } from './material/fence.ts';
import { redactConversation } from './material/redaction.ts';
import type { Material } from './material.ts';
import { boundDraftedSignature, DraftedSignature } from './outputs.ts';

const mostLines = 40;
const longestLine = 400;
const mostTokens = 2500;
/** Undefined when there is no answer. */
export async function draftSignature(
  request: DraftRequest,
  knowledge: Knowledge,
  { gate, prompts, count }: ModelDesk,
  signal?: AbortSignal,
): Promise<Drafted | undefined> {
  const { one, asker } = request;
  const told = tell(request);
  const said = await gate.ask(
    {
      prompt: prompts['draft-signature'],
      data: fence(told),
      schema: DraftedSignature,
      mostTokens,
      asker,
      conversation: 'draft-signature',
      inquiry: randomUUID(),
      case: one.case,
    },
    signal,
  );
  if (!said) {
    return undefined;
  }
  const lines = told.lines.map(({ text }) => text);
  const drafted = boundDraftedSignature(said);
  const { kept, dropped } = groundWords(drafted, told);
  count('draft-signature', kept, dropped);
  return build(drafted, lines, request, knowledge, dropped.length > 0);
}

type Told = ReturnType<typeof tell>;

/** The keys are explained by the prompt. */
function tell({ one, lines, unsaid }: DraftRequest) {
  const redactor = redactConversation([{ asker: '', text: lines.join('\n') }]);
  const clean = (text: string) =>
    unsaid.reduce((left, name) => left.replaceAll(name, '[人员]'), redactor.redact(text));
  const telling = [...new Set([...lines, ...one.logs])]
    .filter((line) => line.trim() !== '')
    .toSorted((left, right) => tellingScore(right) - tellingScore(left))
    .slice(0, mostLines);
  return {
    title: clean(one.title),
    symptom: clean(one.symptom),
    findings: one.findings.map(({ seen, done, helped }) => ({
      seen: clean(seen),
      done: clean(done),
      helped,
    })),
    resolution: clean(one.resolution),
    lines: telling.map((line, index) => ({
      id: `L${index + 1}`,
      text: clean(line).slice(0, longestLine),
    })),
  };
}

const sentenceEnds = /(?<=[。；])/u;

/** Title and explanation may speak of nothing that the case does not hold. */
function groundWords({ title, explanation }: DraftedSignature, told: Told) {
  const sentences = [title, ...explanation.split(sentenceEnds)]
    .map((text) => ({ text: text.replace(placeholder, '').trim(), lines: [], steps: [] }))
    .filter(({ text }) => text !== '');
  const { kept, dropped } = ground(sentences, materialOf(told), { isDraft: true });
  return { kept: kept.length, dropped };
}

function materialOf({ title, symptom, findings, resolution, lines }: Told): Material {
  return {
    question: undefined,
    causes: [],
    lines: lines.map(({ id, text }, index) => ({
      id,
      evidence: { input: '', line: index + 1, text, time: null, times: 1 },
    })),
    steps: [],
    checks: [],
    cases: [],
    codes: [],
    facts: [title, symptom, ...findings.flatMap(({ seen, done }) => [seen, done]), resolution],
  };
}
