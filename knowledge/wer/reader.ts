import { eventLogFormat } from '../evtx/event-line.ts';
import type { BlockReader, SourceLine } from '../format.ts';
import { type LogRecord, recordLimit } from '../input/record.ts';

const pair = /^\s{0,4}([A-Za-z][\w.]{0,40}(?:\[\d{1,4}\])?(?:\.[A-Za-z]{1,20})?)=(.{0,2000})$/u;
const signature = /^Sig\[(\d{1,2})\]\.Value$/u;
const dynamic = /^DynamicSig\[\d{1,2}\]\.(Name|Value)$/u;
const unclean = /[\p{Cc}\s]+/gu;
/** Modules and properties of a crash go into the thousands; none is told. */
const mostLines = 20_000;
const longestValue = 300;
const mostSignatures = 20;
/** FILETIME, in 100 ns since 1601, UTC: https://learn.microsoft.com/windows/win32/api/minwinbase/ns-minwinbase-filetime */
const unixEpoch = 11_644_473_600_000;
/** No zone stands in the report; where event logs name none, they count as Beijing time too. */
const beijing = 480 * 60_000;

export const werStart = /^\s{0,4}EventType=[A-Za-z]\w{2,40}\s*$/u;

/**
 * Report.wer, whose signature is what event 1001 of Windows Error Reporting tells as P1 to P10: the record is the
 * same. https://learn.microsoft.com/windows/deployment/upgrade/windows-error-reporting
 */
export class WerReader implements BlockReader {
  private readonly input: string;
  private readonly onRecord: (record: LogRecord) => void;
  private readonly values = new Map<number, { value: string; raw: string }>();
  private readonly named: string[] = [];
  private event = '';
  private time: string | undefined;
  private first: SourceLine | undefined;
  private lines = 0;
  private label = '';

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.input = input;
    this.onRecord = onRecord;
  }

  push(line: SourceLine): boolean {
    const [, key, value = ''] = pair.exec(line.text) ?? [];
    this.lines += 1;
    if (!key || this.lines > mostLines || (this.event !== '' && key === 'EventType')) {
      return false;
    }
    this.first ??= line;
    this.take(key, value.trim().slice(0, longestValue).replace(unclean, ' '), line.raw.trim());
    return true;
  }

  end(): void {
    const { first, event } = this;
    if (!first || event === '') {
      return;
    }
    const parameters = [...this.values].sort(([left], [right]) => left - right);
    const told = parameters.map(([index, { value }]) => ` P${index + 1}=${value}`);
    const text = `Windows Error Reporting 1001 EventName=${event}${told.join('')}${this.named.join('')}`;
    const raw = [first.raw.trim(), ...parameters.map(([, one]) => one.raw)].join('\n');
    this.onRecord({
      input: this.input,
      format: eventLogFormat,
      time: this.time,
      component: 'Windows Error Reporting',
      text: text.slice(0, recordLimit),
      variant: undefined,
      parts: [{ line: first.line, raw: raw.slice(0, recordLimit), start: 0 }],
    });
  }

  private take(key: string, value: string, raw: string): void {
    const index = signature.exec(key)?.[1];
    const part = dynamic.exec(key)?.[1];
    if (key === 'EventType') {
      this.event = value;
    } else if (key === 'EventTime') {
      this.time = readFileTime(value);
    } else if (index && value !== '' && this.values.size < mostSignatures) {
      this.values.set(Number(index), { value, raw });
    } else if (part === 'Name') {
      this.label = value;
    } else if (part === 'Value' && this.named.length < mostSignatures) {
      this.named.push(` ${this.label || 'DynamicSig'}=${value}`);
    }
  }
}

function readFileTime(text: string): string | undefined {
  const time = new Date(Number(text) / 10_000 - unixEpoch + beijing);
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() < 2000
    ? undefined
    : time.toISOString().slice(0, 19);
}
