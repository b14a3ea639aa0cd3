import type { Case } from '../../knowledge/cases/case.ts';
import { isNamed } from '../../knowledge/diagnosis.ts';
import type { AskedQuestion } from '../../knowledge/store/store.ts';
import { addDays, wallDay } from '../../knowledge/wall-time.ts';
import type { DigestInput } from './facts.ts';

/** One cause in several branches within the last seven days. */
export interface CommonCause {
  signature: string;
  title: string;
  /** Each once; with the customer's name before it where there are several. */
  branches: readonly string[];
  /** At least so many; exactly so many when `isExact`. */
  machines: number;
  isExact: boolean;
  /** The first day of these seven on which it was seen. */
  since: string;
  /** Newest first. */
  cases: readonly string[];
  /** Questions that were filed under no case. */
  questions: number;
}

/** One machine or more that one case, or one conversation, tells of. */
interface Sighting {
  signature: string;
  title: string | undefined;
  customer: string;
  branch: string | undefined;
  machines: number;
  isExact: boolean;
  day: string;
  case: string | undefined;
  features: Case['features'] | undefined;
}

const windowDays = 7;
const leastBranches = 2;

/** What is seen in most branches first. */
export function findCommonCauses(cases: readonly Case[], input: DigestInput): CommonCause[] {
  const bySignature = new Map<string, Sighting[]>();
  for (const sighting of [
    ...sightingsOfCases(cases, input),
    ...sightingsOfQuestions(cases, input),
  ]) {
    const known = bySignature.get(sighting.signature);
    if (known) {
      known.push(sighting);
    } else {
      bySignature.set(sighting.signature, [sighting]);
    }
  }
  return [...bySignature]
    .map(([signature, sightings]) => sumUp(signature, sightings, input))
    .filter(({ branches }) => branches.length >= leastBranches)
    .sort(
      (a, b) =>
        b.branches.length - a.branches.length ||
        b.machines - a.machines ||
        (a.signature < b.signature ? -1 : 1),
    );
}

function isRecent(day: string, date: string): boolean {
  return day <= date && day > addDays(date, -windowDays);
}

function sightingsOfCases(cases: readonly Case[], { date }: DigestInput): Sighting[] {
  return cases
    .filter(({ opened }) => isRecent(opened, date))
    .flatMap((one) => {
      // The number of machines is that of the whole case; of its second cause it proves one machine.
      const only = one.signatures.length === 1;
      return [...new Set(one.signatures)].map((signature, index) => ({
        signature,
        title: undefined,
        customer: one.customer,
        branch: one.branch ?? undefined,
        machines: index === 0 ? (one.machines?.least ?? 1) : 1,
        isExact: only && one.machines !== null && one.machines.least === one.machines.most,
        day: one.opened,
        case: one.case,
        features: one.features,
      }));
    });
}

/** A conversation counts once, and not at all when its case is counted. */
function sightingsOfQuestions(
  cases: readonly Case[],
  { asked, date, zone }: DigestInput,
): Sighting[] {
  const counted = new Map(
    cases
      .filter(({ opened }) => isRecent(opened, date))
      .flatMap((one) => [one.case, ...one.formerly].map((number) => [number, one] as const)),
  );
  const sightings = new Map<string, Sighting>();
  for (const one of asked) {
    const day = wallDay(one.at, zone);
    const filed = one.case === undefined ? undefined : counted.get(one.case);
    if (!(isNamed(one) && one.signature && isRecent(day, date))) {
      continue;
    }
    const key = JSON.stringify([one.face, one.conversation, one.signature]);
    if (!(filed?.signatures.includes(one.signature) || sightings.has(key))) {
      sightings.set(key, sightingOf(one, one.signature, day));
    }
  }
  return [...sightings.values()];
}

function sightingOf(one: AskedQuestion, signature: string, day: string): Sighting {
  return {
    signature,
    title: one.title,
    customer: one.customer ?? '',
    branch: one.branch,
    machines: 1,
    isExact: false,
    day,
    case: one.case,
    features: undefined,
  };
}

function sumUp(
  signature: string,
  sightings: readonly Sighting[],
  { titleOf, scope }: DigestInput,
): CommonCause {
  const placed = sightings.filter(({ branch }) => branch !== undefined);
  const customers = new Set(placed.map(({ customer }) => customer));
  const several = scope.customer === undefined && customers.size > 1;
  const branches = placed.map(({ customer, branch = '' }) =>
    several ? [customer, branch].filter(Boolean).join(' ') : branch,
  );
  const numbers = sightings.flatMap((one) => one.case ?? []);
  return {
    signature,
    title: commonTitle(sightings) ?? titleOf(signature, commonVariables(sightings)) ?? signature,
    branches: [...new Set(branches)].sort(),
    machines: sightings.reduce((sum, { machines }) => sum + machines, 0),
    isExact: sightings.every(({ isExact }) => isExact),
    since: sightings.map(({ day }) => day).sort()[0] ?? '',
    cases: [...new Set(numbers)].sort().reverse(),
    questions: sightings.filter((one) => one.case === undefined).length,
  };
}

/** The title with its variables filled in, when everybody who asked got the same one. */
function commonTitle(sightings: readonly Sighting[]): string | undefined {
  const titles = new Set(sightings.flatMap(({ title }) => title ?? []));
  return titles.size === 1 ? [...titles][0] : undefined;
}

/** What all of its cases have, and nothing else of the kind: `{file}` is then that one. */
function commonVariables(sightings: readonly Sighting[]): Record<string, string> {
  const known = sightings.flatMap(({ features }) => features ?? []);
  const kinds = [
    ['file', known.map(({ files }) => files)],
    ['code', known.map(({ codes }) => codes)],
  ] as const;
  return Object.fromEntries(
    kinds.flatMap(([name, lists]) => {
      const [first = [], ...others] = lists;
      const shared = first.filter((value) => others.every((list) => list.includes(value)));
      return shared.length === 1 ? [[name, shared[0] ?? '']] : [];
    }),
  );
}
