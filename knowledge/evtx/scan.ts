import { type LogRecord, recordLimit } from '../input/record.ts';
import type { Coverage, ScanRequest } from '../input/scan.ts';
import { describeEventLogGaps, describeEventLogZone } from './describe.ts';
import type { StoredEvent } from './event.ts';
import { eventLine, eventLogFormat, eventText, localTime, shortName } from './event-line.ts';
import { type EventLogDamage, readEventLog } from './read.ts';
import { type Zone, ZoneFinder } from './zone.ts';

/** What was seen of an event log. */
export interface EventLogCoverage extends Coverage {
  /** Chinese, without a full stop: what could not be read. */
  gaps: string[];
  damage: EventLogDamage;
  zone: Zone;
}

interface Candidate {
  event: StoredEvent;
  /** Where it stands in the file, from 1. */
  line: number;
  text: string;
  patterns: number[];
}

/** A calm log has a few hundred; beyond this the zone must be settled with what is known by then. */
const mostWaiting = 20_000;

/**
 * Like `scanLines`, for the bytes of an `.evtx` file: one record an event. Candidates wait until the zone is known and
 * are handed out in the order of time, because a log that wrapped begins in its middle.
 */
export async function scanEvtx(request: ScanRequest): Promise<EventLogCoverage> {
  const zones = new ZoneFinder();
  const waiting: Candidate[] = [];
  const span = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  let line = 0;
  const damage = await readEventLog(
    request.bytes,
    (event) => {
      line += 1;
      zones.take(event);
      span.first = Math.min(span.first, event.at);
      span.last = Math.max(span.last, event.at);
      const candidate = candidateOf(event, line, request);
      if (candidate) {
        waiting.push(candidate);
      }
      if (waiting.length >= mostWaiting) {
        handOut(waiting, zones.zone, request);
      }
    },
    request.progress,
    request.computer,
  );
  handOut(waiting, zones.zone, request);
  const { zone } = zones;
  return {
    bytes: damage.bytes,
    lines: line,
    encoding: 'utf-16le',
    from: line > 0 ? localTime(span.first, zone.offset) : undefined,
    to: line > 0 ? localTime(span.last, zone.offset) : undefined,
    formats: new Map([[eventLogFormat, Math.max(1, line)]]),
    cutLines: 0,
    gaps: describeEventLogGaps(damage),
    notes: line > 0 ? [describeEventLogZone(zone)] : [],
    damage,
    zone,
  };
}

function candidateOf(
  event: StoredEvent,
  line: number,
  { filter }: ScanRequest,
): Candidate | undefined {
  const text = eventText(event).slice(0, recordLimit);
  const patterns: number[] = [];
  filter.match(text, patterns);
  return patterns.length > 0 ? { event, line, text, patterns } : undefined;
}

function handOut(waiting: Candidate[], { offset }: Zone, { input, found }: ScanRequest): void {
  waiting.sort((left, right) => left.event.at - right.event.at || left.line - right.line);
  for (const { event, line, text, patterns } of waiting) {
    const raw = eventLine(event, text, offset);
    const record: LogRecord = {
      input,
      format: eventLogFormat,
      time: localTime(event.at, offset),
      component: shortName(event.provider),
      text,
      variant: undefined,
      parts: [{ line, raw, start: 0 }],
    };
    found(record, patterns);
  }
  waiting.length = 0;
}
