import type { Box } from './picture.ts';

/** In heights of a line: what is further apart is another paragraph. */
const widestGap = 1;
const widestIndent = 3;

/** Lines below each other that begin at the same edge belong together: dialogs wrap where they like. */
export function paragraphsOf<Line extends Box>(lines: readonly Line[]): Line[][] {
  const paragraphs: Line[][] = [];
  for (const line of lines) {
    const above = paragraphs.findLast((one) => goesOn(one.at(-1), line));
    if (above) {
      above.push(line);
    } else {
      paragraphs.push([line]);
    }
  }
  return paragraphs;
}

function goesOn(above: Box | undefined, line: Box): boolean {
  if (!above) {
    return false;
  }
  const height = Math.max(above.bottom - above.top, line.bottom - line.top);
  const gap = line.top - above.bottom;
  return (
    gap > -height / 2 &&
    gap < height * widestGap &&
    Math.abs(line.left - above.left) < height * widestIndent
  );
}
