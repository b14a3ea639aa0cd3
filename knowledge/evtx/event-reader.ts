import type { ChunkBytes } from './chunk-bytes.ts';
import { DamagedEvent } from './damage.ts';
import type { StoredEvent } from './event.ts';
import type { Budget, Field, Layout, Section } from './layout.ts';
import { LayoutReader } from './layout-reader.ts';
import { noValues, Substitutions, sizeOf, slotText, type Values } from './substitutions.ts';
import {
  binXmlType,
  fileTimeOf,
  isArray,
  longestValue,
  renderArray,
  renderValue,
} from './values.ts';

/** The rest of a very long event is left out. */
const longestData = 4096;
const mostDepth = 6;
const instanceToken = 0x0c;
const fragmentToken = 0x0f;
const garbled = /[\p{Cc}\ufffd]/u;

/** What was read of the templates of a log, by their GUID. */
export type Templates = Map<string, Layout>;

const mostTemplates = 2000;

/** Reads the events of one chunk; templates are kept, because nearly all events share a few. */
export class EventReader {
  private readonly chunk: ChunkBytes;
  private readonly budget: Budget;
  /** By their place in the chunk. */
  private readonly layouts = new Map<number, Layout>();
  private readonly templates: Templates;
  private readonly substitutions: Substitutions;
  private data = '';
  private unnamed = 0;
  private provider = '';
  private id = Number.NaN;
  private level = 0;
  /** Of the first event of the chunk that names one. */
  computer = '';
  /** Those that were found to be names. */
  private readonly sound = new Set<string>();
  private lastSound: string | undefined;

  constructor(chunk: ChunkBytes, budget: Budget, templates: Templates = new Map()) {
    this.templates = templates;
    this.chunk = chunk;
    this.budget = budget;
    this.substitutions = new Substitutions(chunk, budget);
  }

  /** Throws `DamagedEvent` or a `RangeError` for what is no event. */
  read(start: number, size: number): StoredEvent {
    const { view } = this.chunk;
    this.data = '';
    this.unnamed = 0;
    this.provider = '';
    this.id = Number.NaN;
    this.level = 0;
    this.readAsFarAsSound(start + 24, start + size - 4);
    const { provider, id, level, data } = this;
    if (Number.isNaN(id) || !this.isSound(provider)) {
      throw new DamagedEvent('overwritten');
    }
    return {
      number: view.getUint32(start + 12, true) * 2 ** 32 + view.getUint32(start + 8, true),
      at: fileTimeOf(view, start + 16),
      provider,
      id,
      level,
      data,
    };
  }

  /** An event whose end was overwritten still tells what it is. */
  private readAsFarAsSound(start: number, end: number): void {
    try {
      this.readFragment(start, end, 'root', 0);
    } catch (error) {
      if (Number.isNaN(this.id)) {
        throw error;
      }
    }
  }

  private isSound(provider: string): boolean {
    if (provider === this.lastSound || this.sound.has(provider)) {
      this.lastSound = provider;
      return true;
    }
    const isSound = !garbled.test(provider);
    if (isSound) {
      this.sound.add(provider);
    }
    return isSound;
  }

  private readFragment(start: number, end: number, section: Section, depth: number): void {
    const { chunk, budget } = this;
    if (depth > mostDepth) {
      throw new DamagedEvent('nested too deep');
    }
    const at = chunk.bytes[start] === fragmentToken ? start + 4 : start;
    if (chunk.bytes[at] === instanceToken) {
      this.readInstance(at, end, section, depth);
      return;
    }
    const how = { section, inTemplate: false, budget };
    this.fill(new LayoutReader(chunk, { start: at, end }, how).read(), noValues, depth);
  }

  private readInstance(at: number, end: number, section: Section, depth: number): void {
    const { view } = this.chunk;
    const place = view.getUint32(at + 6, true);
    const size = view.getUint32(place + 20, true);
    if (view.getUint32(at + 2, true) !== view.getUint32(place + 4, true)) {
      throw new DamagedEvent('template of another chunk');
    }
    const layout = this.layoutAt(place, size, section);
    const table = place === at + 10 ? at + 34 + size : at + 10;
    this.fill(layout, this.substitutions.read(table, end, depth), depth);
  }

  private layoutAt(place: number, size: number, section: Section): Layout {
    const key = place * 8 + sections.indexOf(section);
    const known = this.layouts.get(key);
    if (known) {
      return known;
    }
    const layout = this.templateAt(place, size, section);
    this.layouts.set(key, layout);
    return layout;
  }

  /** Each chunk brings its templates along, under a GUID made of what they say. */
  private templateAt(place: number, size: number, section: Section): Layout {
    const { chunk, budget, templates } = this;
    const { view } = chunk;
    let key = `${section}${size}`;
    for (let at = place + 4; at < place + 20; at += 4) {
      key += ` ${view.getUint32(at, true)}`;
    }
    const known = templates.get(key);
    if (known) {
      return known;
    }
    const range = { start: place + 24, end: place + 24 + size };
    const reader = new LayoutReader(chunk, range, { section, inTemplate: true, budget });
    const layout = reader.read();
    // One that was overwritten in part ends elsewhere: it must not be taken for that of other chunks.
    if (reader.at === range.end && templates.size < mostTemplates) {
      templates.set(key, layout);
    }
    return layout;
  }

  private fill({ system, fields }: Layout, values: Values, depth: number): void {
    const { provider, id, level, computer } = system;
    this.provider = provider ? this.textOf(provider, values) : this.provider;
    this.id = id ? this.numberOf(id, values) : this.id;
    if (computer && this.computer === '') {
      this.computer = this.textOf(computer, values);
    }
    this.level = (level ? this.numberOf(level, values) : this.level) || 0;
    this.budget.spend(fields.length);
    for (const field of fields) {
      if (this.data.length >= longestData) {
        return;
      }
      if (field.slot >= 0) {
        this.fillSlot(field, values, depth);
      } else {
        this.append(this.labelOf(field, values), this.textOf(field, values));
      }
    }
  }

  private fillSlot(field: Field, values: Values, depth: number): void {
    const { chunk } = this;
    const { slot } = field;
    const start = values.starts[slot] ?? 0;
    const size = sizeOf(chunk, slot, values);
    const type = chunk.bytes[values.table + slot * 4 + 2] ?? 0;
    if (type === binXmlType && size > 0) {
      this.readFragment(start, start + size, field.section, depth + 1);
    } else if (size === 0 || !isArray(type)) {
      const text = size === 0 ? '' : renderValue(chunk, type, start, size);
      this.append(this.labelOf(field, values), text);
    } else {
      this.appendArray(this.labelOf(field, values), renderArray(chunk, type, start, size));
    }
  }

  /** The event viewer shows an element for each; those with one name can stand together. */
  private appendArray(label: string, items: readonly string[]): void {
    if (label !== '') {
      this.append(label, items.join(', '));
      return;
    }
    for (const item of items) {
      this.append('', item);
    }
  }

  /** Data without a name are counted, empty ones too, so that `data3` is the third everywhere. */
  private append(label: string, value: string): void {
    this.unnamed += label === '' ? 1 : 0;
    if (value !== '') {
      this.data += label === '' ? ` data${this.unnamed}=` : label;
      this.data += value.length > longestValue ? `${value.slice(0, longestValue)}…` : value;
    }
  }

  /** Empty for data without a name. */
  private labelOf(field: Field, values: Values): string {
    if (field.nameSlot < 0) {
      field.label ??= labelWith(field.name);
      return field.label;
    }
    return labelWith(slotText(this.chunk, field.nameSlot, values));
  }

  private numberOf(field: Field, values: Values): number {
    const start = values.starts[field.slot] ?? 0;
    switch (sizeOf(this.chunk, field.slot, values)) {
      case 1:
        return this.chunk.view.getUint8(start);
      case 2:
        return this.chunk.view.getUint16(start, true);
      default: {
        const text = this.textOf(field, values);
        return text === '' ? Number.NaN : Number(text);
      }
    }
  }

  private textOf({ slot, parts }: Field, values: Values): string {
    if (slot >= 0) {
      return slotText(this.chunk, slot, values);
    }
    const [only] = parts;
    if (parts.length === 1 && typeof only === 'string') {
      return only;
    }
    return parts
      .map((part) => (typeof part === 'string' ? part : slotText(this.chunk, part, values)))
      .join('');
  }
}

function labelWith(name: string): string {
  return name === '' ? '' : ` ${name}=`;
}

const sections: readonly Section[] = ['root', 'event', 'system', 'data', 'user'];
