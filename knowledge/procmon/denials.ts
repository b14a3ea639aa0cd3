import { type LogRecord, recordLimit } from '../input/record.ts';
import {
  failureOf,
  isChange,
  isImpersonating,
  isServicing,
  isServicingWork,
  isUse,
} from './interest.ts';
import { foreignDrivers, foreignLibraries } from './modules.ts';
import { procmonFormat, type TraceEvent } from './trace-event.ts';

interface Held {
  event: TraceEvent;
  word: string;
  times: number;
}

/** A failed installation is denied a few files; a hostile trace any number. */
const mostHeld = 2000;
const mostDrivers = 64;
const longestPath = 500;
const longestAccess = 160;

/**
 * Keeps what the programs of servicing were denied until the trace is over: what they were given in the end, by asking
 * again or for less, was no failure.
 */
export class Denials {
  private readonly held = new Map<string, Held>();
  /** How many are held of each process. */
  private readonly waiting = new Map<string, number>();
  private readonly drivers = new Map<string, string>();
  private healed = 0;
  private dropped = 0;

  /** Cheap: false for a program whose events say nothing. */
  knows(process: string): boolean {
    return isServicing(process);
  }

  /** Cheap: false for an event of which nothing but the process and the result need be read. */
  concerns(process: string, processKey: string, result: string): boolean {
    if (result === 'SUCCESS') {
      return this.waiting.has(processKey);
    }
    return failureOf(result) !== undefined && isServicing(process);
  }

  take(event: TraceEvent): void {
    if (event.result === 'SUCCESS') {
      if (isUse(event)) {
        this.heal(event);
      }
      return;
    }
    const word = failureOf(event.result);
    if (word && isServicing(event.process) && isServicingWork(event) && isChange(event)) {
      this.hold(event, word);
    }
  }

  /** Drivers of others that stand in the stack of some file operation. */
  see(drivers: readonly string[]): void {
    for (const driver of drivers) {
      if (this.drivers.size < mostDrivers) {
        this.drivers.set(driver.toLowerCase(), driver);
      }
    }
  }

  /** In the order of the trace, with one more at the end that sums it up. */
  records(input: string, events: number, line: number): LogRecord[] {
    const all = [...this.held.values()].sort((left, right) => left.event.line - right.event.line);
    return [
      ...all.map((held) => recordOf(input, held)),
      createRecord(input, 'Procmon', undefined, line, this.summary(events)),
    ];
  }

  private hold(event: TraceEvent, word: string): void {
    if (isImpersonating(event)) {
      return;
    }
    const key = keyOf(event);
    const known = this.held.get(key);
    if (known) {
      known.times += 1;
      // The first may lack what a later one has.
      known.event = known.event.stack ? known.event : { ...known.event, stack: event.stack };
    } else if (this.held.size < mostHeld) {
      this.held.set(key, { event, word, times: 1 });
      this.waiting.set(event.processKey, (this.waiting.get(event.processKey) ?? 0) + 1);
    } else {
      this.dropped += 1;
    }
    this.see(foreignDrivers(event.stack ?? []));
  }

  private heal(event: TraceEvent): void {
    if (!this.held.delete(keyOf(event))) {
      return;
    }
    this.healed += 1;
    const left = (this.waiting.get(event.processKey) ?? 1) - 1;
    if (left > 0) {
      this.waiting.set(event.processKey, left);
    } else {
      this.waiting.delete(event.processKey);
    }
  }

  private summary(events: number): string {
    const parts = [`ProcmonTrace: ${events} events, ${this.held.size} denied to servicing`];
    if (this.healed > 0) {
      parts.push(`${this.healed} denied first and allowed later`);
    }
    if (this.dropped > 0) {
      parts.push(`${this.dropped} more not kept`);
    }
    const drivers = [...this.drivers.values()].sort();
    return `${parts.join(', ')}${drivers.length > 0 ? `; FilterDrivers: ${drivers.join(', ')}` : ''}`;
  }
}

function keyOf({ processKey, path }: TraceEvent): string {
  return `${processKey}\n${path.toLowerCase()}`;
}

const unclean = /[\p{Cc}"\s]+/gu;
const rest = /, Disposition:.*$/su;

function recordOf(input: string, { event, word, times }: Held): LogRecord {
  const path = event.path.slice(0, longestPath).replace(unclean, ' ');
  const detail = event.detail.replace(rest, '').slice(0, longestAccess).replace(unclean, ' ');
  const access = detail.startsWith('Desired Access: ') ? ` ${detail.trim()}` : '';
  const who = `${event.process}${event.isSystem ? ' as SYSTEM' : ''}`;
  const repeats = times > 1 ? `; times: ${times}` : '';
  const text = `${word}: ${who} ${event.operation} "${path}"${access}${repeats}${stackText(event)}`;
  return createRecord(input, event.process, event, event.line, text);
}

function stackText({ stack }: TraceEvent): string {
  if (!stack || stack.length === 0) {
    return '';
  }
  const drivers = foreignDrivers(stack);
  const libraries = foreignLibraries(stack);
  const first = drivers.length > 0 ? `drivers of others: ${drivers.join(', ')}` : 'Windows only';
  return `; stack: ${first}${libraries.length > 0 ? `; libraries: ${libraries.join(', ')}` : ''}`;
}

/** The row itself is never quoted: it names users, computers and command lines. */
function createRecord(
  input: string,
  component: string,
  moment: Pick<TraceEvent, 'time' | 'clock'> | undefined,
  line: number,
  text: string,
): LogRecord {
  const when = moment?.time?.replace('T', ' ') ?? moment?.clock ?? '';
  const cut = text.slice(0, recordLimit);
  return {
    input,
    format: procmonFormat,
    time: moment?.time,
    component,
    text: cut,
    variant: undefined,
    parts: [{ line, raw: `${when} ${cut}`.trim(), start: 0 }],
  };
}
