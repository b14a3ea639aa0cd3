import { type Diagnosis, type Evidence, isNamed } from '../../knowledge/diagnosis.ts';
import { isLogFormat } from '../../knowledge/format.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Block } from '../reply.ts';
import { labelled } from './addition.ts';
import type { ModelDesk } from './desk.ts';
import { type DropReason, ground } from './ground.ts';
import type { Material } from './material.ts';
import { boundHypotheses, Hypotheses, type Hypothesis } from './outputs.ts';
import { describeSentence, type Posed, pose } from './pose.ts';

const wanted = { purpose: 'hypotheses', schema: Hypotheses, mostTokens: 1600 } as const;
const mostLines = 3;

/** True for a log that tells of a failure which nothing names. */
export function isWorthGuessing(diagnosis: Diagnosis): boolean {
  return !isNamed(diagnosis) && hasLog(diagnosis) && tellsFailure(diagnosis);
}

/** A log without any is most likely that of a healthy machine: there is nothing to guess at. */
function tellsFailure({ causes, lastFailure, codes }: Diagnosis): boolean {
  return causes.length > 0 || lastFailure !== null || codes.length > 0;
}

function hasLog({ inputs, causes }: Diagnosis): boolean {
  return (
    causes.some(({ evidence }) => evidence.length > 0) ||
    inputs.some(({ format, lines }) => isLogFormat(format) && lines > 0)
  );
}

/** Guesses at what is not named, each with the lines it rests on and how to test it; undefined when there is none. */
export async function guess(
  posed: Posed,
  desk: ModelDesk,
  { playbooks }: Pick<Knowledge, 'playbooks'>,
  signal?: AbortSignal,
): Promise<Block[] | undefined> {
  const said = await pose(wanted, posed, desk, signal);
  if (!said) {
    return undefined;
  }
  const judged = boundHypotheses(said).hypotheses.map((one) => judge(one, posed.material));
  const dropped = judged.flatMap((one) => one.dropped);
  const held = onceEach(judged.flatMap(({ held: one }) => (one ? [one] : [])));
  desk.count(
    wanted.purpose,
    held.reduce((sum, { because }) => sum + 1 + because.length, 0),
    dropped,
  );
  return held.length > 0
    ? labelled(
        '推测',
        held.flatMap((one, index) => draw(one, index, posed, playbooks)),
      )
    : undefined;
}

interface Held extends Hypothesis {
  evidence: Evidence[];
  playbook: string;
}

/** A guess that is said twice is one. */
function onceEach(all: readonly Held[]): Held[] {
  const isSame = (one: Held, other: Held) =>
    titleOf(one) === titleOf(other) && one.playbook === other.playbook;
  return all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);
}

function titleOf({ cause }: Pick<Hypothesis, 'cause'>): string {
  return cause.trim().replace(lastStop, '');
}

/** A guess without a line of the log, or without a test, is none. */
function judge(
  one: Hypothesis,
  material: Material,
): { held: Held | undefined; dropped: DropReason[] } {
  const quoted = material.lines.filter(({ id }) => one.lines.includes(id));
  const evidence = quoted.map((line) => line.evidence);
  const playbook = material.checks.find(({ id }) => id === one.check)?.playbook;
  if (evidence.length === 0 || playbook === undefined) {
    return { held: undefined, dropped: ['reference'] };
  }
  const lines = quoted.map(({ id }) => id);
  const cause = ground([{ text: one.cause, lines, steps: [] }], material);
  const because = ground(one.because, material);
  const dropped = [...cause.dropped, ...because.dropped];
  const [told] = cause.kept;
  return told
    ? { held: { ...one, cause: told.text, because: because.kept, evidence, playbook }, dropped }
    : { held: undefined, dropped };
}

/** The lines and the test are ours; the model only names them. */
function draw(
  { because, evidence, playbook, ...told }: Held,
  index: number,
  posed: Posed,
  playbooks: Knowledge['playbooks'],
): Block[] {
  const title = titleOf(told);
  const test = playbooks.get(playbook);
  const reasons: Block[] =
    because.length > 0
      ? [
          {
            kind: 'list',
            ordered: false,
            items: because.map((sentence) => describeSentence({ ...sentence, lines: [] }, posed)),
          },
        ]
      : [];
  return [
    { kind: 'heading', text: `推测 ${index + 1}：${posed.restore(title)}` },
    ...reasons,
    { kind: 'proof', evidence: evidence.slice(0, mostLines) },
    ...(test
      ? [
          { kind: 'paragraph' as const, text: `验证方法：${test.title}` },
          {
            kind: 'steps' as const,
            steps: test.steps,
            marks: test.steps.map((_, at) => testMark(index + 1, at + 1)),
          },
        ]
      : []),
  ];
}

/** The advised steps have numbers of their own: 第1步 is always the first of those. */
export function testMark(guessed: number, step: number): string {
  return `验证 ${guessed}-${step}：`;
}

const lastStop = /[。.；;]+$/u;
