import { randomUUID } from 'node:crypto';
import type { Case, CaseStatus } from '../../knowledge/cases/case.ts';
import type { RedactedMail } from '../../knowledge/cases/redacted-mails.ts';
import type { Step } from '../../knowledge/diagnosis.ts';
import { tokenize } from '../../knowledge/search/tokens.ts';
import type { Asker } from '../inquiry.ts';
import type { ModelDesk } from './desk.ts';
import { type DropReason, ground } from './ground.ts';
import { fence } from './material/fence.ts';
import type { Material } from './material.ts';
import { boundThreadReading, ThreadReading } from './outputs.ts';

/** What the mails say and the case does not, with the words that prove it. */
export type Difference = { quote: string; mail: Pick<RedactedMail, 'at' | 'by'> } & (
  | { kind: 'finding'; text: string }
  | { kind: 'status'; value: CaseStatus }
);

export interface RereadRequest {
  one: Pick<Case, 'case' | 'title' | 'findings' | 'status'>;
  mails: readonly RedactedMail[];
  asker: Asker;
}

export interface Reread {
  differences: Difference[];
  /** Mails that had no room. */
  unread: number;
}

const mostTokens = 1600;
const longestMails = 18_000;
const longestMail = 4000;
const shortestQuote = 8;
const longestQuote = 200;

/** Undefined when there is no answer. */
export async function rereadThread(
  { one, mails, asker }: RereadRequest,
  { gate, prompts, count }: ModelDesk,
  signal?: AbortSignal,
): Promise<Reread | undefined> {
  const sent = newest(mails);
  const said = await gate.ask(
    {
      prompt: prompts['read-thread'],
      data: fence(tell(one, sent)),
      schema: ThreadReading,
      mostTokens,
      asker,
      conversation: 'read-thread',
      inquiry: randomUUID(),
      case: one.case,
    },
    signal,
  );
  if (!said) {
    return undefined;
  }
  const { differences, dropped } = judge(boundThreadReading(said), one, sent);
  count('read-thread', differences.length, dropped);
  return { differences, unread: mails.length - sent.length };
}

/** How a case stands is told by its last mails. */
function newest(mails: readonly RedactedMail[]): RedactedMail[] {
  const kept: RedactedMail[] = [];
  let room = longestMails;
  for (const mail of mails.toReversed()) {
    const text = mail.text.slice(0, longestMail);
    room -= text.length;
    if (room < 0) {
      break;
    }
    kept.unshift({ ...mail, text });
  }
  return kept;
}

/** The keys are explained by the prompt. */
function tell({ title, findings, status }: RereadRequest['one'], mails: readonly RedactedMail[]) {
  return {
    title,
    mails: mails.map(({ at, by, text }, index) => ({ id: `M${index + 1}`, at, by, text })),
    findings: findings.map(({ where, seen, done, helped }) => ({ where, seen, done, helped })),
    status,
  };
}

function judge(
  { findings, status }: ThreadReading,
  one: RereadRequest['one'],
  mails: readonly RedactedMail[],
): { differences: Difference[]; dropped: DropReason[] } {
  const differences: Difference[] = [];
  const dropped: DropReason[] = [];
  for (const { text, quote } of findings) {
    const mail = findQuote(quote, mails);
    const material = materialOf(one, mails, mail);
    const grounded = ground([{ text, lines: [], steps: ['S1'] }], material, { isDraft: true });
    if (!mail) {
      dropped.push('reference');
    } else if (grounded.kept.length === 0) {
      dropped.push(...grounded.dropped);
    } else if (!isKnown(text, one) && !differences.some((other) => isSame(other, text))) {
      const place = placeOf(mail);
      differences.push({ kind: 'finding', text: text.trim(), quote: quote.trim(), mail: place });
    }
  }
  if (status && status.value !== one.status) {
    const mail = findQuote(status.quote, mails);
    if (mail) {
      const { value, quote } = status;
      differences.push({ kind: 'status', value, quote: quote.trim(), mail: placeOf(mail) });
    } else {
      dropped.push('reference');
    }
  }
  return { differences, dropped };
}

function placeOf({ at, by }: RedactedMail): Difference['mail'] {
  return { at, by };
}

/** The mails are facts here: a finding says again what they say. What was done must stand in the mail that is quoted. */
function materialOf(
  { title, findings }: RereadRequest['one'],
  mails: readonly RedactedMail[],
  quoted: RedactedMail | undefined,
): Material {
  const facts = [
    title,
    ...findings.flatMap(({ where, seen, done }) => [where, seen, done]),
    ...mails.map(({ text }) => text),
  ];
  return {
    question: undefined,
    causes: [],
    lines: [],
    steps: [{ id: 'S1', step: { ...noStep, detail: quoted?.text ?? '' } }],
    checks: [],
    cases: [],
    codes: [],
    facts,
  };
}

const noStep: Step = {
  title: '',
  detail: '',
  commands: [],
  who: 'branch',
  risk: 'none',
  success: '',
  undo: '',
};

const unwritten = /[\s\p{Cf}]/gu;

/** Letter for letter but for blanks and the width of letters, within one mail; the newest that holds it. */
function findQuote(quote: string, mails: readonly RedactedMail[]): RedactedMail | undefined {
  const wanted = normalise(quote);
  const fits = wanted.length >= shortestQuote && quote.trim().length <= longestQuote;
  return fits ? mails.findLast(({ text }) => normalise(text).includes(wanted)) : undefined;
}

function normalise(text: string): string {
  return text.normalize('NFKC').replace(unwritten, '').toLowerCase();
}

/** So much of it stands in one finding that it says nothing new. */
const knownShare = 0.8;

function isKnown(text: string, { findings }: RereadRequest['one']): boolean {
  const tokens = [...new Set(tokenize(text))];
  return findings.some(({ where, seen, done }) => {
    const told = new Set(tokenize(`${where}\n${seen}\n${done}`));
    return (
      tokens.length > 0 &&
      tokens.filter((token) => told.has(token)).length >= knownShare * tokens.length
    );
  });
}

function isSame(other: Difference, text: string): boolean {
  return other.kind === 'finding' && normalise(other.text) === normalise(text);
}
