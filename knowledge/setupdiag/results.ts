import { setupdiag } from '../formats/setupdiag.ts';
import { type LogRecord, recordLimit } from '../input/record.ts';
import { readFailureLines } from './failure-lines.ts';

/** Where a value stands in what was sent. */
export interface Place {
  line: number;
  raw: string;
}

/** Also of PowerShell and the registry, where nothing was found. */
const nothing = /^(?:null|PT0S|0001-01-01T00:00:00|1\/1\/0001 12:00:00 AM)?$/iu;
/** https://learn.microsoft.com/dotnet/standard/datetime/system-text-json-support: milliseconds UTC and an offset. */
const jsonDate = /^\/Date\((-?\d{1,16})([+-])(\d\d)(\d\d)\)\/$/u;
/** Texts of several lines; the lines of other logs in them stay what they are. */
const prose = new Set([
  'FailureData',
  'FailureDetails',
  'LogErrorLine',
  'Remediation',
  'DeviceDriverInfo',
]);
/** As the text form heads what the other forms have in elements. */
const headings: Readonly<Record<string, string>> = {
  PhaseName: 'Last Setup Phase:\nPhase Name: ',
  LastSetupPhase: 'Last Setup Phase:\nPhase Name: ',
  OperationName: 'Last Setup Operation:\nOperation Name: ',
  LastSetupOperation: 'Last Setup Operation:\nOperation Name: ',
};

/**
 * Fields of a SetupDiag result in, records out, as they come from its text form: XML, JSON and the registry tell the
 * same. https://learn.microsoft.com/windows/deployment/upgrade/setupdiag
 */
export class SetupDiagResults {
  private readonly input: string;
  private readonly onRecord: (record: LogRecord) => void;
  private profile: { name: string; place: Place } | undefined;

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.input = input;
    this.onRecord = onRecord;
  }

  field(name: string, value: string, place: Place): void {
    const text = readDate(value.trim());
    if (nothing.test(text) || (name === 'MachineName' && text === 'Offline')) {
      return;
    }
    if (name === 'ProfileName') {
      this.end();
      this.profile = { name: text, place };
    } else if (name === 'ProfileGuid') {
      this.endProfile(text);
    } else if (prose.has(name)) {
      this.pushProse(name, text, place);
    } else {
      this.emit(headings[name] ? `${headings[name]}${text}` : `${name} = ${text}`, place);
    }
  }

  /** Hands out a profile that has no GUID. */
  end(): void {
    this.endProfile();
  }

  private endProfile(guid?: string): void {
    const { profile } = this;
    this.profile = undefined;
    if (profile) {
      const text = `Matching Profile found: ${profile.name}${guid ? ` - ${guid}` : ''}`;
      this.emit(text, profile.place);
    }
  }

  private pushProse(name: string, text: string, { line, raw }: Place): void {
    const label = name === 'FailureData' || name === 'LogErrorLine' ? 'Failure Data' : name;
    for (const found of readFailureLines(text, label)) {
      const parts = [{ line, raw: quote(raw, found.text), start: 0 }];
      this.onRecord({ input: this.input, ...found, variant: undefined, parts });
    }
  }

  private emit(text: string, { line, raw }: Place): void {
    this.onRecord({
      input: this.input,
      format: setupdiag.name,
      time: undefined,
      component: 'SetupDiag',
      text: text.slice(0, recordLimit),
      variant: undefined,
      parts: [{ line, raw: quote(raw, text), start: 0 }],
    });
  }
}

const longestQuote = 600;

/** A document can be one line: then the record is shown, not all of it. */
function quote(raw: string, text: string): string {
  return raw.length <= longestQuote ? raw : text.slice(0, longestQuote);
}

/** The wall clock of the offset, as the XML form writes it. */
function readDate(value: string): string {
  const [, milliseconds = '', sign, hours = '', minutes = ''] = jsonDate.exec(value) ?? [];
  if (!sign) {
    return value;
  }
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const time = new Date(Number(milliseconds) + offset);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, 19);
}
