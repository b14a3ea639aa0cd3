/** A stretch of words that two texts hold, by where it stands in each. */
export interface Block {
  here: number;
  there: number;
  length: number;
}

/** Stretches of two and more that both hold in the same order, as much as there can be; names count by themselves. */
export function alignments(said: readonly string[], words: readonly string[]): Block[] {
  const width = words.length + 1;
  const best = new Int32Array((said.length + 1) * width);
  const took = new Int32Array((said.length + 1) * width);
  for (let here = said.length - 1; here >= 0; here -= 1) {
    for (let there = words.length - 1; there >= 0; there -= 1) {
      const at = here * width + there;
      best[at] = Math.max(best[at + width] ?? 0, best[at + 1] ?? 0);
      for (let length = 1; said[here + length - 1] === words[there + length - 1]; length += 1) {
        if (here + length > said.length || there + length > words.length) {
          break;
        }
        const score = length * 2 - 1 + (best[at + length * (width + 1)] ?? 0);
        const counts = length > 1 || (said[here] ?? '').length > 1;
        if (counts && score > (best[at] ?? 0)) {
          best[at] = score;
          took[at] = length;
        }
      }
    }
  }
  return walk(best, took, said.length, words.length);
}

function walk(best: Int32Array, took: Int32Array, ends: number, end: number): Block[] {
  const width = end + 1;
  const blocks: Block[] = [];
  let here = 0;
  let there = 0;
  while (here < ends && there < end) {
    const at = here * width + there;
    const length = took[at] ?? 0;
    if (length > 0) {
      blocks.push({ here, there, length });
      here += length;
      there += length;
    } else if (best[at] === best[at + 1]) {
      there += 1;
    } else {
      here += 1;
    }
  }
  return blocks;
}
