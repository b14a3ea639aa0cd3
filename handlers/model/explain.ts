import type { Block, Reply } from '../reply.ts';
import { partOf } from './addition.ts';
import type { ModelDesk } from './desk.ts';
import { boundExplanation, Explanation } from './outputs.ts';
import { drawSentences, type Posed, pose } from './pose.ts';

const what = '说明';
const wanted = { purpose: 'explain', schema: Explanation, mostTokens: 1200 } as const;

/** A named cause in the words of the asker's situation; undefined when there is none. */
export async function explain(
  posed: Posed,
  desk: ModelDesk,
  signal?: AbortSignal,
): Promise<Block[] | undefined> {
  const said = await pose(wanted, posed, desk, signal);
  return (
    said &&
    drawSentences({ purpose: wanted.purpose, what }, boundExplanation(said).sentences, posed, desk)
  );
}

/** What was made before, and kept behind its answer; undefined when nothing was. */
export function keptExplanation(reply: Reply): readonly Block[] | undefined {
  return partOf(reply, what);
}
