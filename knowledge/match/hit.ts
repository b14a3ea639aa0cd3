import type { LogRecord } from '../input/record.ts';

/** One pattern found in one record. */
export interface Hit {
  /** The condition name in its signature. */
  name: string;
  record: LogRecord;
  /** Counts the records of the input that hold any candidate: an order within the input. */
  order: number;
  /** CBS session, setup run or DISM command of the input; 0 before the first. */
  session: number;
  /** Milliseconds of the record's own clock, or of the last record before it that has a time. */
  at: number | undefined;
  variables: Readonly<Record<string, string>>;
  /** Where in the record's text the pattern matched. */
  start: number;
  end: number;
  /** Of its input; set when all was read. */
  origin?: Origin;
  /** The list that keeps it; undefined where nothing was counted. */
  list?: HitList;
}

/** Shared by all hits of one input. */
export interface Origin {
  /** Opaque; see `Machines`. */
  machine: string;
}

/** The first and the last hits of one pattern in one input; what lies between is only counted. */
export interface HitList {
  hits: Hit[];
  count: number;
  /** How many hits captured the same values, also of those that are not kept. */
  alike: Map<string, number>;
}

/** More say nothing new: evidence shows five, conditions count to a few. */
const keptAtEachEnd = 100;

const mostKinds = 1000;

export function addHit(list: HitList, hit: Hit): void {
  list.count += 1;
  const key = valuesOf(hit);
  const alike = list.alike.get(key) ?? 0;
  if (alike > 0 || list.alike.size < mostKinds) {
    list.alike.set(key, alike + 1);
  }
  if (list.hits.length === keptAtEachEnd * 2) {
    list.hits.splice(keptAtEachEnd, 1);
  }
  list.hits.push({ ...hit, list });
}

/** Two hits of a pattern say the same when they captured the same. */
export function valuesOf(hit: Hit): string {
  return JSON.stringify(hit.variables);
}

/** How often the like was seen in its input; known only where more was seen than is kept. */
export function countAlike(hit: Hit): number {
  const { list } = hit;
  return list && list.count > list.hits.length ? (list.alike.get(valuesOf(hit)) ?? 1) : 1;
}

const archive = /^(.{1,400}\.(?:zip|cab|7z|gz|tar|tgz|eml|msg))\//iu;

/** Servicing packs its own older logs; the cabinet belongs to the machine of the log beside it. */
const rotated = /(?<=^|\/)[^/]{1,200}\.cab\/(?=CbsPersist_[^/]{1,120}$)/iu;

/** Whose log it is: an archive or a folder is one machine, loose files and the paste are one together. */
export function machineOf(input: string): string {
  const place = input.replace(rotated, '');
  const inArchive = archive.exec(place)?.[1];
  if (inArchive) {
    return inArchive;
  }
  const slash = place.indexOf('/');
  return slash < 0 ? '' : place.slice(0, slash);
}

/** `machineOf`, unless a closer look at all inputs says otherwise. */
export function machineOfHit({ origin, record }: Hit): string {
  return origin?.machine ?? machineOf(record.input);
}

/** By time, then by place: an order that does not depend on how the inputs were sent. */
export function compareHits(left: Hit, right: Hit): number {
  const byTime = (left.at ?? 0) - (right.at ?? 0);
  if (byTime !== 0) {
    return byTime;
  }
  return compareText(left.record.input, right.record.input) || left.order - right.order;
}

export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
