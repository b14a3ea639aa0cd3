import { type ReadRequest, readInputs } from '../input/read.ts';
import type { LogRecord } from '../input/record.ts';
import { scanLines } from '../input/scan-lines.ts';
import { tellingScore } from './propose.ts';

/** A record that may say why something failed. */
export interface Candidate {
  input: string;
  line: number;
  format: string;
  text: string;
  /** As it was sent. */
  raws: string[];
  score: number;
}

const mostShown = 12;
const mostKept = 400;

/** The most telling records of some logs, in the order of the logs; what is said again counts once. */
export async function findCandidates(
  request: Pick<ReadRequest, 'uploads' | 'limits' | 'spoolFolder'>,
): Promise<Candidate[]> {
  const kept = new Map<string, Candidate>();
  await readInputs({
    ...request,
    scan: scanLines,
    filter: { match: (_, found) => found.push(0) },
    found: (record) => keep(record, kept),
    cleanName: (name) => name,
  });
  const all = [...kept.values()];
  const best = new Set(
    [...all].sort((left, right) => right.score - left.score).slice(0, mostShown),
  );
  return all.filter((one) => best.has(one));
}

const numbers = /\d+/gu;

function keep(record: LogRecord, kept: Map<string, Candidate>): void {
  const score = tellingScore(record.text);
  const key = record.text.replace(numbers, '0').slice(0, 200);
  if (score > 0 && !kept.has(key) && kept.size < mostKept) {
    kept.set(key, {
      input: record.input,
      line: record.parts[0]?.line ?? 1,
      format: record.format,
      text: record.text,
      raws: record.parts.map(({ raw }) => raw),
      score,
    });
  }
}
