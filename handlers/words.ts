import type { Verdict } from '../knowledge/diagnosis.ts';

/** The three words of certainty, and the honest fourth; nothing else is said of how sure an answer is. */
export const certaintyWords: Record<Verdict, string> = {
  identified: '确定',
  likely: '很可能',
  clue: '线索',
  unknown: '未识别',
};
