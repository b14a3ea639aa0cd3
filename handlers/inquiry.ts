import type { Upload } from '../knowledge/input/upload.ts';

export type Role = 'operator' | 'staff' | 'branch';

/** Who asks. `customer` undefined means: sees every customer (operator and staff). */
export interface Asker {
  face: string;
  /** Opaque outside the face. */
  id: string;
  role: Role;
  customer?: string;
  branch?: string;
}

/** One thing somebody asks, stripped of everything that belongs to a platform. */
export interface Inquiry {
  asker: Asker;
  /** Opaque; what is said in one conversation within 24 hours completes one inquiry. */
  conversation: string;
  /** Opaque; where the answer goes inside the conversation. */
  thread?: string;
  text: string;
  /** Asked beside the pasted text, where a face has a field for it. */
  question?: string;
  files: readonly Upload[];
  language: 'zh';
}

/** Told while an answer is being made, so that a face can show that something happens. */
export interface Progress {
  stage: 'reading' | 'matching' | 'searching';
  /** What is read right now, as the user named it. */
  input?: string;
  bytes?: number;
}

export type Tell = (progress: Progress) => void;
