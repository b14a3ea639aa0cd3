import { pictureFormat, textFormat } from '../format.ts';
import { openFormats } from '../formats.ts';
import type { LogRecord } from '../input/record.ts';
import type { CompiledPattern, Duty } from './compile.ts';

/** Whether a record is kept in which a pattern is found: `doubtful` only where no noise is found beside it. */
export type Use = 'sure' | 'doubtful' | 'noise';

export interface Finder {
  regex: RegExp;
  /** Undefined: every format. */
  formats: ReadonlySet<string> | undefined;
}

export function useOf(duty: Duty): Use {
  switch (duty.kind) {
    case 'noise':
      return 'noise';
    case 'find':
      return duty.signature.readsNoise ? 'sure' : 'doubtful';
    case 'outcome':
      return 'doubtful';
    case 'session':
    case 'fact':
      return 'sure';
    default:
      return duty satisfies never;
  }
}

/** True when something of the record is kept. */
export function keeps(
  patterns: readonly CompiledPattern[],
  candidate: LogRecord,
  candidates: readonly number[],
): boolean {
  const record = openly(candidate);
  const uses = candidates.flatMap((index) => {
    const pattern = patterns[index];
    return pattern && findIn(pattern, record) ? [useOf(pattern.duty)] : [];
  });
  return isOfUse(uses);
}

/** Noise by itself says nothing, and takes back what others say. */
export function isOfUse(uses: readonly Use[]): boolean {
  return uses.includes('sure') || (uses.includes('doubtful') && !uses.includes('noise'));
}

/** Records of open formats are matched as text; formats are told apart only where inputs are reported. */
export function openly(record: LogRecord): LogRecord {
  return openFormats.has(record.format) ? { ...record, format: textFormat } : record;
}

/** What a picture shows may come from any log. */
const meetsAll: ReadonlySet<string> = new Set([textFormat, pictureFormat]);

export function findIn({ regex, formats }: Finder, record: LogRecord): RegExpExecArray | undefined {
  if (!meetsAll.has(record.format) && formats && !formats.has(record.format)) {
    return undefined;
  }
  const found =
    regex.exec(record.text) ??
    (record.variant && regex.exec(record.variant)) ??
    (record.spelled && regex.exec(record.spelled));
  return found || undefined;
}
