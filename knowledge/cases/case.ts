import { z } from 'zod';

/** `CAS-00000-X0X0X0`, upper case; `TMP-20260302-X0X0` until the CRM has given a number. */
export const CaseNumber = z.string().regex(/^(?:CAS-\d{5}-[A-Z0-9]{6}|TMP-\d{8}-[A-Z0-9]{4})$/);

/** Shanghai wall time. */
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Shanghai wall time, `YYYY-MM-DDTHH:MM:SS`. */
const Moment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/);

export const Severity = z.enum(['P1', 'P2', 'P3', 'P4']);
export const CaseStatus = z.enum(['open', 'waiting-customer', 'waiting-vendor', 'archived']);
export type CaseStatus = z.infer<typeof CaseStatus>;

/** From which day on a case stood so. */
export const StatusEntry = z.strictObject({ status: CaseStatus, since: Day });
export type StatusEntry = z.infer<typeof StatusEntry>;

/** How many machines are affected, as far as anybody said: `5-6 台` is 5 to 6, `1 台` is 1 to 1. */
export const Machines = z.strictObject({
  least: z.int().positive(),
  most: z.int().positive(),
});
export type Machines = z.infer<typeof Machines>;

/** What retrieval matches exactly. Everything lower case except CAS numbers and KBs. */
export const Features = z.strictObject({
  /** `0x80070005`, ten characters, lower case. */
  codes: z.array(z.string()).default([]),
  /** Base names, lower case: `wpdmtp.dll`. */
  files: z.array(z.string()).default([]),
  /** `KB5014692`. */
  kbs: z.array(z.string()).default([]),
  /** Component or package names without version, lower case. */
  components: z.array(z.string()).default([]),
  /** Filter and device drivers, base name with ending, lower case: `tmpreflt.sys`. */
  drivers: z.array(z.string()).default([]),
  /** Products as people name them: `TMS`, `DSPClient`. */
  products: z.array(z.string()).default([]),
});
export type Features = z.infer<typeof Features>;

/** One machine, or one cause, of a case: a thread can hold several. */
export const Finding = z.strictObject({
  /** Whose machine: a branch, or `未说明`. */
  where: z.string(),
  /** What the logs and people showed. */
  seen: z.string(),
  /** A class of cause-classes.tsv; several when the finding proves several. */
  causeClasses: z.array(z.string()),
  /** What was done or advised. */
  done: z.string(),
  /** True when somebody confirmed that it helped, false when it is known not to have helped, null when nothing is recorded. */
  helped: z.boolean().nullable(),
  /** A person took it in: no reading of the mails takes it away. */
  byHand: z.literal(true).optional(),
});
export type Finding = z.infer<typeof Finding>;

export const TimelineEntry = z.strictObject({
  at: Moment,
  /** Who acted, never a name: the desk, the customer, a vendor. */
  by: z.enum(['desk', 'customer', 'vendor']),
  what: z.string(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** One CAS number. Text in it is redacted: no person, phone, mailbox, login or host. */
export const Case = z.strictObject({
  case: CaseNumber,
  title: z.string(),
  severity: Severity.nullable(),
  /** The configured name (`工商银行`), or what the title says when no alias fits. */
  customer: z.string(),
  branch: z.string().nullable(),
  status: CaseStatus,
  /** Every change of status, oldest first; the last one is `status`. Empty when only today's is known. */
  statuses: z.array(StatusEntry).default([]),
  /** What is waited for, while somebody is waited for: `日志`, `测试结果`, `TMS 厂商`. */
  waitingFor: z.string().nullable().default(null),
  /** Name of a configured support engineer; nobody else is ever named. */
  owner: z.string().nullable().default(null),
  machines: Machines.nullable().default(null),
  opened: Day,
  updated: Day,
  closed: Day.nullable(),
  symptom: z.string(),
  findings: z.array(Finding),
  /** Where an open case stands: one sentence, the newest. */
  progress: z.string().default(''),
  resolution: z.string(),
  /** True only when somebody confirmed that the resolution worked. */
  verified: z.boolean(),
  timeline: z.array(TimelineEntry),
  features: Features,
  /** How people put the same thing, for retrieval: a branch asks in other words than the desk writes. */
  wording: z.array(z.string()).default([]),
  /** Raw log lines quoted in the case, redacted, for retrieval. */
  logs: z.array(z.string()).default([]),
  /** Ids of the signatures that named its causes, the first one first. */
  signatures: z.array(z.string()).default([]),
  /** Numbers it had before: the temporary one that it was opened with. */
  formerly: z.array(CaseNumber).default([]),
  /** `builtin` cases serve retrieval only and never count as open. */
  source: z.enum(['builtin', 'thread', 'crm', 'chat']),
  /** Names of fields completed by a person because rules could not read them out of prose. */
  byHand: z.array(z.string()).default([]),
});
export type Case = z.infer<typeof Case>;

const temporary = /^TMP-/;

/** True until the case is linked to the number of the CRM. */
export function isTemporary(caseNumber: string): boolean {
  return temporary.test(caseNumber);
}

/** Since when the case stands as it stands. */
export function standsSince(one: Case): string {
  return one.statuses.at(-1)?.since ?? one.updated;
}
