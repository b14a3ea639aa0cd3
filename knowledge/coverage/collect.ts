import type { Cause, Collect, InputReport } from '../diagnosis.ts';
import type { Knowledge } from '../knowledge.ts';
import { logsToCollect } from '../questions.ts';
import { type Gap, isFile } from './gaps.ts';
import { kindOfFailure } from './kind.ts';
import { missingLogs, wasSent } from './needs.ts';
import { collectForGap } from './words.ts';

/** More would not be collected. */
const most = 4;

export interface Found {
  causes: readonly Cause[];
  reports: readonly InputReport[];
  gaps: readonly Gap[];
}

/**
 * What to send, only what was not sent. A named cause needs what its signature asks for; without one the logs that
 * this kind of failure writes; where the logs miss the failure, those that hold it come first. `unsure`: nothing is
 * named, and help is wanted.
 */
export function collectFor(
  { causes, reports, gaps }: Found,
  { engine }: Pick<Knowledge, 'engine'>,
  unsure: boolean,
  said: string,
): Collect[] {
  const [first] = causes;
  const signature = first && engine.byId.get(first.signature);
  const own = (signature?.collect ?? []).filter((one) => !wasSent(one, reports));
  const missed = distinct(gaps.map(collectForGap));
  if (!unsure) {
    return [...missed, ...own].slice(0, most);
  }
  if (!reports.some(isFile)) {
    return own.length > 0 ? own : logsToCollect(said);
  }
  const kind = kindOfFailure(first, signature, reports, said);
  const missing = kind ? missingLogs(kind, reports) : [];
  const wanted = distinct([...missed, ...own, ...missing]);
  return wanted.length > 0 ? wanted.slice(0, most) : logsToCollect(said);
}

/** Two requests that name the same file are one. */
function distinct(wanted: readonly Collect[]): Collect[] {
  const seen = new Set<string>();
  return wanted.filter(({ what }) => {
    const names = what.match(fileName)?.map((name) => name.toLowerCase()) ?? [what];
    const isNew = names.some((name) => !seen.has(name));
    for (const name of names) {
      seen.add(name);
    }
    return isNew;
  });
}

const fileName = /[\w$*-]{3,40}\.(?:log|xml|evtx|dmp|cab|txt)\b/giu;
