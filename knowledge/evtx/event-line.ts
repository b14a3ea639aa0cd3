import type { StoredEvent } from './event.ts';
import { isoTime } from './values.ts';

/** The name of every log of events, whether a file or copied from the event viewer. */
export const eventLogFormat = 'event-log';

const levels = ['Info', 'Critical', 'Error', 'Warning', 'Info', 'Verbose'];
const prefix = 'Microsoft-Windows-';
const unclean = /[\p{Cc}]|\s{2}| $/u;
const blanks = /[\p{Cc}\s]+/gu;

/** One line an event, as signatures see it: `WindowsUpdateClient 20 errorCode=0x80070643 updateTitle=…`. */
export function eventText({ provider, id, data }: StoredEvent): string {
  const text = `${shortName(provider)} ${id}${data}`;
  return unclean.test(text) ? text.replace(blanks, ' ').trim() : text;
}

export function shortName(provider: string): string {
  return provider.startsWith(prefix) ? provider.slice(prefix.length) : provider;
}

/** The wall clock so many minutes east of Greenwich; `undefined` for a time that no calendar holds. */
export function localTime(at: number, offset: number): string | undefined {
  return isoTime(at + offset * 60_000).slice(0, 19) || undefined;
}

/** How the event is quoted: `2026-01-05 18:00:01+08:00 #1234 Error WindowsUpdateClient 20 …`. */
export function eventLine(event: StoredEvent, text: string, offset: number): string {
  const time = localTime(event.at, offset)?.replace('T', ' ') ?? '';
  const level = levels[event.level] ?? 'Info';
  return `${time}${formatOffset(offset)} #${event.number} ${level} ${text}`.trim();
}

function formatOffset(offset: number): string {
  const [hours, minutes] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${offset < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
