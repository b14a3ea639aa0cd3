import type { Case, Finding } from './case.ts';
import { bringsMails, knowsMore } from './merge-mails.ts';

/** Prose that a person writes better than rules read it. */
const TOLD = ['symptom', 'findings', 'resolution'] as const;

type Prose = Pick<
  Case,
  'symptom' | 'findings' | 'resolution' | 'progress' | 'machines' | 'verified' | 'byHand'
>;

/**
 * Mails tell best what happened: the earliest what was wrong, the latest what came of it. A row of the CRM only fills
 * what no mail told, and what a person wrote stays.
 */
export function mergeProse(stored: Case, read: Case): Prose {
  const byHand = handFields(stored);
  const kept = new Set<string>(byHand);
  const [newer, older] = knowsMore(read, stored) ? [read, stored] : [stored, read];
  const [best, other] = byMails(stored, read, newer, older);
  return {
    symptom: kept.has('symptom') ? stored.symptom || read.symptom : mergeSymptom(stored, read),
    findings: kept.has('findings')
      ? stored.findings
      : keepAccepted(mergeFindings(stored, read), stored),
    resolution: kept.has('resolution')
      ? stored.resolution || read.resolution
      : best.resolution || other.resolution,
    progress: newer.progress || older.progress,
    machines: newer.machines ?? older.machines,
    verified: stored.verified || read.verified,
    byHand,
  };
}

/** In a built-in case a person wrote all the prose. */
function handFields(stored: Case): string[] {
  const written = stored.source === 'builtin' ? TOLD : [];
  return [...new Set([...stored.byHand, ...written])];
}

/** With mails on one side only, that side is the better one; otherwise the newer. */
function byMails(stored: Case, read: Case, newer: Case, older: Case): [Case, Case] {
  const [mailsStored, mailsRead] = [stored.timeline.length > 0, read.timeline.length > 0];
  if (mailsStored === mailsRead) {
    return [newer, older];
  }
  return mailsStored ? [stored, read] : [read, stored];
}

function mergeSymptom(stored: Case, read: Case): string {
  const [first, second] = readsFromEarlier(read, stored) ? [read, stored] : [stored, read];
  return ownSymptom(first) || ownSymptom(second) || first.symptom || second.symptom;
}

/** A reading without a definition of the problem repeats the title. */
function ownSymptom({ symptom, title }: Case): string {
  return symptom === title ? '' : symptom;
}

function readsFromEarlier(read: Case, stored: Case): boolean {
  const [first, storedFirst] = [read.timeline[0]?.at, stored.timeline[0]?.at];
  if (first === undefined || storedFirst === undefined) {
    return first !== undefined || (storedFirst === undefined && knowsMore(read, stored));
  }
  const same = first.slice(0, 16) === storedFirst.slice(0, 16);
  return same ? read.timeline.length > stored.timeline.length : first < storedFirst;
}

/** What the reading with more mails tells, and what only the other one's own mails told. */
function mergeFindings(stored: Case, read: Case): Finding[] {
  const [fuller, other] =
    read.timeline.length > stored.timeline.length ? [read, stored] : [stored, read];
  if (fuller.findings.length === 0) {
    return other.findings;
  }
  if (other.timeline.length > 0 && !bringsMails(other, fuller)) {
    return fuller.findings;
  }
  const known = new Set(fuller.findings.map(keyOf));
  const added = other.findings.filter((finding) => !known.has(keyOf(finding)));
  return other.timeline.length > 0 ? [...fuller.findings, ...added] : fuller.findings;
}

/** What a person took in of the stored case stays beside whatever else is told. */
export function keepAccepted(merged: readonly Finding[], { findings }: Case): Finding[] {
  const accepted = findings.filter(({ byHand }) => byHand);
  const others = merged.filter(({ seen }) => !accepted.some((one) => one.seen === seen));
  return [...others, ...accepted];
}

function keyOf({ where, causeClasses }: Finding): string {
  return `${where} ${causeClasses.join()}`;
}
