import type { Case } from '../knowledge/cases/case.ts';
import { extractFeatures, mergeFeatures } from '../knowledge/cases/features.ts';
import type { Redactor } from '../knowledge/cases/redact.ts';
import { diagnose } from '../knowledge/diagnose.ts';
import type { Cause, Diagnosis } from '../knowledge/diagnosis.ts';
import { uploadOfText } from '../knowledge/input/read.ts';
import type { Upload } from '../knowledge/input/upload.ts';
import { CaseIndex } from '../knowledge/search/case-index.ts';
import type { AnswerDeps } from './answer.ts';

/** What the logs of a case prove. */
export interface FoundInLogs {
  signatures: string[];
  /** Evidence, redacted line by line. */
  lines: string[];
  /** Captured file names, codes and drivers. */
  values: string[];
  /** Chinese sentences about what could not be read. */
  notes: string[];
}

export type LogDeps = Pick<AnswerDeps, 'knowledge' | 'limits' | 'spoolFolder'>;

export const nothingFound: FoundInLogs = { signatures: [], lines: [], values: [], notes: [] };
const mostLogs = 120;

/** Reads attachments as if somebody had asked about them; past cases play no part. */
export async function readLogs(
  uploads: readonly Upload[],
  { knowledge, limits, spoolFolder }: LogDeps,
): Promise<FoundInLogs> {
  if (uploads.length === 0) {
    return nothingFound;
  }
  const request = { uploads, limits, spoolFolder, mayRead: () => false };
  const { causes, inputs } = await diagnose(request, knowledge, new CaseIndex());
  const named = causes.filter(isNamed);
  return {
    signatures: named.map(({ signature }) => signature),
    lines: causes.flatMap(({ evidence }) => evidence.flatMap(({ text }) => text.split('\n'))),
    values: named.flatMap(({ variables }) => Object.values(variables)),
    notes: inputs.filter(({ status }) => status !== 'read').map(describeInput),
  };
}

function isNamed({ certainty }: Cause): boolean {
  return certainty !== 'clue';
}

function describeInput({ name, reason }: Diagnosis['inputs'][number]): string {
  return `附件 ${name}：${reason ?? '没有全部读取。'}`;
}

/** The same for the log lines that the mails of a case quote. */
export function readQuotedLogs(one: Case, deps: LogDeps): Promise<FoundInLogs> {
  const quoted = one.logs.length > 0 ? [uploadOfText('邮件引用的日志', one.logs.join('\n'))] : [];
  return readLogs(quoted, deps);
}

export function joinFound(one: FoundInLogs, other: FoundInLogs): FoundInLogs {
  return {
    signatures: [...one.signatures, ...other.signatures],
    lines: [...one.lines, ...other.lines],
    values: [...one.values, ...other.values],
    notes: [...new Set([...one.notes, ...other.notes])],
  };
}

/** People whom the mails name are hidden in the logs too. */
export function addFound(one: Case, found: FoundInLogs, redactor?: Redactor): Case {
  const hide = (text: string): string => (redactor ? redactor.redact(text) : text);
  const lines = found.lines.map(hide).filter((line) => line.trim() !== '');
  const features = extractFeatures([...lines, ...found.values.map(hide)].join('\n'));
  return {
    ...one,
    signatures: [...new Set([...one.signatures, ...found.signatures])],
    features: mergeFeatures(one.features, features),
    logs: [...new Set([...one.logs, ...lines])].slice(0, mostLogs),
  };
}
