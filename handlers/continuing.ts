import { extractFeatures } from '../knowledge/cases/features.ts';
import { type Diagnosis, isNamed } from '../knowledge/diagnosis.ts';

export interface Said {
  /** Everything that was typed or pasted this time. */
  text: string;
  /** What was typed alone, without what the conversation said before, is diagnosed as. */
  alone: Diagnosis;
}

const another =
  /^(?:另外?(?:一|两|几)?[台个例]|换(?:了)?(?:一)?台|新问题|别的(?:机器|电脑|问题)|还有(?:一|另)(?:台|个))/u;

/** True when people say themselves that what follows is about something else. */
export function saysAnother(text: string): boolean {
  return another.test(text.trim());
}

/**
 * `question`: it is about something else, another update or another error after a named one. `error`: the log of the
 * same matter now shows another cause. Either would only be answered wrongly together with what was said before;
 * `undefined` when it completes that.
 */
export function standsAlone(
  { text, alone }: Said,
  before: Diagnosis,
  question: string,
): 'question' | 'error' | undefined {
  const now = extractFeatures(text);
  const known = extractFeatures(`${question}\n${JSON.stringify(before)}`);
  if (areOthers(now.kbs, known.kbs)) {
    return 'question';
  }
  if (!isNamed(before)) {
    return undefined;
  }
  if (isNamed(alone)) {
    const [cause] = alone.causes;
    return before.causes.some(({ signature }) => signature === cause?.signature)
      ? undefined
      : 'error';
  }
  const codes = [...now.codes, ...alone.codes.map(({ code }) => code)];
  return areOthers(codes, known.codes) ? 'question' : undefined;
}

/** Both tell something, and nothing of it is the same. */
function areOthers(now: readonly string[], known: readonly string[]): boolean {
  return now.length > 0 && known.length > 0 && !now.some((one) => known.includes(one));
}
