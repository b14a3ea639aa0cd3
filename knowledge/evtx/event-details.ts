import type { BlockReader, SourceLine } from '../format.ts';
import { type LogRecord, recordLimit } from '../input/record.ts';
import { eventLogFormat, eventText, localTime, shortName } from './event-line.ts';
import { assumedZone } from './zone.ts';

const opening = /^\s{0,8}[+-]\s{0,3}System\s{0,8}$/u;
const part = /^\s{0,12}[+-]\s{1,3}(\w{1,80})\s{0,8}$/u;
const attribute = /^\s{0,12}\[\s?(\w{1,60})\]\s{1,8}(.{0,1000}?)\s{0,8}$/u;
const pair = /^\s{0,12}(?:[+-]\s{1,3})?([A-Za-z][\w.]{0,80})\s{1,8}(\S.{0,4000}?)\s{0,8}$/u;
const lone = /^\s{0,12}[A-Za-z][\w.]{0,80}\s{0,8}$/u;
const personal = /^(\s{0,12}(?:Computer|\[\s?UserID\])\s{1,8})\S.{0,200}$/u;
const mostLines = 200;
const mostQuoted = 1500;

/** The details of the event viewer, in its friendly view, copied as text: `+ System - Provider [ Name] …`. */
export function beginsDetails(line: string): boolean {
  return opening.test(line);
}

export class EventDetailsReader implements BlockReader {
  private readonly input: string;
  private readonly onRecord: (record: LogRecord) => void;
  private readonly raws: string[] = [];
  private readonly told: Record<string, string> = {};
  private first = 0;
  private part = '';
  private data = '';
  private unnamed = 0;

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.input = input;
    this.onRecord = onRecord;
  }

  push({ line, raw, text }: SourceLine): boolean {
    const isFirst = this.raws.length === 0;
    if (!isFirst && (this.raws.length >= mostLines || !this.take(text))) {
      return false;
    }
    this.first ||= line;
    // Redaction knows them in the other views, where a colon or a tag stands behind the word.
    this.raws.push(raw.replace(personal, '$1[已删除]'));
    return true;
  }

  end(): void {
    const { Name: provider = '', EventID: id = '', SystemTime: time = '' } = this.told;
    const number = Number.parseInt(id, 10);
    if (provider === '' || !(number >= 0 && number <= 65_535)) {
      return;
    }
    const event = {
      provider,
      id: number,
      data: this.data,
      number: 0,
      at: Date.parse(time),
      level: 0,
    };
    this.onRecord({
      input: this.input,
      format: eventLogFormat,
      time: localTime(event.at, assumedZone.offset),
      component: shortName(provider),
      text: eventText(event).slice(0, recordLimit),
      variant: undefined,
      parts: [
        { line: this.first, raw: this.raws.join('\n').trim().slice(0, mostQuoted), start: 0 },
      ],
    });
  }

  private get isInData(): boolean {
    return this.part === 'EventData' || this.part === 'UserData';
  }

  /** False for a line of something else: another event, or what was written below this one. */
  private take(text: string): boolean {
    if (text.trim() === '') {
      return this.data === '';
    }
    const name = part.exec(text)?.[1];
    if (name !== undefined) {
      return this.open(name);
    }
    const [, key, value = ''] = attribute.exec(text) ?? [];
    if (key !== undefined) {
      this.keep(key, value);
      return true;
    }
    return this.isInData ? this.takeData(text) : this.takeSystem(text);
  }

  private open(name: string): boolean {
    // Below `UserData` stands the name of its one element.
    this.part = this.isInData ? this.part : name;
    return name !== 'System';
  }

  /** The first of each: only the provider's name is called so before the data begin. */
  private keep(key: string, value: string): void {
    this.told[key] ??= value;
  }

  private takeSystem(text: string): boolean {
    const [, key, value = ''] = pair.exec(text) ?? [];
    if (key !== undefined) {
      this.keep(key, value);
    }
    return key !== undefined || lone.test(text);
  }

  private takeData(text: string): boolean {
    const [, key, value = ''] = pair.exec(text) ?? [];
    if (key === undefined) {
      this.unnamed += 1;
    }
    this.data += ` ${key ?? `data${this.unnamed}`}=${key === undefined ? text.trim() : value}`;
    return true;
  }
}
