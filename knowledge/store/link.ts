import { type Case, isTemporary, type StatusEntry, type TimelineEntry } from '../cases/case.ts';
import { statusesOf } from '../cases/change.ts';
import { mergeCase } from '../cases/merge.ts';
import { keepAccepted } from '../cases/merge-prose.ts';
import type { Linked } from './store.ts';

type Union = Exclude<Linked, { kind: 'missing' }>;

/** The same case under its number of the CRM. `at` is Shanghai wall time. */
export function renameCase(one: Case, to: string, at: string): Union {
  const formerly = formerNumbers(to, one);
  const timeline = uniteTimelines(one.timeline, [linkEntry(one.case, to, at)]);
  return { kind: 'linked', case: { ...one, case: to, formerly, timeline }, conflicts: [] };
}

/** What was gathered under the temporary number goes into the case of the CRM, which keeps what it says itself. */
export function uniteCases(known: Case, linked: Case, at: string): Union {
  const isOneCustomers =
    known.customer === linked.customer || !(isNamed(known.customer) && isNamed(linked.customer));
  if (!isOneCustomers || !(isTemporary(linked.case) || isTemporary(known.case))) {
    return { kind: 'refused', case: known };
  }
  const { case: merged, conflicts } = mergeCase(known, { ...linked, case: known.case });
  const entries = [...linked.timeline, linkEntry(linked.case, known.case, at)];
  return {
    kind: 'linked',
    case: {
      ...merged,
      ...(isHearsay(known) ? {} : { ...words(known, merged, linked), ...standing(known, linked) }),
      opened: earliest(known.opened, linked.opened),
      updated: latest(known.updated, linked.updated),
      timeline: uniteTimelines(known.timeline, entries),
      formerly: formerNumbers(known.case, known, linked),
    },
    conflicts: [...conflicts, ...findConflicts(known, linked)],
  };
}

function isNamed(customer: string): boolean {
  return customer !== '' && customer !== '未说明';
}

/** Known only from a table in somebody else's mail: how it stands is better known to whoever works on it. */
function isHearsay({ timeline, source }: Case): boolean {
  return timeline.length === 0 && source === 'thread';
}

/** A reading that is newer would replace them. */
function words(known: Case, merged: Case, linked: Case): Partial<Case> {
  return {
    symptom: known.symptom || merged.symptom,
    findings: known.findings.length > 0 ? keepAccepted(known.findings, linked) : merged.findings,
    progress: known.progress || merged.progress,
    resolution: known.resolution || merged.resolution,
    verified: known.resolution ? known.verified : merged.verified,
  };
}

function standing(known: Case, linked: Case): Partial<Case> {
  const { status, waitingFor, closed } = known;
  return { status, waitingFor, closed, statuses: uniteStatuses(known, linked) };
}

/** How it stood before the CRM knew of it, then as the CRM tells. */
function uniteStatuses(known: Case, linked: Case): StatusEntry[] {
  const own = statusesOf(known);
  const first = own[0];
  const earlier = statusesOf(linked).filter(({ since }) => first && since < first.since);
  if (earlier.length === 0) {
    return known.statuses;
  }
  const stoodSo = earlier.at(-1)?.status === first?.status;
  return [...earlier, ...own.slice(stoodSo ? 1 : 0)];
}

function earliest(...days: string[]): string {
  return days.sort().at(0) ?? '';
}

function latest(...days: string[]): string {
  return days.sort().at(-1) ?? '';
}

function formerNumbers(current: string, ...cases: readonly Case[]): string[] {
  const numbers = cases.flatMap((one) => [...one.formerly, one.case]);
  return unite(numbers, []).filter((one) => one !== current);
}

function unite(left: readonly string[], right: readonly string[]): string[] {
  return [...new Set([...left, ...right])];
}

function linkEntry(from: string, to: string, at: string): TimelineEntry {
  return { at, by: 'desk', what: `${from} 关联为 ${to}。` };
}

function uniteTimelines(left: TimelineEntry[], right: TimelineEntry[]): TimelineEntry[] {
  const byContent = new Map(
    [...left, ...right].map((entry) => [`${entry.at} ${entry.by} ${entry.what}`, entry]),
  );
  return [...byContent.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const statusWords: Record<Case['status'], string> = {
  open: '处理中',
  'waiting-customer': '等待客户',
  'waiting-vendor': '等待厂商',
  archived: '已归档',
};

function findConflicts(known: Case, linked: Case): string[] {
  const differences: [string, string, string][] = [
    ['状态', isHearsay(known) ? '' : statusWords[known.status], statusWords[linked.status]],
    ['结果', known.resolution, linked.resolution],
  ];
  return differences
    .filter(([, ours, theirs]) => ours && theirs && ours !== theirs)
    .map(
      ([field, ours, theirs]) =>
        `${known.case} 的${field}：已存“${ours}”，${linked.case} 为“${theirs}”，保留已存的。`,
    );
}
