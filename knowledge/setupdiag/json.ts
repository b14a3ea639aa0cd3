import type { BlockReader, SourceLine } from '../format.ts';
import type { LogRecord } from '../input/record.ts';
import { SentLines } from '../input/sent-lines.ts';
import { SetupDiagResults } from './results.ts';

/** A key that SetupDiag alone writes. */
export const setupDiagJson =
  /"(?:ProfileName|ProfileGuid|FailureData|FailureDetails|LogErrorLine)"\s{0,9}:/u;

/** https://www.rfc-editor.org/rfc/rfc8259: strings, marks and what else is a value. A string may be cut by a hard wrap. */
const token = /"((?:[^"\\]|\\.){0,16000})("?)|([{}[\]:,])|([\w.+-]{1,40})/gu;
const jsonLine = /^\s*["{}[\],]/u;
const escaped = /\\(?:u([0-9a-f]{4})|([\s\S]))/giu;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' };
const mostTokens = 20_000;
const longestString = 16_000;

interface Place {
  line: number;
  raw: string;
}

/**
 * Its JSON, read token by token: a result that was cut or pasted in part still tells what came before.
 */
export class SetupDiagJsonReader implements BlockReader {
  private readonly results: SetupDiagResults;
  private readonly lines = new SentLines();
  private key = '';
  private pending: string | undefined;
  private depth: number | undefined;
  private tokens = 0;
  /** Of a string whose end is on the next line. */
  private carry = '';

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.results = new SetupDiagResults(input, onRecord);
  }

  push(line: SourceLine): boolean {
    if (this.lines.isTaken(line)) {
      return true;
    }
    const text = this.lines.take(line) ?? '';
    if (this.depth !== undefined && !this.takes(text)) {
      return false;
    }
    // Begun in its middle, it ends with the brace of an object whose beginning is not here.
    this.depth ??= text.slice(0, text.search(setupDiagJson)).includes('{') ? 0 : 1;
    const whole = this.carry + text;
    this.carry = '';
    for (const [all, string, quote, mark, plain] of whole.matchAll(token)) {
      this.tokens += 1;
      if (string !== undefined && quote === '') {
        this.carry = all.length < longestString ? all : '';
      } else {
        this.take(string, mark, plain, { line: line.line, raw: line.raw.trim() });
      }
    }
    return true;
  }

  end(): void {
    this.results.end();
  }

  private takes(text: string): boolean {
    return (
      (this.depth ?? 0) > 0 &&
      this.tokens < mostTokens &&
      (this.carry !== '' || text.trim() === '' || jsonLine.test(text))
    );
  }

  private take(
    string: string | undefined,
    mark: string | undefined,
    plain: string | undefined,
    place: Place,
  ): void {
    if (mark === ':') {
      this.key = this.pending ?? '';
      this.pending = undefined;
      return;
    }
    this.flush(place);
    if (string !== undefined) {
      this.pending = decode(string);
    } else if (plain !== undefined && plain !== 'null') {
      this.results.field(this.key, plain, place);
    } else if (mark === '{' || mark === '}') {
      this.depth = (this.depth ?? 0) + (mark === '{' ? 1 : -1);
    }
  }

  /** A string that no colon follows is a value. */
  private flush(place: Place): void {
    if (this.pending !== undefined && this.key !== '') {
      this.results.field(this.key, this.pending, place);
    }
    this.pending = undefined;
  }
}

function decode(text: string): string {
  return text.replace(escaped, (_, code?: string, one?: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (escapes[one ?? ''] ?? one ?? ''),
  );
}
