import type { Case } from '../../knowledge/cases/case.ts';
import type { AskedQuestion } from '../../knowledge/store/store.ts';
import { wallTime } from '../../knowledge/wall-time.ts';
import { isOpen, statusAt } from './days.ts';
import type { DigestInput } from './facts.ts';

/** Enough of a case to recognise it. */
export interface CaseName {
  case: string;
  title: string;
  severity: string | null;
  branch: string | null;
}

export interface UnansweredQuestion {
  /** Wall time in the configured zone. */
  at: string;
  face: string;
  customer: string | null;
  branch: string | null;
  /** Redacted. */
  question: string;
}

/** What happened between two evenings. */
export interface News {
  opened: readonly CaseName[];
  archived: readonly CaseName[];
  reopened: readonly CaseName[];
  /** How many questions were answered 未识别. */
  unanswered: number;
  /** Their text, for the desk alone. */
  questions: readonly UnansweredQuestion[];
}

export function findNews(
  cases: readonly Case[],
  after: string,
  until: string,
  input: DigestInput,
): News {
  const news = { opened: [] as CaseName[], archived: [] as CaseName[], reopened: [] as CaseName[] };
  for (const one of cases) {
    const [before, now] = [statusAt(one, after), statusAt(one, until)];
    if (before === undefined && now !== undefined) {
      news.opened.push(nameOf(one));
    }
    if (before !== 'archived' && now === 'archived') {
      news.archived.push(nameOf(one));
    }
    if (before === 'archived' && isOpen(now)) {
      news.reopened.push(nameOf(one));
    }
  }
  const unanswered = findUnanswered(input);
  const isOurs = input.scope.customer === undefined;
  return {
    opened: news.opened.sort(bySeverity),
    archived: news.archived.sort(bySeverity),
    reopened: news.reopened.sort(bySeverity),
    unanswered: unanswered.length,
    questions: isOurs ? unanswered.map((one) => questionOf(one, input.zone)) : [],
  };
}

function nameOf({ case: number, title, severity, branch }: Case): CaseName {
  return { case: number, title, severity, branch };
}

function bySeverity(a: CaseName, b: CaseName): number {
  const [left, right] = [`${a.severity ?? 'P9'} ${a.case}`, `${b.severity ?? 'P9'} ${b.case}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

const greeting =
  /^(?:(?:你|您)?好|早|早上好|谢谢|多谢|好的?|收到|在吗|有人吗|测试|test|hi|hello|ok|okay|thanks|thx)[\s。，,.!！?？~～]*$/iu;
const anyWord = /[\p{L}\p{N}]/u;

/** The last word of each conversation counts: what was completed and then answered is no gap. */
function findUnanswered({ asked, askedSince }: DigestInput): AskedQuestion[] {
  const last = new Map<string, AskedQuestion>();
  for (const one of asked) {
    if (one.at >= askedSince && isQuestion(one)) {
      last.set(JSON.stringify([one.face, one.conversation]), one);
    }
  }
  return [...last.values()].filter(({ verdict }) => verdict === 'unknown');
}

function isQuestion({ question, verdict }: AskedQuestion): boolean {
  const text = question.trim();
  return verdict !== undefined && anyWord.test(text) && !greeting.test(text);
}

function questionOf(one: AskedQuestion, zone: string): UnansweredQuestion {
  return {
    at: wallTime(one.at, zone),
    face: one.face,
    customer: one.customer ?? null,
    branch: one.branch ?? null,
    question: one.question,
  };
}
