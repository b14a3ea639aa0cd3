import { DamagedEvent } from './damage.ts';

/** Where in an event something stands: decides what its content means. */
export type Section = 'root' | 'event' | 'system' | 'data' | 'user';

/** What the `System` part tells that signatures need. */
export type SystemName = 'provider' | 'id' | 'level' | 'channel' | 'computer';

/** Content of one element or attribute: texts as they are, numbers for the slots of a substitution array. */
export interface Field {
  section: Section;
  /** Empty for data without a name. */
  name: string;
  /** The name as it stands before a value; made when it is needed first. */
  label: string | undefined;
  /** The slot that holds the name, for the few that keep it there; else -1. */
  nameSlot: number;
  parts: (string | number)[];
  /** The one slot that is all of it; -1 for anything else. */
  slot: number;
}

/** A template, or a fragment without one, read once: only the values differ from event to event. */
export interface Layout {
  system: Partial<Record<SystemName, Field>>;
  fields: Field[];
}

/** What reading may cost in one chunk; an honest one needs a tenth. */
export class Budget {
  private left = 200_000;

  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) {
      throw new DamagedEvent('too much in one chunk');
    }
  }

  get isSpent(): boolean {
    return this.left < 0;
  }
}

export const systemFields: Readonly<Record<string, SystemName>> = {
  'Provider.Name': 'provider',
  EventID: 'id',
  Level: 'level',
  Channel: 'channel',
  Computer: 'computer',
};

export function createField(section: Section, name: string): Field {
  return { section, name, label: undefined, nameSlot: -1, parts: [], slot: -1 };
}

export function addPart(field: Field, part: string | number): void {
  field.parts.push(part);
  field.slot = field.parts.length === 1 && typeof part === 'number' ? part : -1;
}

/** The section of an element that stands in another one. */
export function enter(section: Section, name: string): Section {
  if (section === 'root' && name === 'Event') {
    return 'event';
  }
  if (section !== 'root' && section !== 'event') {
    return section;
  }
  return name === 'System' ? 'system' : name === 'EventData' ? 'data' : 'user';
}
