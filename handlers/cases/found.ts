import type { Finding } from '../../knowledge/cases/case.ts';
import type { CaseChange } from '../../knowledge/cases/change.ts';
import { extractFeatures } from '../../knowledge/cases/features.ts';
import { redactLine } from '../../knowledge/cases/redact.ts';
import type { Cause, Diagnosis } from '../../knowledge/diagnosis.ts';
import type { Asked } from './asked.ts';

const longestLine = 1000;

/** What a diagnosis brings into the case that it is filed under. Lines of logs are redacted once more. */
export function foundIn({ diagnosis, question }: Asked): NonNullable<CaseChange['found']> {
  const named = namedCauses(diagnosis);
  const proving = named.length > 0 ? named : diagnosis.causes.slice(0, 1);
  const evidence = proving
    .flatMap((cause) => cause.evidence)
    .map((one) => ({ ...one, text: redactLine(one.text).slice(0, longestLine).toWellFormed() }));
  const { lastFailure } = diagnosis;
  const text = [
    question,
    ...evidence.map((one) => one.text),
    `${lastFailure?.what ?? ''} ${lastFailure?.code ?? ''}`,
  ].join('\n');
  return {
    signatures: named.map(({ signature }) => signature),
    features: extractFeatures(text),
    evidence,
  };
}

/** A cause that is named is a finding; what is inferred is said to be so, and nothing has been done yet. */
export function findingsIn({ diagnosis }: Asked, branch: string | null): Finding[] {
  return namedCauses(diagnosis).map((cause) => ({
    where: branch ?? '未说明',
    seen: describeSeen(cause),
    causeClasses: cause.causeClass === null ? [] : [cause.causeClass],
    done: '',
    helped: null,
  }));
}

function describeSeen({ certainty, title, explanation, inference }: Cause): string {
  const guess = inference ? `推测：${inference.title}（尚未验证）。` : '';
  return `${certainty === 'likely' ? '很可能：' : ''}${title}。${explanation}${guess}`;
}

export function namedCauses({ causes }: Diagnosis): Cause[] {
  return causes.filter(({ certainty }) => certainty !== 'clue');
}

/** What the case is called when nobody gave it a name. */
export function titleOf(asked: Asked): string {
  const [cause] = namedCauses(asked.diagnosis);
  return cause?.title ?? wordsOf(asked);
}

const logBegins = /\s*\[?\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T,]+\d{1,2}:\d{2}.*$/su;

/** What somebody asked in his own words, without the log lines behind it; empty when there are none. */
export function wordsOf({ question }: Pick<Asked, 'question'>): string {
  return question.replace(logBegins, '').trim();
}
