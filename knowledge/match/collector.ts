import { pictureFormat } from '../format.ts';
import type { LogRecord } from '../input/record.ts';
import type { CompiledPattern, Duty, Engine } from './compile.ts';
import { buildOf, type FactName, type FactPattern } from './facts.ts';
import {
  addHit,
  compareHits,
  type Hit,
  type HitList,
  machineOf,
  machineOfHit,
  type Origin,
} from './hit.ts';
import { computerName } from './machine-names.ts';
import type { Computers, Machines } from './machines.ts';
import type { OutcomePattern } from './outcomes.ts';
import { findIn, keeps, openly } from './use.ts';

type Fact = Omit<FactOfMachine, 'machine'>;

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
  /** True when no record tells it of the machine itself. */
  isWeak: boolean;
}

export interface Collected {
  /** By signature id, then condition name, then input. */
  hits: Map<string, Map<string, Map<string, HitList>>>;
  outcomes: Outcome[];
  facts: Record<FactName, FactOfMachine[]>;
  machines: Machines | undefined;
}

/** A hostile log could name any number of packages. */
const keptOutcomes = 20_000;

const mostFacts = 64;
const divider = /[,;、]/u;

interface Place extends Origin {
  order: number;
  at: number | undefined;
  sessions: Map<string, number>;
}

/** Takes candidate records in the order of their input and keeps what the patterns find in them. */
export class Collector {
  private readonly outcomes = new Map<string, Outcome>();
  private readonly hits: Collected['hits'] = new Map();
  private readonly facts: Record<FactName, Fact[]> = {
    build: [],
    products: [],
    filterDrivers: [],
    model: [],
    hotfixes: [],
  };
  private readonly named = new Map<string, Set<string>>();
  private machines: Machines | undefined;
  private readonly engine: Engine;
  private readonly places = new Map<string, Place>();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** What was found so far. */
  get collected(): Collected {
    const { hits, machines } = this;
    const { build, products, filterDrivers, model, hotfixes } = this.facts;
    const facts = {
      build: byMachine(build),
      products: byMachine(products),
      filterDrivers: byMachine(filterDrivers),
      model: byMachine(model),
      hotfixes: byMachine(hotfixes),
    };
    return { hits, facts, outcomes: [...this.outcomes.values()], machines };
  }

  /** What one input tells of the Windows that wrote it. */
  buildOf(input: string): string | undefined {
    return buildOf(this.facts.build.filter(({ hit }) => hit.record.input === input));
  }

  /** By input; what the logs themselves tell. */
  get computers(): Computers {
    return this.named;
  }

  /** A computer that an input names outside its records. */
  takeComputer(input: string, told: string): void {
    const name = computerName(told);
    const known = this.named.get(input) ?? new Set<string>();
    if (name !== undefined && known.size < mostFacts) {
      this.named.set(input, known.add(name));
    }
  }

  /** To be told when everything was read. */
  settle(machines: Machines): void {
    this.machines = machines;
    for (const [input, place] of this.places) {
      place.machine = machines.of(input);
    }
  }

  /** False when nothing of the record is kept. */
  take(candidate: LogRecord, candidates: readonly number[]): boolean {
    if (!keeps(this.engine.patterns, candidate, candidates)) {
      return false;
    }
    const record = detach(candidate);
    const place = this.placeOf(record);
    const matches = this.matchAll(record, candidates);
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
    return true;
  }

  private matchAll(record: LogRecord, candidates: readonly number[]): Match[] {
    return candidates.flatMap((index) => matchPattern(this.engine.patterns[index], record));
  }

  private placeOf(record: LogRecord): Place {
    const place = this.places.get(record.input) ?? {
      machine: machineOf(record.input),
      order: 0,
      at: undefined,
      sessions: new Map(),
    };
    this.places.set(record.input, place);
    place.order += 1;
    const at = record.time ? Date.parse(`${record.time}Z`) : Number.NaN;
    place.at = Number.isNaN(at) ? place.at : at;
    return place;
  }

  private keep(duty: Duty, hit: Hit, noisy: boolean): void {
    if (duty.kind !== 'find' && hit.record.format === pictureFormat) {
      return;
    }
    if (duty.kind === 'find' && (!noisy || duty.signature.readsNoise)) {
      addHit(this.listOf(duty.signature.id, duty.name, hit.record.input), hit);
    } else if (duty.kind === 'outcome' && !noisy) {
      this.keepOutcome({ pattern: duty.outcome, hit });
    } else if (duty.kind === 'fact') {
      this.takeFact(duty.fact, hit);
    }
  }

  private listOf(signature: string, name: string, input: string): HitList {
    const names = this.hits.get(signature) ?? new Map<string, Map<string, HitList>>();
    const inputs = names.get(name) ?? new Map<string, HitList>();
    const list = inputs.get(input) ?? { hits: [], count: 0, alike: new Map() };
    this.hits.set(signature, names.set(name, inputs.set(input, list)));
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

  private takeFact(pattern: FactPattern, hit: Hit): void {
    if (pattern.fact === 'computer') {
      this.takeComputer(hit.record.input, hit.variables.value ?? '');
    } else {
      this.keepFact(this.facts[pattern.fact], pattern, hit);
    }
  }

  /** Of the records that tell the same, the first counts, in whatever order the inputs come. */
  private keepFact(known: Fact[], { read, isWeak = false }: FactPattern, hit: Hit): void {
    for (const one of (hit.variables.value ?? '').split(divider).slice(0, mostFacts)) {
      const value = (read ? read(one) : one.trim()) ?? '';
      const same = known.find(
        (other) => other.hit.record.input === hit.record.input && other.value === value,
      );
      if (same) {
        same.hit = compareHits(hit, same.hit) < 0 ? hit : same.hit;
        same.isWeak &&= isWeak;
      } else if (value !== '' && known.length < mostFacts * 16) {
        known.push({ value, hit, isWeak });
      }
    }
  }
}

/** The same again for what several inputs of one machine tell. */
function byMachine(facts: readonly Fact[]): FactOfMachine[] {
  const found: FactOfMachine[] = [];
  for (const { value, hit, isWeak } of facts) {
    const machine = machineOfHit(hit);
    const same = found.find((other) => other.machine === machine && other.value === value);
    if (same) {
      same.hit = compareHits(hit, same.hit) < 0 ? hit : same.hit;
      same.isWeak &&= isWeak;
    } else {
      found.push({ machine, value, hit, isWeak });
    }
  }
  return found;
}

/** A line cut out of a megabyte of text keeps the megabyte alive; what is kept must stand alone. */
function detach(record: LogRecord): LogRecord {
  const parts = record.parts.map((part) => ({ ...part, raw: copy(part.raw) }));
  return { ...openly(record), text: copy(record.text), parts };
}

function copy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

interface Match {
  duty: Duty;
  found: RegExpExecArray;
}

function matchPattern(pattern: CompiledPattern | undefined, record: LogRecord): Match[] {
  const found = pattern && findIn(pattern, record);
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
    origin: place,
    order: place.order,
    session,
    at: place.at,
    variables,
    start: found.index,
    end: found.index + found[0].length,
  };
}
