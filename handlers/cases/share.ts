import type { Case } from '../../knowledge/cases/case.ts';
import type { CaseIndex } from '../../knowledge/search/case-index.ts';
import { mayRead } from '../access.ts';
import type { Asker } from '../inquiry.ts';

/** Written in short, too: `CAS-02713`. */
const number = /(?<![A-Z0-9])(?:CAS-\d{5}(?:-[A-Z0-9]{6})?|TMP-\d{8}-[A-Z0-9]{4})(?![A-Z0-9])/giu;
const longShort = 'CAS-00000'.length;
const hidden = '另一案例';

/**
 * A case as the asker may see it: people compare cases and write down numbers, and those of cases that he may not
 * see are not told. Who sees all customers gets the case as it is.
 */
export function shareCase(one: Case, asker: Asker, cases: CaseIndex): Case {
  if (asker.customer === undefined) {
    return one;
  }
  const hide = hiding([one.case, ...one.formerly], asker, cases);
  return {
    ...one,
    title: hide(one.title),
    symptom: hide(one.symptom),
    progress: hide(one.progress),
    resolution: hide(one.resolution),
    waitingFor: one.waitingFor === null ? null : hide(one.waitingFor),
    findings: one.findings.map((finding) => ({
      ...finding,
      seen: hide(finding.seen),
      done: hide(finding.done),
    })),
    timeline: one.timeline.map((entry) => ({ ...entry, what: hide(entry.what) })),
    logs: one.logs.map(hide),
  };
}

/** What makes a text of one's own cases fit for the asker: numbers of other cases that he may not see are hidden. */
export function hiding(
  own: readonly string[],
  asker: Asker,
  cases: CaseIndex,
): (text: string) => string {
  const isKnown = (written: string) => {
    const found = written.toUpperCase();
    const named = (known: string) =>
      found.length === longShort ? known.startsWith(found) : known === found;
    return own.some(named) || named(readable(found, asker, cases)?.case ?? '');
  };
  return (text) => text.replace(number, (found) => (isKnown(found) ? found : hidden));
}

function readable(found: string, asker: Asker, cases: CaseIndex): Case | undefined {
  const named =
    found.length === longShort
      ? cases.all().find((other) => other.case.startsWith(found))
      : cases.get(found);
  return named && mayRead(asker, named) ? named : undefined;
}
