import type { BlockReader, SourceLine } from '../format.ts';
import { type LogRecord, recordLimit } from '../input/record.ts';
import { SentLines } from '../input/sent-lines.ts';
import { SetupDiagResults } from '../setupdiag/results.ts';
import { readKey } from './keys.ts';
import {
  isClosed,
  readValueLine,
  registryHead,
  startsOther,
  unescapeText,
  type ValueLine,
} from './lines.ts';
import { readExported, readPrinted } from './values.ts';

export const registryFormat = 'registry';

const ansi = /REGEDIT4/u;
const resultsKey = /\\Setup\\(?:SetupDiag\\Results|MoSetup\\Volatile\\SetupDiag)$/iu;
const versionKey = /^HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion$/iu;
const goesOn = /\\\s*$/u;
/** Of a value in hexadecimal, 80 characters each, and of a text. */
const mostLines = 2000;
const mostTextLines = 64;
const longestValue = 60_000;
const longestQuote = 600;
const lineEnd = /\r?\n/u;

interface Value extends ValueLine {
  line: number;
  raws: string[];
}

/** The registry as text, one record a value: `[HKLM\…\WindowsUpdate] WUServer = http://wsus.example.com:8530`. */
export class RegistryReader implements BlockReader {
  private readonly input: string;
  private readonly onRecord: (record: LogRecord) => void;
  private readonly results: SetupDiagResults;
  private readonly lines = new SentLines();
  private key: { path: string; line: SourceLine; values: number } | undefined;
  private value: Value | undefined;
  private version: Record<string, string> = {};
  private wide = true;

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.input = input;
    this.onRecord = onRecord;
    this.results = new SetupDiagResults(input, onRecord);
  }

  push(line: SourceLine): boolean {
    if (this.lines.isTaken(line)) {
      return true;
    }
    const text = this.lines.take(line) ?? '';
    if (this.value && this.continues(this.value, text)) {
      this.extend(this.value, line, text);
      return true;
    }
    this.endValue();
    if (registryHead.test(text)) {
      this.wide = !ansi.test(text);
      return true;
    }
    const key = readKey(text);
    if (key) {
      this.endKey();
      this.key = key.isDeleted ? undefined : { path: key.path, line, values: 0 };
      return true;
    }
    const value = readValueLine(text);
    this.value = value && { ...value, line: line.line, raws: [line.raw.trim()] };
    return value !== undefined || text.trim() === '';
  }

  end(): void {
    this.endValue();
    this.endKey();
    this.results.end();
  }

  /** Hexadecimal goes on behind a backslash, a string until its quotation mark; `reg query` prints line ends. */
  private continues({ type, data, raws }: Value, text: string): boolean {
    const isText = type !== undefined || data.startsWith('"');
    if (raws.length >= (isText ? mostTextLines : mostLines) || data.length >= longestValue) {
      return false;
    }
    if (!isText) {
      return goesOn.test(data.slice(-8));
    }
    if (startsOther(text) || (type !== undefined && text.trim() === '')) {
      return false;
    }
    return type === undefined ? !isClosed(data) : resultsKey.test(this.key?.path ?? '');
  }

  private extend(value: Value, line: SourceLine, text: string): void {
    const isHex = value.type === undefined && !value.data.startsWith('"');
    value.data = isHex
      ? `${value.data.trimEnd().slice(0, -1)}${text.trim()}`
      : `${value.data}\n${text}`;
    value.raws.push(line.raw.trim());
  }

  private endValue(): void {
    const { value, key } = this;
    this.value = undefined;
    if (!value || !key) {
      return;
    }
    key.values += 1;
    const { name, type, data, line, raws } = value;
    const place = { line, raw: raws.join('\n') };
    if (resultsKey.test(key.path)) {
      this.results.field(name, this.readLines(type, data), place);
      return;
    }
    const read = type ? readPrinted(type, data) : readExported(data, this.wide);
    if (read !== undefined) {
      if (versionKey.test(key.path)) {
        this.version[name] = read;
      }
      this.emit(`[${key.path}] ${name} = ${read}`, place);
    }
  }

  /** With its line ends, which a log in it needs. */
  private readLines(type: string | undefined, data: string): string {
    const quoted = type === undefined && data.startsWith('"');
    const lines = (quoted ? data.slice(1, -1) : data).split(lineEnd);
    const read = lines.map((line) => {
      if (quoted) {
        return unescapeText(line);
      }
      return type ? readPrinted(type, line) : (readExported(line, this.wide) ?? '');
    });
    return read.join('\n').replaceAll(' | ', '\n');
  }

  private endKey(): void {
    const { key, version } = this;
    this.version = {};
    this.key = undefined;
    this.results.end();
    if (!key) {
      return;
    }
    const { line, raw } = key.line;
    const build = version.CurrentBuild ?? version.CurrentBuildNumber;
    if (build) {
      const full = version.UBR ? `${build}.${version.UBR}` : build;
      this.emit(`[${key.path}] OSBuild = ${full}`, { line, raw: raw.trim() });
    }
    if (key.values === 0) {
      this.emit(`[${key.path}]`, { line, raw: raw.trim() });
    }
  }

  private emit(text: string, { line, raw }: { line: number; raw: string }): void {
    this.onRecord({
      input: this.input,
      format: registryFormat,
      time: undefined,
      component: 'Registry',
      text: text.slice(0, recordLimit).trimEnd(),
      variant: undefined,
      parts: [
        { line, raw: raw.length <= longestQuote ? raw : text.slice(0, longestQuote), start: 0 },
      ],
    });
  }
}
