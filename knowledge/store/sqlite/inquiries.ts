import type { DatabaseSync } from 'node:sqlite';
import type { AskedQuestion, Feedback, SignatureCount, Store, StoredInquiry } from '../store.ts';
import { findCase } from './case-rows.ts';
import { all, type Row, run, transaction } from './database.ts';

export function inquiryMethods(db: DatabaseSync) {
  return {
    saveInquiry: async (inquiry: StoredInquiry) => saveInquiry(db, inquiry),
    findInquiry: async (id: string) =>
      parseInquiry(all(db, 'SELECT body, case_number FROM inquiries WHERE id = ?', id)[0]),
    listInquiries: async (conversation: string, since: number) =>
      all(
        db,
        'SELECT body, case_number FROM inquiries WHERE conversation = ? AND at >= ? ORDER BY at DESC, rowid DESC',
        conversation,
        since,
      )
        .map(parseInquiry)
        .filter((one) => one !== undefined),
    listAsked: async (from: number, to: number) =>
      all(
        db,
        'SELECT id, at, asked, case_number FROM inquiries WHERE at >= ? AND at < ? ORDER BY at, rowid',
        from,
        to,
      ).map(parseAsked),
    fileInquiry: async (id: string, caseNumber: string) =>
      transaction(db, () => {
        const current = findCase(db, caseNumber)?.case ?? caseNumber;
        return run(db, 'UPDATE inquiries SET case_number = ? WHERE id = ?', current, id) > 0;
      }),
    saveFeedback: async ({ inquiry, asker, helpful, reason, at }: Feedback) => {
      run(
        db,
        `INSERT INTO feedback (inquiry, asker, helpful, reason, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (inquiry, asker) DO UPDATE SET helpful = excluded.helpful, reason = excluded.reason, at = excluded.at`,
        inquiry,
        asker,
        helpful ? 1 : 0,
        reason,
        at,
      );
    },
    countSignatures: async () => all(db, countSql).map(parseCount),
  } satisfies Partial<Store>;
}

/** Answers from before a clue's signature was kept count only where they named a cause. */
const countSql = `
  WITH firsts AS (
    SELECT id, coalesce(asked ->> '$.first', asked ->> '$.signature') AS signature FROM inquiries
  ), said AS (
    SELECT inquiry, sum(helpful) AS helpful, sum(1 - helpful) AS wrong FROM feedback GROUP BY inquiry
  )
  SELECT signature, count(*) AS hits, coalesce(sum(said.helpful), 0) AS helpful, coalesce(sum(said.wrong), 0) AS wrong
  FROM firsts LEFT JOIN said ON said.inquiry = firsts.id
  WHERE signature IS NOT NULL GROUP BY signature ORDER BY hits DESC, signature`;

function parseCount({ signature, hits, helpful, wrong }: Row): SignatureCount {
  return {
    signature: String(signature),
    hits: Number(hits),
    helpful: Number(helpful),
    wrong: Number(wrong),
  };
}

/** An answer that is made again after a crash does not take the question out of its case. */
export function saveInquiry(db: DatabaseSync, { case: filed, ...inquiry }: StoredInquiry): void {
  run(
    db,
    `INSERT INTO inquiries (id, conversation, at, body, asked, case_number) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       at = excluded.at, body = excluded.body, asked = excluded.asked,
       case_number = coalesce(excluded.case_number, case_number)`,
    inquiry.id,
    inquiry.conversation,
    inquiry.at,
    JSON.stringify(inquiry),
    JSON.stringify(askedOf(inquiry)),
    filed ?? null,
  );
}

export function moveInquiries(db: DatabaseSync, from: string, to: string): void {
  run(db, 'UPDATE inquiries SET case_number = ? WHERE case_number = ?', to, from);
}

/** Our own rows: written by `saveInquiry` and nobody else. */
export function parseInquiry(row: Row | undefined): StoredInquiry | undefined {
  if (!row) {
    return undefined;
  }
  const inquiry = JSON.parse(String(row.body)) as StoredInquiry;
  return row.case_number === null ? inquiry : { ...inquiry, case: String(row.case_number) };
}

type Asked = Omit<AskedQuestion, 'id' | 'at' | 'case'> & {
  /** The signature that came first, also as a clue. */
  first?: string | undefined;
};

/** Kept beside the answer: a month of whole answers takes seconds to read. */
function askedOf(inquiry: StoredInquiry): Asked {
  const first = inquiry.diagnosis?.causes[0];
  const named = first?.certainty === 'clue' ? undefined : first;
  return {
    face: inquiry.face,
    conversation: inquiry.conversation,
    asker: inquiry.asker,
    customer: inquiry.customer,
    branch: inquiry.branch,
    question: inquiry.question,
    verdict: inquiry.diagnosis?.verdict,
    signature: named?.signature,
    title: named?.title,
    first: first?.signature,
  };
}

function parseAsked({ id, at, asked, case_number: filed }: Row): AskedQuestion {
  // What the migration wrote for old rows has `null` where nothing was known.
  const known = JSON.parse(String(asked)) as { [Key in keyof Asked]: Asked[Key] | null };
  return {
    id: String(id),
    at: Number(at),
    face: known.face ?? '',
    conversation: known.conversation ?? '',
    asker: known.asker ?? '',
    customer: known.customer ?? undefined,
    branch: known.branch ?? undefined,
    case: filed === null ? undefined : String(filed),
    question: known.question ?? '',
    verdict: known.verdict ?? undefined,
    signature: known.signature ?? undefined,
    title: known.title ?? undefined,
  };
}
