import { respellCodes } from '../codes/respell.ts';
import { type Head, textFormat } from '../format.ts';
import { type Recognised, recognise } from '../formats.ts';
import { type LogRecord, type RecordPart, recordLimit } from './record.ts';
import type { RepairedLine } from './repair.ts';

const lastErrorSuffix = /\s*\[gle=0x[0-9a-f]{8}\]\s*$/iu;
/** WIMGAPI prints between the records of setup and DISM, with a process id in place of a time. */
const imaging = /^\[\d{1,6}\] /u;
const logEntry = /^\s*LogEntry:\s*/u;
const chinese = /^\s*[\u2e80-\u9fff]/u;
const blanks = /[ \t]{2,}|\t/gu;
const maximumParts = 64;

interface Draft {
  recognised: Recognised | undefined;
  texts: string[];
  length: number;
  wraps: ('full' | 'blank' | 'line')[];
  parts: RecordPart[];
}

/** Lines in, records out: joins continuation lines, wrapped lines and records that servicing cut in two. */
export class Assembler {
  private readonly input: string;
  private readonly repaired: boolean;
  private readonly onRecord: (record: LogRecord) => void;
  private readonly dayFirst: boolean;
  private draft: Draft | undefined;

  /**
   * `repaired`: the lines come from `repairLines` and may hold links that a mail program added. `dayFirst`
   * settles dates that can be read both ways.
   */
  constructor(
    input: string,
    repaired: boolean,
    onRecord: (record: LogRecord) => void,
    dayFirst: boolean,
  ) {
    this.input = input;
    this.dayFirst = dayFirst;
    this.repaired = repaired;
    this.onRecord = onRecord;
  }

  push(line: RepairedLine): void {
    if (line.wrapped && this.draft) {
      this.append(line, line.text, line.wrapped);
      return;
    }
    const text = line.text.replace(logEntry, '');
    const recognised = this.recognise(text);
    if (recognised) {
      this.pushHead(line, recognised);
    } else if (this.endsRecord(text)) {
      this.flush();
      if (text.trim() !== '') {
        this.begin(line, text.trim(), undefined);
      }
    } else {
      this.append(line, text.trim(), 'line');
    }
  }

  /** Hands out the last record. */
  end(): void {
    this.flush();
  }

  /** What may as well belong to the record before it begins none. */
  private recognise(text: string): Recognised | undefined {
    const recognised = recognise(text);
    const open = this.draft?.recognised?.format;
    return recognised?.format.isWeak && open && !open.isOneLine && !this.endsRecord(text)
      ? undefined
      : recognised;
  }

  private pushHead(line: RepairedLine, recognised: Recognised): void {
    const previous = this.draft?.recognised;
    if (previous && recognised.format.continues?.(recognised.head, previous.head)) {
      this.dropLastError();
      this.append(line, recognised.head.text, 'full');
      return;
    }
    this.flush();
    this.begin(line, recognised.head.text, recognised);
  }

  private endsRecord(text: string): boolean {
    const open = this.draft?.recognised?.format;
    return !open || open.isOneLine === true || endsAny(text);
  }

  private begin(line: RepairedLine, text: string, recognised: Recognised | undefined): void {
    const squeezed = squeeze(text);
    this.draft = {
      recognised,
      texts: [squeezed],
      length: squeezed.length,
      wraps: ['line'],
      parts: [{ line: line.line, raw: line.raw, start: 0 }],
    };
  }

  private append(line: RepairedLine, text: string, wrap: 'full' | 'blank' | 'line'): void {
    const draft = this.draft;
    if (!draft || draft.length >= recordLimit || draft.parts.length >= maximumParts) {
      return;
    }
    const squeezed = squeeze(text);
    const start = draft.length + (wrap === 'full' ? 0 : 1);
    draft.texts.push(squeezed);
    draft.wraps.push(wrap);
    draft.parts.push({ line: line.line, raw: line.raw, start });
    draft.length = start + squeezed.length;
  }

  /** The halves of a cut record each carry the last error; between them it would stand in the middle. */
  private dropLastError(): void {
    const draft = this.draft;
    const last = draft?.texts.at(-1);
    if (!draft || last === undefined) {
      return;
    }
    const shorter = last.replace(lastErrorSuffix, '');
    draft.texts[draft.texts.length - 1] = shorter;
    draft.length -= last.length - shorter.length;
    if (shorter === '' && draft.texts.length > 1) {
      draft.texts.pop();
      draft.wraps.pop();
      draft.parts.pop();
      draft.length -= 1;
    }
  }

  /** A link that a mail program added can itself be wrapped; only the joined record shows it whole. */
  private clean(text: string): string {
    const whole = this.repaired && text.includes('<') ? text.replace(brokenLink, '') : text;
    return whole.slice(0, recordLimit);
  }

  private flush(): void {
    const draft = this.draft;
    this.draft = undefined;
    if (!draft || draft.length === 0) {
      return;
    }
    const { recognised } = draft;
    const text = this.clean(join(draft, ''));
    const isOpen = recognised?.format.isOpen ?? true;
    this.onRecord({
      input: this.input,
      format: recognised?.format.name ?? textFormat,
      time: timeOf(recognised?.head, this.dayFirst),
      component: recognised?.head.component ?? '',
      text,
      spelled: this.repaired && isOpen ? respellCodes(text) : undefined,
      variant: draft.wraps.includes('full') ? this.clean(join(draft, ' ')) : undefined,
      parts: draft.parts,
    });
  }
}

/** True for a line that surely is the first of its record, whatever came before it. */
export function surelyBegins(line: string): boolean {
  return endsAny(line.replace(logEntry, '')) || headAtStart(line) !== undefined;
}

/** The head of a line that surely begins a record. */
export function headAtStart(line: string): Head | undefined {
  const { format, head } = recognise(line.replace(logEntry, '')) ?? {};
  return head && !format?.isWeak && !format?.mayContinue?.(head) ? head : undefined;
}

export function timeOf(head: Head | undefined, dayFirst: boolean): string | undefined {
  return head?.otherTime !== undefined && dayFirst ? head.otherTime : head?.time;
}

/** Prose between quoted log lines; no format continues a record in Chinese or with an empty line. */
function endsAny(text: string): boolean {
  return imaging.test(text) || text.trim() === '' || chinese.test(text);
}

const brokenLink = / ?<(?:mailto|file|https?):[^<>]{1,4000}>/giu;

function join(draft: Draft, fullJoint: string): string {
  const joints = { full: fullJoint, blank: ' ', line: '\n' };
  return draft.texts
    .map((text, index) => (index === 0 ? text : joints[draft.wraps[index] ?? 'line'] + text))
    .join('');
}

function squeeze(text: string): string {
  return text.includes('  ') || text.includes('\t') ? text.replace(blanks, ' ') : text;
}
