import type { StoredEvent } from './event.ts';
import { longestValue } from './values.ts';

const provider = /<Provider\s[^<>]{0,40}?\bName\s?=\s?["']([^"'<>]{1,200})["']/u;
const id = /<EventID(?:\s[^<>]{0,60})?>(\d{1,5})<\/EventID>/u;
const level = /<Level>(\d{1,2})<\/Level>/u;
const number = /<EventRecordID>(\d{1,15})<\/EventRecordID>/u;
const time = /SystemTime\s?=\s?["'](\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)/u;
const named =
  /<Data(?:\s+Name\s?=\s?["']([^"'<>]{0,120})["'])?\s?(?:\/>|>([^<]{0,8000})<\/Data>)/gu;
const leaf = /<([A-Za-z_][\w.-]{0,80})(?:\s[^<>]{0,300})?>([^<]{1,8000})<\//gu;
const entity = /&(?:amp|lt|gt|quot|apos|#x?[0-9a-f]{1,6});/giu;
const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/** An event as the event viewer and wevtutil write it; `undefined` without provider or id. */
export function parseEventXml(xml: string): StoredEvent | undefined {
  const name = provider.exec(xml)?.[1];
  const eventId = id.exec(xml)?.[1];
  if (!name || !eventId) {
    return undefined;
  }
  return {
    number: Number(number.exec(xml)?.[1] ?? 0),
    at: Date.parse(`${time.exec(xml)?.[1] ?? ''}Z`),
    provider: decode(name),
    id: Number(eventId),
    level: Number(level.exec(xml)?.[1] ?? 0),
    data: readData(xml) + readUserData(xml),
  };
}

function readData(xml: string): string {
  let unnamed = 0;
  let data = '';
  for (const [, name, value = ''] of sectionOf(xml, 'EventData').matchAll(named)) {
    unnamed += name ? 0 : 1;
    data += pair(name || `data${unnamed}`, value);
  }
  return data;
}

function readUserData(xml: string): string {
  let data = '';
  for (const [, name = '', value = ''] of sectionOf(xml, 'UserData').matchAll(leaf)) {
    data += pair(name, value);
  }
  return data;
}

function pair(name: string, value: string): string {
  const text = decode(value.trim());
  return text === '' ? '' : ` ${decode(name)}=${text.slice(0, longestValue)}`;
}

function sectionOf(xml: string, name: string): string {
  const start = xml.indexOf(`<${name}`);
  const end = start < 0 ? -1 : xml.indexOf(`</${name}>`, start);
  return end < 0 ? '' : xml.slice(start + name.length + 1, end);
}

function decode(text: string): string {
  return text.includes('&') ? text.replace(entity, (one) => entities[one] ?? ' ') : text;
}
