import type { Evidence } from '../diagnosis.ts';
import { compareHits, countAlike, type Hit, valuesOf } from './hit.ts';
import type { Run } from './relate.ts';

const mostEvidence = 5;
/** A quoted line is cut behind this; the records that matter are shorter. */
const longestQuote = 2000;

/** The records that made the verdict, in their order, each with how often the like of it was seen. */
export function quote(hits: readonly Hit[], run: Run): Evidence[] {
  const seen = new Set<string>();
  const quoted: Evidence[] = [];
  for (const hit of [...hits].sort(compareHits)) {
    const evidence = quoteHit(hit, run);
    const key = `${evidence.input}\n${evidence.line}`;
    if (!seen.has(key) && quoted.length < mostEvidence) {
      seen.add(key);
      quoted.push(evidence);
    }
  }
  return quoted;
}

/** The lines of the record that the match touches, as they were sent. */
export function quoteHit(hit: Hit, run?: Run): Evidence {
  const { parts, input, time } = hit.record;
  const touched = parts.filter((part, index) => {
    const next = parts[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    return part.start < hit.end && next > hit.start;
  });
  const [first = parts[0], ...others] = touched;
  const text = [first, ...others].map((part) => part?.raw.trim()).join('\n');
  return {
    input,
    line: first?.line ?? 1,
    text: text.slice(0, longestQuote),
    time: time ?? null,
    times: Math.max(countAlike(hit), like(hit, run).length),
  };
}

/** Hits of the same name that captured the same values. */
function like(hit: Hit, run: Run | undefined): Hit[] {
  const values = valuesOf(hit);
  return (run?.get(hit.name) ?? []).filter((other) => valuesOf(other) === values);
}
