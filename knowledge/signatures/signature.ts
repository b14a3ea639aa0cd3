import { z } from 'zod';
import { Certainty, Collect, Step } from '../diagnosis.ts';
import { factNames } from '../match/facts.ts';

const Id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, '只能用小写字母、数字和连字符');
const Name = z.string().regex(/^[a-z][A-Za-z0-9]*$/, '条件名只能用字母和数字，小写字母开头');

/**
 * A regular expression, run with the flags `iu` on one record: its message without time, level and
 * component, its continuation lines joined by a line feed, runs of blanks squeezed to one blank.
 */
const Pattern = z.string().min(1).max(1000);

/** What to look for: in the records of the signature's formats, or among the facts of the machine. */
export const Find = z.union([
  Pattern,
  z.strictObject({ pattern: Pattern, formats: z.array(z.string()).nonempty() }),
  z.strictObject({ fact: z.enum(factNames), matches: Pattern }),
]);
export type Find = z.infer<typeof Find>;

/** `first abort`, `last start`, or just the name, which means `first`. */
const Anchor = z.string().regex(/^(?:(?:first|last) )?[a-z][A-Za-z0-9]*$/);

const Within = z
  .strictObject({
    from: Anchor,
    to: Anchor,
    /** Shortest and longest distance in minutes, by the logs' own times. */
    minutes: z.tuple([z.number(), z.number()]).optional(),
    /** Shortest and longest distance in lines of one input. */
    lines: z.tuple([z.number(), z.number()]).optional(),
  })
  .refine((within) => within.minutes || within.lines, '需要 minutes 或 lines');

/** True when every key that is written holds within one run. */
export const Condition = z
  .strictObject({
    all: z.array(Name).optional(),
    any: z.array(Name).optional(),
    none: z.array(Name).optional(),
    /** Each after the one before, by the first record of each that makes it true. */
    order: z.array(Name).optional(),
    within: Within.optional(),
    /** Variables that must have one and the same value in all records that capture them. */
    same: z.array(Name).optional(),
    /** How many records of a name are needed at least. */
    count: z.record(Name, z.number().int().min(2)).optional(),
  })
  .refine((condition) => condition.all || condition.any, '至少写 all 或 any 之一');
export type Condition = z.infer<typeof Condition>;

/** What the asker should believe beyond what the log proves. */
const SignatureInference = z.strictObject({
  certainty: Certainty,
  title: z.string().max(80),
  explanation: z.string(),
});

const Raise = z.strictObject({
  /** Captured variables and the value they must have; case does not count. */
  when: z.record(Name, z.string()),
  to: Certainty.exclude(['clue']),
  because: z.array(z.string()).nonempty(),
  title: z.string().max(80).optional(),
  explanation: z.string().optional(),
  inference: SignatureInference.optional(),
});

export const StepRef = z.union([z.strictObject({ playbook: Id }), Step.strict()]);
export type StepRef = z.infer<typeof StepRef>;

/** A whole paste, or several files of one machine. */
const Example = z.union([z.string(), z.strictObject({ files: z.record(z.string(), z.string()) })]);
export type Example = z.infer<typeof Example>;

/** One cause, as written in `knowledge/signatures/<area>/<id>.yaml`; docs/adding-a-signature.md explains it. */
export const Signature = z.strictObject({
  id: Id,
  /** May name variables: `{file}`. */
  title: z.string().max(80),
  causeClass: z.string(),
  status: z.enum(['draft', 'trusted', 'retired']),
  since: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  /** The case that confirmed it; written by `caselens signatures promote`. */
  promoted: z.string().optional(),
  phase: z
    .enum([
      'downlevel',
      'safe-os',
      'first-boot',
      'second-boot',
      'uninstall',
      'servicing',
      'scan',
      'download',
    ])
    .optional(),
  formats: z.array(z.string()).nonempty(),
  find: z.record(Name, Find),
  when: z
    .strictObject({
      identified: z.array(Condition).optional(),
      likely: z.array(Condition).optional(),
      clue: z.array(Condition).optional(),
    })
    .refine((when) => when.identified || when.likely || when.clue, '至少写一种把握程度'),
  /** `inputs`: conditions may be met across everything that one machine sent, however far apart. */
  scope: z.enum(['run', 'inputs']).default('run'),
  /** True for the few that look at records of the noise list on purpose. */
  readsNoise: z.boolean().default(false),
  /**
   * True when other programs print the same words (access denied, hash mismatch): a line of unknown format
   * then counts only where something beside it speaks of Windows setup, servicing or update.
   */
  everydayWords: z.boolean().default(false),
  /**
   * True for what a run reports and does not mend: a scan that finds damage ends well all the same. A later
   * success of the same package still withdraws it.
   */
  outlivesRun: z.boolean().default(false),
  raise: z.array(Raise).default([]),
  inference: SignatureInference.optional(),
  /** Ids of the more general signatures that this one outranks. */
  explains: z.array(Id).default([]),
  explanation: z.string(),
  steps: z.array(StepRef).nonempty(),
  collect: z.array(Collect.strict()).default([]),
  cases: z.array(z.string()).default([]),
  sources: z.array(z.string()).nonempty(),
  examples: z.strictObject({
    identified: z.array(Example).default([]),
    likely: z.array(Example).default([]),
    clue: z.array(Example).default([]),
    ignores: z.array(Example).nonempty(),
  }),
});
export type Signature = z.infer<typeof Signature>;

/** Lines that look like failures on healthy machines: `knowledge/signatures/noise.yaml`. */
export const Noise = z.strictObject({
  id: Id,
  pattern: Pattern,
  /** Why it means nothing. */
  why: z.string(),
  source: z.string(),
  /** At least one record that it fits. */
  examples: z.array(z.string()).nonempty(),
});
export type Noise = z.infer<typeof Noise>;

/** Words around codes that many patterns have in common; they name it as `%{name}`. */
export const Phrase = z.strictObject({
  why: z.string(),
  pattern: Pattern,
  /** Lines in which it stands, of own wording. */
  examples: z.array(z.string()).nonempty(),
});
export type Phrase = z.infer<typeof Phrase>;

/** Steps kept once and used by many: `knowledge/playbooks/<id>.yaml`. */
export const Playbook = z.strictObject({
  id: Id,
  title: z.string().max(40),
  steps: z.array(Step.strict()).nonempty(),
  sources: z.array(z.string()).nonempty(),
});
export type Playbook = z.infer<typeof Playbook>;
