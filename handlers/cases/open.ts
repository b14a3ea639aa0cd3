import { createHash } from 'node:crypto';
import type { Case } from '../../knowledge/cases/case.ts';
import { extractFeatures, mergeFeatures } from '../../knowledge/cases/features.ts';
import { wallDay, wallTime } from '../../knowledge/wall-time.ts';
import { isDesk, mayRead } from '../access.ts';
import { audit } from '../audit.ts';
import type { Speaking } from '../command.ts';
import type { Asked } from './asked.ts';
import { findAny } from './find.ts';
import { findingsIn, foundIn } from './found.ts';
import type { Opening } from './read-opening.ts';

export type Opened =
  | { kind: 'opened' | 'exists'; case: Case; filed: boolean }
  /** A Chinese sentence: why not, and what to do. */
  | { kind: 'refused'; reason: string };

/** What is known of a case that is opened; the customer is a configured one. */
export type KnownOpening = Opening & { customer: string };

/** One conversation opens one case for a question, however often and by however many it is asked to. */
export async function openCase(
  opening: KnownOpening,
  asked: Asked | undefined,
  context: Speaking,
): Promise<Opened> {
  const caseNumber = opening.number ?? (await freeNumber(opening, asked, context));
  const known = await findAny(caseNumber, context);
  if (known && (opening.number !== undefined || !mayRead(context.asker, known))) {
    return mayRead(context.asker, known) ? fileUnder(known, asked, context) : refused;
  }
  const made = createCase(caseNumber, opening, asked, context);
  const opened = await context.store.openCase(made);
  if (!mayRead(context.asker, opened.case)) {
    return refused;
  }
  if (opened.kind === 'opened') {
    await audit(context, 'open', opened.case.case);
  }
  return { ...(await fileUnder(opened.case, asked, context)), kind: opened.kind };
}

const refused: Opened = {
  kind: 'refused',
  reason: '这个案例号不能在这里使用。请核对案例号，或在团队频道操作。没有开案例。',
};

async function fileUnder(one: Case, asked: Asked | undefined, { store }: Speaking) {
  const filed = asked !== undefined && (await store.fileInquiry(asked.id, one.case));
  return { kind: 'exists' as const, case: one, filed };
}

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const attempts = 20;

/** The same for the same question, or for the same title where nothing was asked: a second press finds the first. */
async function freeNumber(
  opening: KnownOpening,
  asked: Asked | undefined,
  context: Speaking,
): Promise<string> {
  const { asker, conversation, now } = context;
  const day = wallDay(now()).replaceAll('-', '');
  const seed = [asker.face, conversation, asked?.id ?? opening.title, opening.customer].join('\n');
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const bytes = createHash('sha256').update(`${seed}\n${attempt}`).digest();
    const letters = [...bytes.subarray(0, 4)].map((byte) => alphabet[byte % alphabet.length]);
    const caseNumber = `TMP-${day}-${letters.join('')}`;
    const other = await findAny(caseNumber, context);
    if (!other || (mayRead(asker, other) && other.customer === opening.customer)) {
      return caseNumber;
    }
  }
  throw new Error('no temporary case number is free');
}

function createCase(
  caseNumber: string,
  opening: KnownOpening,
  asked: Asked | undefined,
  { asker, now }: Speaking,
): Case {
  const { title, customer, branch, severity, machines, symptom } = opening;
  const at = wallTime(now());
  const today = at.slice(0, 10);
  const found = asked && foundIn(asked);
  const told = extractFeatures(`${title}\n${symptom}`);
  return {
    case: caseNumber,
    title,
    severity,
    customer,
    branch,
    status: 'open',
    statuses: [{ status: 'open', since: today }],
    waitingFor: null,
    owner: null,
    machines,
    opened: today,
    updated: today,
    closed: null,
    symptom,
    findings: asked ? findingsIn(asked, branch) : [],
    progress: '',
    resolution: '',
    verified: false,
    timeline: [{ at, by: isDesk(asker) ? 'desk' : 'customer', what: `开案例：${title}` }],
    features: found ? mergeFeatures(told, found.features) : told,
    wording: [],
    logs: found ? [...new Set(found.evidence.map(({ text }) => text))] : [],
    signatures: found?.signatures ?? [],
    formerly: [],
    source: 'chat',
    byHand: [],
  };
}
