import type { Block } from '../reply.ts';
import type { ModelDesk } from './desk.ts';
import { boundExplanation, Explanation } from './outputs.ts';
import { drawSentences, type Posed, pose } from './pose.ts';

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
    drawSentences(
      { purpose: wanted.purpose, what: '说明' },
      boundExplanation(said).sentences,
      posed,
      desk,
    )
  );
}
