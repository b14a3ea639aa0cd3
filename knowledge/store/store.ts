import type { Case, CaseStatus } from '../cases/case.ts';
import type { Diagnosis } from '../diagnosis.ts';

/** One question and its answer. Redacted: what was sent itself lies in the inbox folder until its retention ends. */
export interface StoredInquiry {
  id: string;
  face: string;
  /** Opaque. */
  conversation: string;
  /** Opaque. */
  asker: string;
  customer: string | undefined;
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

/**
 * Where the program keeps what it must not forget. Asynchronous throughout, so that SQLite and PostgreSQL
 * can both stand behind it; one method is one transaction. Built-in cases are not in it.
 */
export interface Store {
  /** Merges what an import read into the stored case; the same import again changes nothing. */
  importCase(read: Case, dryRun?: boolean): Promise<ImportResult>;
  findCase(caseNumber: string): Promise<Case | undefined>;
  /** By CAS number. */
  listCases(filter?: CaseFilter): Promise<Case[]>;
  /** Everything that changed after `since`; 0 gives all there is. */
  changes(since: number): Promise<CaseChanges>;
  saveInquiry(inquiry: StoredInquiry): Promise<void>;
  findInquiry(id: string): Promise<StoredInquiry | undefined>;
  /** Newest first, not older than `since` (milliseconds since the epoch). */
  listInquiries(conversation: string, since: number): Promise<StoredInquiry[]>;
  /** Deletes what was asked before a time; returns the ids, whose inbox folders can go too. */
  forgetInquiries(before: number): Promise<string[]>;
  saveFeedback(feedback: Feedback): Promise<void>;
  /** Throws when the store cannot answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
