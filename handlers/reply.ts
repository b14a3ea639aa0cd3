import type {
  Certainty,
  Evidence,
  InputReport,
  SimilarCase,
  Step,
} from '../knowledge/diagnosis.ts';

/**
 * What a handler answers with: the whole vocabulary between handlers/ and the faces.
 * Text is plain, never markup; a face escapes it and draws it with its own means.
 */
export type Block =
  /** The first lines of an answer: what it is, and how sure. */
  | { kind: 'verdict'; certainty: Certainty | 'unknown'; title: string; detail?: string }
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: readonly string[]; ordered: boolean }
  /** Log lines that prove something; faces draw them in a fixed-width font. */
  | { kind: 'proof'; evidence: readonly Evidence[] }
  /** Text to copy: commands, a table row, a path. */
  | { kind: 'code'; text: string }
  | { kind: 'cases'; cases: readonly SimilarCase[] }
  /** `marks` stand before the steps in place of their numbers, where those would be taken for others. */
  | { kind: 'steps'; steps: readonly Step[]; marks?: readonly string[] }
  | { kind: 'table'; header: readonly string[]; rows: readonly (readonly string[])[] }
  /** Cases that somebody has to look after, one line each. */
  | { kind: 'case-lines'; lines: readonly CaseLine[] }
  /** A face that cannot show the picture, or has none, draws the table. */
  | {
      kind: 'chart';
      picture?: Attachment;
      alt: string;
      header: readonly string[];
      rows: readonly (readonly string[])[];
    }
  /** What was read, partly read and skipped. */
  | { kind: 'coverage'; inputs: readonly InputReport[] }
  | { kind: 'notice'; tone: 'info' | 'warning'; text: string }
  /** Folded away where the face can fold. */
  | { kind: 'details'; title: string; blocks: readonly Block[] };

/** `CAS-… P2 湖北分行 补丁安装失败 · 等待客户日志 9 天 · 负责人 谭工 → 建议今日电话催收`. */
export interface CaseLine {
  case: string;
  severity: string | null;
  title: string;
  /** Branch, status, age: what stands behind the title, separated by ·. */
  facts: readonly string[];
  /** A configured support engineer; `ids` (`slack/U0000001`) let a face mention him. */
  owner: { name: string; ids: readonly string[] } | null;
  /** What to do next. */
  action?: string;
}

/** A button. `id` names what happens, `value` what it happens to; both opaque to the face. */
export interface Action {
  id: string;
  label: string;
  value: string;
}

export type Field =
  | { kind: 'text'; id: string; label: string; multiline: boolean; value?: string }
  | {
      kind: 'choice';
      id: string;
      label: string;
      choices: readonly { value: string; label: string }[];
    };

/** Asked for in a dialog; what comes back is an action with `id` and the fields' values. */
export interface Form {
  id: string;
  title: string;
  submit: string;
  fields: readonly Field[];
}

export interface Attachment {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

export interface Reply {
  blocks: readonly Block[];
  actions: readonly Action[];
  form?: Form;
  images: readonly Attachment[];
  files: readonly Attachment[];
  /** One line for a notification, at most 150 characters. */
  summary: string;
}
