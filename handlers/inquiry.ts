import type { Upload } from '../knowledge/input/upload.ts';

/** `stranger`: nobody mapped him to a customer, so he sees no case. */
export type Role = 'operator' | 'staff' | 'branch' | 'stranger';

/** Who asks. Operator and staff without `customer` see every customer's cases; see access.ts. */
export interface Asker {
  face: string;
  /** Opaque outside the face. */
  id: string;
  role: Role;
  /** The configured name (`工商银行`). */
  customer?: string;
  /** Sees only the cases of this branch. */
  branch?: string;
  /** Configured staff only: the name that stands as owner of cases. */
  name?: string;
}

export interface MissingFile {
  /** As the user named it. */
  name: string;
  /** Chinese, with what to do. */
  reason: string;
}

/** One thing somebody asks, stripped of everything that belongs to a platform. */
export interface Inquiry {
  /** Given by a face that stored the inquiry before it was answered: answering it again replaces the answer. */
  id?: string;
  /** When it was delivered, milliseconds since the epoch; now, when absent. A command run again acts as of then. */
  at?: number;
  asker: Asker;
  /** Opaque; what is said in one conversation within 24 hours completes one inquiry. */
  conversation: string;
  /** Opaque; where the answer goes inside the conversation. */
  thread?: string;
  text: string;
  /** Asked beside the pasted text, where a face has a field for it. */
  question?: string;
  files: readonly Upload[];
  /** What was sent too and could not be had. */
  missing?: readonly MissingFile[];
  /** The inquiry that this is one question with: said by the same person within a minute. */
  continues?: string;
  language: 'zh';
}

/** Everything that was typed. */
export function wordsOf({ text, question = '' }: Pick<Inquiry, 'text' | 'question'>): string {
  return `${text}\n${question}`;
}

/** Told while an answer is being made, so that a face can show that something happens. */
export interface Progress {
  stage: 'reading' | 'matching' | 'searching';
  /** What is read right now, as the user named it. */
  input?: string;
  /** Read of it, unpacked. */
  bytes?: number;
  /** Bytes read of all that was sent, archives as they were sent. */
  read?: number;
  /** Absent while the size of something is not known. */
  expected?: number;
  /** Logs that were read to their end. */
  files?: number;
  /** Absent while the speed so far says nothing. */
  secondsLeft?: number;
}

export type Tell = (progress: Progress) => void;
