import { z } from 'zod';
import { type Case, CaseStatus } from '../../knowledge/cases/case.ts';
import { findBranch } from '../../knowledge/cases/places.ts';
import { findCauseClasses } from '../../knowledge/cases/thread-causes.ts';
import { hashOf } from '../../knowledge/search/meaning.ts';
import type { Speaking } from '../command.ts';
import type { Difference } from '../model/read-thread.ts';
import { changeCase, type Outcome } from './change.ts';
import { cleanLine } from './clean.ts';
import { findVisible } from './find.ts';
import { statusWords } from './words.ts';

const Mail = z.object({ at: z.string(), by: z.enum(['desk', 'customer', 'vendor']) });

/** Of our own writing, but perhaps of an older program. */
const Stored = z.object({
  /** The status that the differences were told from. */
  status: CaseStatus,
  differences: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('finding'),
        number: z.int(),
        text: z.string(),
        quote: z.string(),
        mail: Mail,
      }),
      z.object({
        kind: z.literal('status'),
        number: z.int(),
        value: CaseStatus,
        quote: z.string(),
        mail: Mail,
      }),
    ]),
  ),
});
type Stored = z.infer<typeof Stored>;

/** A difference keeps its number until it is taken in or the mails are read again. */
export type Numbered = Stored['differences'][number];

export async function saveReading(
  one: Pick<Case, 'case' | 'status'>,
  differences: readonly Difference[],
  { store }: Pick<Speaking, 'store'>,
): Promise<Numbered[]> {
  const numbered = differences.map((difference, index) => ({ ...difference, number: index + 1 }));
  const reading: Stored = { status: one.status, differences: numbered };
  await store.saveReading(one.case, JSON.stringify(reading));
  return numbered;
}

export async function findReading(
  caseNumber: string,
  { store }: Pick<Speaking, 'store'>,
): Promise<Stored | undefined> {
  const body = await store.findReading(caseNumber);
  return body === undefined ? undefined : Stored.safeParse(JSON.parse(body)).data;
}

const keyLength = 12;

/** Tells one difference from another that later got its number. */
export function keyOf(one: Numbered): string {
  const said = one.kind === 'finding' ? one.text : one.value;
  return hashOf(`${one.kind}\n${said}\n${one.quote}`).slice(0, keyLength);
}

/** `处理中 → 已归档`; a finding in its own words. */
export function describeDifference(difference: Numbered, status: CaseStatus): string {
  return difference.kind === 'finding'
    ? `发现：${difference.text}`
    : `状态：${statusWords[status]} → ${statusWords[difference.value]}`;
}

export function describeQuote({ quote, mail }: Numbered): string {
  const who = { desk: '支持台', customer: '客户', vendor: '厂商' }[mail.by];
  return `原文（${mail.at.slice(0, 10)} ${who}）：“${quote}”`;
}

export type Accepted = Outcome | { kind: 'none' } | { kind: 'unknown'; numbers: number[] };

const longestFinding = 300;

/**
 * Takes in what somebody chose of the last reading, as a change of his; the rest of it stays. `none`: there is no
 * reading; `unknown`: these numbers are not in it, and nothing was changed.
 */
export async function acceptReading(
  caseNumber: string,
  numbers: readonly number[],
  context: Speaking,
): Promise<Accepted> {
  const one = await findVisible(caseNumber, context);
  if (!one) {
    return { kind: 'missing' };
  }
  const reading = await findReading(one.case, context);
  if (!reading) {
    return { kind: 'none' };
  }
  const { differences, status } = reading;
  const unknown = numbers.filter((number) => !differences.some((other) => other.number === number));
  if (unknown.length > 0) {
    return { kind: 'unknown', numbers: unknown };
  }
  const chosen = differences.filter(({ number }) => numbers.includes(number));
  const changed = chosen.find((other) => other.kind === 'status');
  const findings = chosen.flatMap((other) =>
    other.kind === 'finding' ? [findingOf(other, context)] : [],
  );
  const outcome = await changeCase(
    one.case,
    {
      set: changed ? { status: changed.value } : {},
      ...(changed && { seen: { status } }),
      ...(findings.length > 0 && { findings }),
      note: noteOf(findings, changed && describeDifference(changed, status)),
      what: changed?.value === 'archived' ? 'archive' : 'change',
    },
    context,
  );
  if (outcome.kind === 'changed' || outcome.kind === 'unchanged') {
    const left = differences.filter(({ number }) => !numbers.includes(number));
    const rest: Stored = { status: changed?.value ?? status, differences: left };
    await context.store.saveReading(one.case, JSON.stringify(rest));
  }
  return outcome;
}

function findingOf(
  { text, quote }: Extract<Numbered, { kind: 'finding' }>,
  { desk }: Pick<Speaking, 'desk'>,
): Case['findings'][number] {
  return {
    where: findBranch(`${text}\n${quote}`) ?? '未说明',
    seen: cleanLine(text, longestFinding, desk),
    causeClasses: findCauseClasses(`${text}\n${quote}`),
    done: '',
    // It is told that it helped where somebody wrote so in a mail, and rules have read that already.
    helped: null,
    byHand: true,
  };
}

function noteOf(findings: readonly Case['findings'][number][], status: string | undefined): string {
  const told = [...findings.map(({ seen }) => `发现：${seen}`), ...(status ? [status] : [])];
  return `核对邮件后补充：${told.join('；')}`;
}
