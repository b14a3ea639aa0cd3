import type { Evidence } from '../../../knowledge/diagnosis.ts';
import { pasteName } from '../../../knowledge/input/names.ts';
import { carriesLog } from '../../relevant.ts';

const lineBreak = /\r?\n/u;
/** Of one text, from its end: what failed last stands there. */
const mostLooked = 4000;

/** The last lines that look like records of a log, oldest first; not redacted. */
export function pastedLines(said: readonly string[], most: number): Evidence[] {
  const found: Evidence[] = [];
  for (const text of said.toReversed()) {
    const lines = text.split(lineBreak);
    const last = Math.max(0, lines.length - mostLooked);
    for (let at = lines.length - 1; at >= last && found.length < most; at -= 1) {
      const line = lines[at] ?? '';
      if (carriesLog(line)) {
        found.push({ input: pasteName, line: at + 1, text: line.trim(), time: null, times: 1 });
      }
    }
  }
  return found.reverse();
}
