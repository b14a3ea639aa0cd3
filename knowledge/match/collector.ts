import type { LogRecord } from '../input/record.ts';
import type { CompiledPattern, Duty, Engine } from './compile.ts';
import type { FactPattern } from './facts.ts';
import { addHit, compareHits, type Hit, type HitList, machineOf } from './hit.ts';
import type { OutcomePattern } from './outcomes.ts';

type FactName = FactPattern['fact'];

/** How a package, an update or a run ended, as one record says. */
export interface Outcome {
  pattern: OutcomePattern;
  hit: Hit;
}

export interface FactOfMachine {
  machine: string;
  value: string;
  /** The record that tells it. */
  hit: Hit;
}

export interface Collected {
  /** By signature id, then condition name, then input. */
  hits: Map<string, Map<string, Map<string, HitList>>>;
  outcomes: Outcome[];
  facts: Record<FactName, FactOfMachine[]>;
}

/** A hostile log could name any number of packages. */
const keptOutcomes = 20_000;

const mostFacts = 64;
const divider = /[,;、]/u;

interface Place {
  order: number;
  at: number | undefined;
  sessions: Map<string, number>;
}

/** Takes candidate records in the order of their input and keeps what the patterns find in them. */
export class Collector {
  private readonly outcomes = new Map<string, Outcome>();
  private readonly kept: Omit<Collected, 'outcomes'> = {
    hits: new Map(),
    facts: { build: [], products: [], filterDrivers: [] },
  };
  private readonly engine: Engine;
  private readonly places = new Map<string, Place>();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** What was found so far. */
  get collected(): Collected {
    return { ...this.kept, outcomes: [...this.outcomes.values()] };
  }

  take(candidate: LogRecord, candidates: readonly number[]): void {
    const record = detach(candidate);
    const place = this.placeOf(record);
    const matches = candidates.flatMap((index) =>
      matchPattern(this.engine.patterns[index], record),
    );
    if (matches.some(({ duty }) => duty.kind === 'session')) {
      place.sessions.set(record.format, (place.sessions.get(record.format) ?? 0) + 1);
    }
    const noisy = matches.some(({ duty }) => duty.kind === 'noise');
    for (const { duty, found } of matches) {
      const session = place.sessions.get(record.format) ?? 0;
      this.keep(
        duty,
        {
          ...createHit(record, place, session, found),
          name: duty.kind === 'find' ? duty.name : '',
        },
        noisy,
      );
    }
  }

  private placeOf(record: LogRecord): Place {
    const place = this.places.get(record.input) ?? { order: 0, at: undefined, sessions: new Map() };
    this.places.set(record.input, place);
    place.order += 1;
    const at = record.time ? Date.parse(`${record.time}Z`) : Number.NaN;
    place.at = Number.isNaN(at) ? place.at : at;
    return place;
  }

  private keep(duty: Duty, hit: Hit, noisy: boolean): void {
    if (duty.kind === 'find' && (!noisy || duty.signature.readsNoise)) {
      addHit(this.listOf(duty.signature.id, duty.name, hit.record.input), hit);
    } else if (duty.kind === 'outcome' && !noisy) {
      this.keepOutcome({ pattern: duty.outcome, hit });
    } else if (duty.kind === 'fact') {
      this.keepFact(duty.fact.fact, hit);
    }
  }

  private listOf(signature: string, name: string, input: string): HitList {
    const names = this.kept.hits.get(signature) ?? new Map<string, Map<string, HitList>>();
    const inputs = names.get(name) ?? new Map<string, HitList>();
    const list = inputs.get(input) ?? { hits: [], count: 0, alike: new Map() };
    this.kept.hits.set(signature, names.set(name, inputs.set(input, list)));
    return list;
  }

  /** The last that says the same of the same update in the same run: what came before it is told by it. */
  private keepOutcome(outcome: Outcome): void {
    const { hit, pattern } = outcome;
    const { input, format } = hit.record;
    const key = [
      input,
      format,
      hit.session,
      pattern.kind,
      pattern.run === true,
      hit.variables.what,
    ].join('\n');
    this.outcomes.delete(key);
    this.outcomes.set(key, outcome);
    if (this.outcomes.size > keptOutcomes) {
      const [oldest] = this.outcomes.keys();
      this.outcomes.delete(oldest ?? '');
    }
  }

  /** Of the records that tell the same, the first counts, in whatever order the inputs come. */
  private keepFact(fact: FactName, hit: Hit): void {
    const known = this.kept.facts[fact];
    const machine = machineOf(hit.record.input);
    for (const one of (hit.variables.value ?? '').split(divider).slice(0, mostFacts)) {
      const value = one.trim();
      const same = known.find((other) => other.machine === machine && other.value === value);
      if (same) {
        same.hit = compareHits(hit, same.hit) < 0 ? hit : same.hit;
      } else if (value !== '' && known.length < mostFacts * 16) {
        known.push({ machine, value, hit });
      }
    }
  }
}

/** A line cut out of a megabyte of text keeps the megabyte alive; what is kept must stand alone. */
function detach(record: LogRecord): LogRecord {
  const parts = record.parts.map((part) => ({ ...part, raw: copy(part.raw) }));
  return { ...record, text: copy(record.text), parts };
}

function copy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

interface Match {
  duty: Duty;
  found: RegExpExecArray;
}

function matchPattern(pattern: CompiledPattern | undefined, record: LogRecord): Match[] {
  if (
    !pattern ||
    (record.format !== 'text' && pattern.formats && !pattern.formats.has(record.format))
  ) {
    return [];
  }
  const found =
    pattern.regex.exec(record.text) ??
    (record.variant && pattern.regex.exec(record.variant)) ??
    undefined;
  return found ? [{ duty: pattern.duty, found }] : [];
}

function createHit(
  record: LogRecord,
  place: Place,
  session: number,
  found: RegExpExecArray,
): Omit<Hit, 'name'> {
  const variables = Object.fromEntries(
    Object.entries(found.groups ?? {}).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  return {
    record,
    order: place.order,
    session,
    at: place.at,
    variables,
    start: found.index,
    end: found.index + found[0].length,
  };
}
