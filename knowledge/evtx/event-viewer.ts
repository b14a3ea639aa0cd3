import type { BlockReader, SourceLine } from '../format.ts';
import { type LogRecord, recordLimit } from '../input/record.ts';
import type { StoredEvent } from './event.ts';
import { type FieldName, readField, readLevel, readMoment, readRow } from './event-fields.ts';
import { eventLogFormat, eventText, localTime, shortName } from './event-line.ts';
import { parseEventXml } from './event-xml.ts';
import { assumedZone } from './zone.ts';

interface Draft {
  fields: Partial<Record<FieldName, string>>;
  message: string[];
  /** The text of the event has begun: what follows belongs to it. */
  inMessage: boolean;
  xml: string[] | undefined;
  first: number;
  raws: string[];
}

const mostLines = 200;
const mostQuoted = 1500;
const mostMessage = 1500;
/** A line of another log ends the event. */
const otherLog = /^\s{0,8}\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d/u;
const xmlStart = /<Event[ >]/u;
const xmlEnd = '</Event>';
const longName = / \((Microsoft-Windows-[^()]{1,80})\)$/u;

/**
 * Finds events among the lines of a text: copied from the event viewer, printed by wevtutil or Get-WinEvent, rows of
 * a saved list, event XML. Each becomes a record beside those of its lines, which stay what they are.
 */
export class EventViewerReader implements BlockReader {
  private readonly input: string;
  private readonly onRecord: (record: LogRecord) => void;
  private draft: Draft | undefined;

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.input = input;
    this.onRecord = onRecord;
  }

  push(line: SourceLine): boolean {
    if (this.draft?.xml) {
      this.pushXml(this.draft, this.draft.xml, line);
    } else if (startsXml(line.text)) {
      this.startXml(line);
    } else {
      this.pushText(line);
    }
    return this.draft !== undefined;
  }

  /** Hands out the last event. */
  end(): void {
    const draft = this.draft;
    this.draft = undefined;
    if (!draft) {
      return;
    }
    const { provider = '', id = '', time = '', level = '' } = draft.fields;
    const number = Number.parseInt(id, 10);
    if (provider === '' || !(number >= 0 && number <= 65_535)) {
      return;
    }
    const message = draft.message.join(' ').trim().slice(0, mostMessage);
    const event: StoredEvent = {
      number: 0,
      at: Date.parse(`${readMoment(time) ?? ''}Z`),
      provider: longName.exec(provider)?.[1] ?? provider,
      id: number,
      level: readLevel(level),
      data: message === '' ? '' : ` message=${message}`,
    };
    this.emit(draft, event, readMoment(time));
  }

  private pushText(line: SourceLine): void {
    const found = readField(line.text);
    if (found) {
      this.pushField(line, found.name, found.value);
      return;
    }
    const listed = readRow(line.text);
    if (listed) {
      this.end();
      const { message, ...fields } = listed;
      this.draft = { ...createDraft(line), fields, inMessage: true, message: [message] };
    } else if (this.draft && otherLog.test(line.text)) {
      this.end();
    } else if (this.draft) {
      this.keep(this.draft, line);
    }
  }

  private pushField(line: SourceLine, name: FieldName, value: string): void {
    const starts = name === 'log' || name === 'provider' || name === 'time' || name === 'id';
    if (!this.draft || (starts && this.draft.fields[name] !== undefined)) {
      if (!starts) {
        return;
      }
      this.end();
      this.draft = createDraft(line);
    } else {
      this.draft.raws.push(line.raw);
    }
    const { draft } = this;
    draft.fields[name] ??= value;
    draft.inMessage = name === 'message';
    if (name === 'message') {
      draft.message.push(value);
    }
  }

  private keep(draft: Draft, line: SourceLine): void {
    if (draft.raws.length >= mostLines) {
      this.end();
    } else if (line.text.trim() !== '') {
      draft.raws.push(line.raw);
      if (draft.inMessage || (draft.fields.provider && draft.fields.id)) {
        draft.message.push(line.text.trim());
      }
    }
  }

  private startXml(line: SourceLine): void {
    if (this.draft && this.draft.fields.xml === undefined) {
      this.end();
    }
    this.draft ??= createDraft(line);
    this.draft.xml = [];
    this.pushXml(this.draft, this.draft.xml, line);
  }

  private pushXml(draft: Draft, xml: string[], line: SourceLine): void {
    if (draft.raws.at(-1) !== line.raw) {
      draft.raws.push(line.raw);
    }
    xml.push(line.text);
    if (!line.text.includes(xmlEnd) && xml.length < mostLines) {
      return;
    }
    for (const one of xml.join('\n').split(xmlEnd)) {
      const event = parseEventXml(one);
      if (event) {
        const time = readMoment(draft.fields.time ?? '') ?? localTime(event.at, assumedZone.offset);
        this.emit(draft, event, time);
      }
    }
    this.draft = undefined;
  }

  private emit(draft: Draft, event: StoredEvent, time: string | undefined): void {
    const text = eventText(event).slice(0, recordLimit);
    const raw = draft.raws.join('\n').slice(0, mostQuoted);
    this.onRecord({
      input: this.input,
      format: eventLogFormat,
      time,
      component: shortName(event.provider),
      text,
      variant: undefined,
      parts: [{ line: draft.first, raw, start: 0 }],
    });
  }
}

/** Cheap: part of an event's head, a row of a list, or event XML. */
export function beginsEvent(line: string): boolean {
  return startsXml(line) || readField(line) !== undefined || readRow(line) !== undefined;
}

function startsXml(line: string): boolean {
  return line.includes('<Event') && xmlStart.test(line);
}

function createDraft({ line, raw }: SourceLine): Draft {
  return { fields: {}, message: [], inMessage: false, xml: undefined, first: line, raws: [raw] };
}
