import type { EventLogDamage } from './read.ts';
import type { Zone } from './zone.ts';

/** What the reader of the answer must know of an event log, in Chinese, without a full stop; empty when it was read whole. */
export function describeEventLogGaps(damage: EventLogDamage): string[] {
  const { events, damagedChunks, damagedEvents, missingEvents } = damage;
  const lost = damagedEvents + missingEvents;
  return [
    events === 0 && damagedChunks === 0 && lost === 0 && '事件日志里没有事件',
    damagedChunks > 0 &&
      `有 ${damagedChunks} 个数据块（每块 64 KB）不是事件记录，可能已损坏或被覆盖，已跳过`,
    lost > 0 && `有 ${lost} 条事件已被覆盖或损坏，读不出来`,
  ].filter((reason) => reason !== false);
}

/** How the times of the events came about; they are UTC in the file. */
export function describeEventLogZone(zone: Zone): string {
  const shown = formatZone(zone.offset);
  return zone.known
    ? `事件时间按日志自己记录的时区 ${shown} 换算`
    : `事件日志只存 UTC 时间，没有写明时区，事件时间按北京时间（${shown}）换算`;
}

/** The same of Process Monitor's own logs, which never say their zone. */
export function describeTraceZone({ offset }: Zone): string {
  return `PML 只存 UTC 时间，不写时区，时间按北京时间（${formatZone(offset)}）换算，在别的时区抓取的请自行加减`;
}

function formatZone(offset: number): string {
  const minutes = Math.abs(offset) % 60;
  const hours = `UTC${offset < 0 ? '-' : '+'}${Math.trunc(Math.abs(offset) / 60)}`;
  return minutes === 0 ? hours : `${hours}:${String(minutes).padStart(2, '0')}`;
}
