import type { Case } from '../knowledge/cases/case.ts';
import { fillTemplate } from '../knowledge/match/template.ts';
import type { PostedDigest } from '../knowledge/store/store.ts';
import { addDays, wallDay } from '../knowledge/wall-time.ts';
import type { AnswerDeps } from './answer.ts';
import { shortSummary } from './command.ts';
import { composeBlocks } from './digest/blocks.ts';
import { startOf } from './digest/days.ts';
import { type DigestFacts, gatherFacts, type Scope } from './digest/facts.ts';
import { composeChart } from './digest/picture.ts';
import { changeWords } from './digest/words.ts';
import type { Reply } from './reply.ts';

export interface DigestRequest {
  /** `YYYY-MM-DD` in the configured zone; a past day is told as far as the cases remember it. */
  date: string;
  /** Whose cases may be named. */
  scope: Scope;
  /** The last summary that was posted where this one goes. */
  previous: PostedDigest | undefined;
}

export type DigestDeps = Pick<
  AnswerDeps,
  'knowledge' | 'library' | 'store' | 'desk' | 'drawChart' | 'now'
>;

const recentDays = 7;
/** Left beside a variable whose value is not known. */
const innerSpace = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;

/** The daily summary of what a scope may see. */
export async function composeDigest(request: DigestRequest, deps: DigestDeps): Promise<Reply> {
  const facts = await readFacts(request, deps);
  const chart = facts.changed ? [await composeChart(facts, deps.drawChart)] : [];
  return {
    blocks: composeBlocks(facts, chart, deps.desk),
    actions: [],
    images: [],
    files: [],
    summary: shortSummary(
      `案例日报 ${facts.date}：未结 ${facts.open.total}（${changeWords(facts)}），需要跟进 ${facts.followUps.length}`,
    ),
  };
}

/** The same without words. */
export async function readFacts(
  { date, scope, previous }: DigestRequest,
  { knowledge, library, store, desk, now }: DigestDeps,
): Promise<DigestFacts> {
  const { zone, staleDays, staff } = desk;
  const live = date >= wallDay(now(), zone);
  const last = previous?.date ?? addDays(date, -1);
  const askedSince = previous?.at ?? startOf(last, zone);
  const weekAgo = startOf(addDays(date, 1 - recentDays), zone);
  const until = live ? now() + 1 : startOf(addDays(date, 1), zone);
  return gatherFacts({
    date,
    scope,
    live,
    previous: last,
    cases: (await library.refresh()).all(),
    asked: await store.listAsked(Math.min(askedSince, weekAgo), until),
    askedSince,
    zone,
    staleDays,
    staff: new Set(staff.map(({ name }) => name)),
    titleOf: (signature, variables) => {
      const known = knowledge.engine.byId.get(signature);
      return known && fillTemplate(known.title, variables).replace(innerSpace, '');
    },
    causeOf: (one) => nameCause(one, knowledge),
  });
}

function nameCause(
  { signatures, findings }: Case,
  { engine, causeClasses }: DigestDeps['knowledge'],
): string | undefined {
  const named = signatures.flatMap((id) => engine.byId.get(id)?.causeClass ?? []);
  const read = findings.flatMap(({ causeClasses: classes }) => classes);
  return [...named, ...read].flatMap((id) => causeClasses.get(id)?.name ?? [])[0];
}
