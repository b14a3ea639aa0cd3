import type { Step } from '../../../knowledge/diagnosis.ts';
import type { StoredInquiry } from '../../../knowledge/store/store.ts';
import { isOfTalk } from '../../access.ts';
import type { AnswerDeps } from '../../answer.ts';
import type { Asker } from '../../inquiry.ts';
import type { Block, Reply } from '../../reply.ts';
import { openFor } from '../../said.ts';
import { testMark } from '../hypotheses.ts';
import type { NamedSteps } from './named-steps.ts';

type Shown = Extract<Block, { kind: 'steps' }>;

/**
 * The steps of tests that are named, as the last answer of the conversation that shows them all marks them; undefined
 * when there is none.
 */
export async function findShownTests(
  named: NamedSteps,
  answered: StoredInquiry,
  asker: Asker,
  { store, now }: Pick<AnswerDeps, 'store' | 'now'>,
): Promise<Shown | undefined> {
  const recent = await store.listInquiries(answered.conversation, now() - openFor);
  return recent
    .filter((one) => one.at <= answered.at && isOfTalk(asker, one))
    .map(({ reply }) => pickNamed(named, markedSteps(JSON.parse(reply) as Reply)))
    .find((found) => found !== undefined);
}

/** Undefined unless each is there. */
function pickNamed({ tests }: NamedSteps, shown: ReadonlyMap<string, Step>): Shown | undefined {
  const marks = new Set<string>();
  for (const { guess, step } of tests) {
    const meant = (guess === undefined ? guesses : [guess]).map((one) => testMark(one, step));
    const there = meant.filter((mark) => shown.has(mark));
    if (there.length === 0) {
      return undefined;
    }
    for (const mark of there) {
      marks.add(mark);
    }
  }
  const steps = [...marks].flatMap((mark) => shown.get(mark) ?? []);
  return { kind: 'steps', steps, marks: [...marks] };
}

/** As many as there are at most. */
const guesses = [1, 2, 3] as const;

function markedSteps({ blocks }: Reply): Map<string, Step> {
  const all = blocks.flatMap((block) => (block.kind === 'steps' && block.marks ? [block] : []));
  return new Map(
    all.flatMap(({ steps, marks = [] }) =>
      steps.map((step, index) => [marks[index] ?? '', step] as const),
    ),
  );
}
