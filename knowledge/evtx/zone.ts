import type { StoredEvent } from './event.ts';

/** Minutes east of Greenwich, and whether the log says so itself. */
export interface Zone {
  offset: number;
  known: boolean;
}

/**
 * Of what tells UTC and no zone. China has one zone and no summer time, so that this is right for nearly every machine
 * we are asked about; wherever it is used, the report of the input says so.
 */
export const assumedZone: Zone = { offset: 480, known: false };

/** The system log writes its uptime once a day, with the zone behind it: `data7=-480 China Standard Time`. */
const uptimeEvent = 6013;
const bias = / data7=(-?\d{1,4})(?: |$)/u;
const farthest = 14 * 60;

/** Event logs keep UTC, all other logs the wall clock. Remembers the last zone that the log names. */
export class ZoneFinder {
  private latest = Number.NEGATIVE_INFINITY;
  private found: Zone = assumedZone;

  take(event: StoredEvent): void {
    if (event.id !== uptimeEvent || event.provider !== 'EventLog' || event.at < this.latest) {
      return;
    }
    const minutes = Number(bias.exec(event.data)?.[1] ?? Number.NaN);
    if (Math.abs(minutes) <= farthest) {
      this.latest = event.at;
      this.found = { offset: 0 - minutes, known: true };
    }
  }

  get zone(): Zone {
    return this.found;
  }
}
