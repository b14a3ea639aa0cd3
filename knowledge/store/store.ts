import type { Case, CaseStatus } from '../cases/case.ts';
import type { CaseChange, Changed } from '../cases/change.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { Job, JobState, NewJob } from './job.ts';

/** One question and its answer. Redacted: what was sent itself lies in the inbox folder until its retention ends. */
export interface StoredInquiry {
  id: string;
  face: string;
  /** Opaque. */
  conversation: string;
  /** Opaque. */
  asker: string;
  customer: string | undefined;
  branch?: string | undefined;
  /** The case it was filed under. */
  case?: string | undefined;
  /** Milliseconds since the epoch. */
  at: number;
  /** First words of what was asked, redacted. */
  question: string;
  /** What was sent, by names of our own below the inbox folder. */
  sent: SentItem[];
  diagnosis: Diagnosis | undefined;
  /** The reply as it was given, as JSON. */
  reply: string;
}

export interface SentItem {
  /** As the user named it, redacted. */
  name: string;
  /** Below the inbox folder. */
  file: string;
  kind: 'text' | 'file';
  bytes: number;
}

export interface Feedback {
  inquiry: string;
  /** Opaque. */
  asker: string;
  helpful: boolean;
  reason: string;
  at: number;
}

/** How often a signature came first, and what people said of those answers. */
export interface SignatureCount {
  signature: string;
  hits: number;
  helpful: number;
  wrong: number;
}

export interface CaseFilter {
  customer?: string;
  statuses?: readonly CaseStatus[];
}

export interface CaseChanges {
  /** Pass it as `since` next time. */
  sequence: number;
  saved: Case[];
  removed: string[];
}

export interface ImportResult {
  case: Case;
  outcome: 'new' | 'updated' | 'unchanged';
  /** Chinese sentences: what the import would have overwritten and did not. */
  conflicts: string[];
}

export type Linked =
  /** Chinese sentences in `conflicts`: what the two said differently; what the CRM's number had was kept. */
  | { kind: 'linked'; case: Case; conflicts: string[] }
  | { kind: 'missing' }
  /** The two belong to different customers, or both are cases of the CRM: that is for people to sort out. */
  | { kind: 'refused'; case: Case };

/** Who did what to which case, when and where. */
export interface AuditEntry {
  /** Milliseconds since the epoch. */
  at: number;
  /** `face/id`, opaque. */
  who: string;
  what:
    | 'view'
    | 'open'
    | 'change'
    | 'link'
    | 'archive'
    | 'draft'
    | 'forget'
    | 'import'
    | 'digest'
    | 'model'
    | 'embedding'
    | 'evaluation';
  /** Empty for what concerns no single case. */
  case: string;
  /** `face/conversation`, opaque. */
  where: string;
  /** Of `model`, `embedding` and `evaluation` alone. */
  call?: ModelCall;
}

/** What was asked of a language model, and what became of it. */
export interface ModelCall extends CallEnd {
  /** Purpose and version of the prompt: `explain@3`; of an embedding what it was for. */
  why: string;
  model: string;
  /** Opaque: what was asked by one inquiry is counted together. */
  inquiry: string;
  /** SHA-256 of what was sent. */
  hash: string;
  /** What was sent, where that is kept. */
  text?: string | undefined;
}

export interface CallEnd {
  /** `begun` until it has ended, and for ever when the program ended first. */
  outcome: string;
  /** Tokens; until it has ended what it will cost at most. */
  sent: number;
  received: number;
  milliseconds: number;
}

export type ModelEntry = AuditEntry & {
  what: 'model' | 'embedding' | 'evaluation';
  call: ModelCall;
};

/**
 * Of calls of `model` that began at `since` or later (milliseconds since the epoch), and at `until` or before, by whom
 * and for what, if given.
 */
export interface CountedTokens {
  since: number;
  until?: number;
  who?: string;
  inquiry?: string;
}

export interface TokenBudget extends CountedTokens {
  tokens: number;
}

/** One daily summary in one channel. */
export interface PostedDigest {
  /** `YYYY-MM-DD` in the configured zone. */
  date: string;
  /** `slack/C0000001`. */
  channel: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** What somebody asked the bot to do, or not to do any more, for himself. */
export interface Preference {
  /** `slack/U0000001`. */
  person: string;
  name: 'digest';
  /** Opaque; empty when it was switched off. */
  value: string;
}

/** What the daily summary needs to know of a question; a whole answer is much larger. */
export interface AskedQuestion {
  id: string;
  at: number;
  face: string;
  conversation: string;
  /** Opaque. */
  asker: string;
  customer: string | undefined;
  branch: string | undefined;
  case: string | undefined;
  question: string;
  verdict: Diagnosis['verdict'] | undefined;
  /** Both of the first cause, when it is named (确定 or 很可能). */
  signature: string | undefined;
  title: string | undefined;
}

/** What a model makes of the text of a case, for finding cases that mean the same. */
export interface CaseVector {
  case: string;
  /** Vectors of one model are comparable with each other only. */
  model: string;
  /** SHA-256 of the text that it was made of. */
  hash: string;
  vector: Float32Array;
}

/**
 * Where the program keeps what it must not forget. Asynchronous throughout, so that SQLite and PostgreSQL
 * can both stand behind it; one method is one transaction. Built-in cases are not in it.
 */
export interface Store {
  /** Merges what an import read into the stored case; the same import again changes nothing. */
  importCase(read: Case, dryRun?: boolean): Promise<ImportResult>;
  /** By its number, or by one it had before. */
  findCase(caseNumber: string): Promise<Case | undefined>;
  /** Stores a new case; one that is there already (or was, under this number) is returned as it is. */
  openCase(one: Case): Promise<{ kind: 'opened' | 'exists'; case: Case }>;
  changeCase(change: CaseChange): Promise<Changed | { kind: 'missing' }>;
  /**
   * Gives a case its number of the CRM and keeps its history; into one that exists it is merged. The same again
   * changes nothing. `at` is Shanghai wall time.
   */
  linkCase(from: string, to: string, at: string): Promise<Linked>;
  /**
   * Removes a case wholly, whatever refers to it too: questions filed under it, what answers to others said of it,
   * its number in the audit but for entries `forget`, its vectors and readings, what a model was sent of it. False when there is none.
   */
  forgetCase(caseNumber: string): Promise<boolean>;
  /** By CAS number. What is returned is shared by all who ask: never change it. */
  listCases(filter?: CaseFilter): Promise<Case[]>;
  /** Everything that changed after `since`; 0 gives all there is. */
  changes(since: number): Promise<CaseChanges>;
  saveInquiry(inquiry: StoredInquiry): Promise<void>;
  findInquiry(id: string): Promise<StoredInquiry | undefined>;
  /** Newest first, not older than `since` (milliseconds since the epoch). */
  listInquiries(conversation: string, since: number): Promise<StoredInquiry[]>;
  /** What anybody asked from one time to before another (milliseconds since the epoch), oldest first. */
  listAsked(from: number, to: number): Promise<AskedQuestion[]>;
  /** Files a question under a case, and it stays there when it is answered again; false when it is not kept any more. */
  fileInquiry(id: string, caseNumber: string): Promise<boolean>;
  saveFeedback(feedback: Feedback): Promise<void>;
  /** Of every signature that came first in an answer, named or as a clue; most often first. */
  countSignatures(): Promise<SignatureCount[]>;

  /** False when the event, or the message it tells of, has been received before: nothing is stored then. */
  receiveJob(job: NewJob): Promise<boolean>;
  /**
   * The oldest job that is due and that nobody works on, marked as worked on until `until` (milliseconds since the
   * epoch). Jobs of one conversation are given out one after the other, in the order they came.
   */
  takeJob(now: number, until: number): Promise<Job | undefined>;
  /**
   * When the next waiting job is due or the next lease ends, milliseconds since the epoch. One that waits for another
   * of its conversation does not count.
   */
  nextJobAt(): Promise<number | undefined>;
  /** Remembers something about a job: what was posted, how it ended, when to try again. One that ended stays as it is. */
  updateJob(id: string, state: Partial<JobState>): Promise<void>;
  findJob(id: string): Promise<Job | undefined>;
  /** Deletes jobs that ended before a time. */
  forgetJobs(before: number): Promise<void>;

  /** False when that summary has been claimed before: it is then posted by whoever claimed it. */
  claimDigest(digest: PostedDigest): Promise<boolean>;
  /** The newest one of the channel before a date. */
  lastDigest(channel: string, before: string): Promise<PostedDigest | undefined>;

  /** Replaces what the same person had set under that name. */
  savePreference(preference: Preference): Promise<void>;
  /** Of everybody who has set it, by person. */
  listPreferences(name: Preference['name']): Promise<Preference[]>;

  /** How a conversation can be reached unasked; what was kept of it before is replaced. */
  saveReference(face: string, id: string, body: string): Promise<void>;
  findReference(face: string, id: string): Promise<string | undefined>;
  removeReference(face: string, id: string): Promise<void>;

  audit(entry: AuditEntry): Promise<void>;
  /** Newest first; those of a case include what was done under a number it had before. */
  listAudit(filter: { case?: string; limit: number }): Promise<AuditEntry[]>;

  /**
   * Notes a call before it is made, so that whoever else asks, in whatever process, counts it too. Its number for
   * `endCall`; undefined, and nothing is noted, when it might exceed a budget.
   */
  startCall(entry: ModelEntry, budgets: readonly TokenBudget[]): Promise<number | undefined>;
  endCall(id: number, end: CallEnd): Promise<void>;
  countTokens(counted: CountedTokens): Promise<number>;
  /** Deletes what was sent before a time; that it was sent stays. */
  forgetCallTexts(before: number): Promise<void>;

  /** One for each case and model; those of cases that were forgotten are not kept. How many were. */
  saveVectors(vectors: readonly CaseVector[]): Promise<number>;
  /** In the order in which they were saved, after `after` (0 for all); pass `sequence` as `after` next time. */
  listVectors(
    model: string,
    after: number,
    limit: number,
  ): Promise<{ sequence: number; vectors: CaseVector[] }>;
  /** Deletes the vectors of all other models; how many there were. */
  keepVectorsOf(model: string): Promise<number>;

  /** What a second reading of a case proposes; what was proposed before is replaced. Not kept of a case that is gone. */
  saveReading(caseNumber: string, body: string): Promise<void>;
  findReading(caseNumber: string): Promise<string | undefined>;

  /** Throws when the store cannot answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
