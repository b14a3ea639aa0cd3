import { z } from 'zod';

/** 确定 / 很可能 / 线索: how sure a single cause is. */
export const Certainty = z.enum(['identified', 'likely', 'clue']);
export type Certainty = z.infer<typeof Certainty>;

export const Verdict = z.enum(['identified', 'likely', 'clue', 'unknown']);
export type Verdict = z.infer<typeof Verdict>;

export const Evidence = z.object({
  /** One of `inputs[].name`. */
  input: z.string(),
  /** Physical line in what the user sent, from 1. */
  line: z.number().int().positive(),
  /** The line as it was sent; redacted, otherwise unchanged. */
  text: z.string(),
  /** Local wall-clock time of the PC, `YYYY-MM-DDTHH:MM:SS`; the logs carry no zone. */
  time: z.string().nullable(),
  /** How often records that say the same were seen. */
  times: z.number().int().positive(),
});
export type Evidence = z.infer<typeof Evidence>;

/** What follows from the proof without being proved by it. */
export const Inference = z.object({
  certainty: Certainty,
  title: z.string(),
  explanation: z.string(),
  /** Past cases the inference rests on. */
  because: z.array(z.string()),
});
export type Inference = z.infer<typeof Inference>;

export const Cause = z.object({
  signature: z.string(),
  /** A class of `knowledge/codes/cause-classes.tsv`; null only for a clue. */
  causeClass: z.string().nullable(),
  title: z.string(),
  explanation: z.string(),
  certainty: Certainty,
  inference: Inference.nullable(),
  variables: z.record(z.string(), z.string()),
  evidence: z.array(Evidence).max(5),
  /** Ids of more general signatures that matched too and are told by this one. */
  explains: z.array(z.string()),
  cases: z.array(z.string()),
  seen: z.object({ count: z.number().int(), last: z.string() }).nullable(),
  /** Where the logs of several machines were sent: whose they are, several joined by `、`. Never a computer's name. */
  machine: z.string().optional(),
});
export type Cause = z.infer<typeof Cause>;

export const Step = z.object({
  title: z.string(),
  detail: z.string(),
  commands: z.array(z.string()),
  who: z.enum(['branch', 'admin', 'vendor']),
  risk: z.enum(['none', 'backup', 'destructive']),
  success: z.string(),
  undo: z.string(),
});
export type Step = z.infer<typeof Step>;

export const Collect = z.object({ what: z.string(), how: z.string() });
export type Collect = z.infer<typeof Collect>;

export const SimilarCase = z.object({
  case: z.string(),
  title: z.string(),
  /** 0 to 1; only its order and the floor mean something. */
  score: z.number(),
  because: z.array(z.string()),
  outcome: z.string(),
  verified: z.boolean(),
  date: z.string().nullable(),
});
export type SimilarCase = z.infer<typeof SimilarCase>;

export const CodeMeaning = z.object({ code: z.string(), name: z.string(), meaning: z.string() });
export type CodeMeaning = z.infer<typeof CodeMeaning>;

export const InputReport = z.object({
  name: z.string(),
  format: z.string(),
  encoding: z.string(),
  lines: z.number().int(),
  bytes: z.number().int(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  status: z.enum(['read', 'partial', 'skipped']),
  /** A Chinese sentence with what to do; null when read whole. */
  reason: z.string().nullable(),
  /** A Chinese sentence on how it was read, such as the zone of an event log's times. */
  note: z.string().optional(),
  /** Of the Windows that wrote it, `17763.3046`. */
  build: z.string().optional(),
  /** Where the logs of several machines were sent. */
  machine: z.string().optional(),
});
export type InputReport = z.infer<typeof InputReport>;

/** What `--json` and `/api/diagnose` print. Other programs rely on it: only add fields. */
export const Diagnosis = z.object({
  schema: z.literal('caselens.diagnosis/1'),
  verdict: Verdict,
  causes: z.array(Cause),
  lastFailure: z
    .object({ time: z.string().nullable(), what: z.string(), code: z.string() })
    .nullable(),
  similarCases: z.array(SimilarCase).max(3),
  elsewhere: z.number().int(),
  nextSteps: z.array(Step),
  collect: z.array(Collect),
  ask: z.array(z.string()),
  codes: z.array(CodeMeaning),
  facts: z.object({
    build: z.string().nullable(),
    products: z.array(z.string()),
    /** Of others than Microsoft. */
    filterDrivers: z.array(z.string()),
    /** Manufacturer and model. */
    model: z.string().nullable(),
    /** `KB…`, as far as a list of them was sent. */
    hotfixes: z.array(z.string()),
  }),
  inputs: z.array(InputReport),
  /** Chinese sentences: where the logs do not reach the failure that is asked about. */
  gaps: z.array(z.string()).optional(),
});
export type Diagnosis = z.infer<typeof Diagnosis>;

/** True when a cause is named: 确定 or 很可能. A clue names none. */
export function isNamed({ verdict }: { verdict: Verdict | undefined }): boolean {
  return verdict === 'identified' || verdict === 'likely';
}
