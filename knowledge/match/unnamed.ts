import type { Cause, Diagnosis } from '../diagnosis.ts';
import type { Outcome } from './collector.ts';
import { quoteHit } from './evidence.ts';

/** The signature id of a failure that no signature explains. */
export const unnamedFailure = 'unnamed-failure';

const bareCode = /^[0-9a-f]{8}$/iu;

export function createLastFailure({ hit }: Outcome): NonNullable<Diagnosis['lastFailure']> {
  const code = hit.variables.code ?? '';
  return {
    time: hit.record.time ?? null,
    what: nameOf(hit.variables.what ?? ''),
    code: (bareCode.test(code) ? `0x${code}` : code).toLowerCase(),
  };
}

const kb = /KB\d{6,7}/iu;

/** An update is known by its KB number; everything else as the log calls it. */
function nameOf(what: string): string {
  return kb.exec(what)?.[0].toUpperCase() ?? what.trim();
}

/** A failure is on record and no signature knows it: say so, with the record, and guess nothing. */
export function createFallback(failure: Outcome): Cause {
  const { code } = createLastFailure(failure);
  return {
    signature: unnamedFailure,
    causeClass: null,
    title: '有失败记录，暂未对应到已知原因',
    explanation:
      '日志里有失败记录，但没有足以说明原因的行。真正的原因可能在更早的记录里，或在没有发来的日志里。',
    certainty: 'clue',
    inference: null,
    variables: code ? { code } : {},
    evidence: [quoteHit(failure.hit)],
    explains: [],
    cases: [],
    seen: null,
  };
}
