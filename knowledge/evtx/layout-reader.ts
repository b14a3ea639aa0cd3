import type { ChunkBytes } from './chunk-bytes.ts';
import { DamagedEvent } from './damage.ts';
import {
  addPart,
  type Budget,
  createField,
  enter,
  type Field,
  type Layout,
  type Section,
  systemFields,
} from './layout.ts';

const attributeToken = 0x06;
const nestedMost = 64;

interface Open {
  name: string;
  section: Section;
  /** The name that data carry in an attribute. */
  label: Field | undefined;
  content: Field | undefined;
}

/** What the event log calls binary XML: https://learn.microsoft.com/openspecs/windows_protocols/ms-even6 2.2.12. */
export class LayoutReader {
  readonly layout: Layout = { system: {}, fields: [] };
  /** Behind the last token that was read. */
  at: number;
  private readonly chunk: ChunkBytes;
  private readonly end: number;
  private readonly section: Section;
  /** Elements of a template say on which value they depend; those outside of one do not. */
  private readonly inTemplate: boolean;
  private readonly budget: Budget;
  private readonly stack: Open[] = [];
  private attribute: Field | undefined;

  constructor(
    chunk: ChunkBytes,
    range: { start: number; end: number },
    how: { section: Section; inTemplate: boolean; budget: Budget },
  ) {
    this.chunk = chunk;
    this.at = range.start;
    this.end = Math.min(range.end, chunk.bytes.length);
    this.section = how.section;
    this.inTemplate = how.inTemplate;
    this.budget = how.budget;
  }

  read(): Layout {
    while (this.at < this.end && this.readToken()) {
      this.budget.spend(1);
    }
    return this.layout;
  }

  /** False at the end of the fragment. */
  private readToken(): boolean {
    const byte = this.chunk.bytes[this.at] ?? 0;
    const token = byte & ~0x40;
    switch (token) {
      case 0x00:
        this.at += 1;
        return false;
      case 0x01:
        this.openElement(byte !== token);
        return true;
      case 0x02:
        this.attribute = undefined;
        this.at += 1;
        return true;
      case 0x03:
      case 0x04:
        this.attribute = undefined;
        this.stack.pop();
        this.at += 1;
        return this.stack.length > 0 || this.inTemplate;
      case attributeToken:
        this.openAttribute();
        return true;
      default:
        this.readContent(token);
        return true;
    }
  }

  private readContent(token: number): void {
    const { at } = this;
    const { view } = this.chunk;
    switch (token) {
      case 0x05:
        this.add(this.readCounted(at + 2));
        return;
      case 0x07:
        this.add(this.readCounted(at + 1));
        return;
      case 0x08:
        this.add(String.fromCharCode(view.getUint16(at + 1, true)));
        this.at += 3;
        return;
      case 0x09:
        this.add(entities[this.readName(at + 1)] ?? '');
        return;
      case 0x0a:
        this.readName(at + 1);
        return;
      case 0x0b:
        this.readCounted(at + 1);
        return;
      case 0x0d:
      case 0x0e:
        this.add(view.getUint16(at + 1, true));
        this.at += 4;
        return;
      case 0x0f:
        this.at += 4;
        return;
      default:
        throw new DamagedEvent(`token ${token}`);
    }
  }

  private openElement(hasAttributes: boolean): void {
    const start = this.at + (this.inTemplate ? 7 : 5);
    const name = this.readName(start);
    this.at += hasAttributes ? 4 : 0;
    if (this.stack.length >= nestedMost) {
      throw new DamagedEvent('nested too deep');
    }
    const section = enter(this.stack.at(-1)?.section ?? this.section, name);
    this.attribute = undefined;
    this.stack.push({ name, section, label: undefined, content: undefined });
  }

  private openAttribute(): void {
    const name = this.readName(this.at + 1);
    const element = this.stack.at(-1);
    if (!element) {
      throw new DamagedEvent('attribute without element');
    }
    const field = createField(element.section, `${element.name}.${name}`);
    this.attribute = field;
    if (element.section === 'system') {
      this.keepSystem(field);
    } else if (element.section === 'data' && name === 'Name') {
      element.label = field;
    } else if (element.section === 'user' && !name.startsWith('xmlns')) {
      this.layout.fields.push(field);
    }
  }

  private add(part: string | number): void {
    if (this.attribute) {
      addPart(this.attribute, part);
      return;
    }
    const element = this.stack.at(-1);
    if (!element) {
      throw new DamagedEvent('content without element');
    }
    element.content ??= this.openContent(element);
    addPart(element.content, part);
  }

  private openContent({ name, section, label }: Open): Field {
    const field = createField(section, section === 'data' && name === 'Data' ? '' : name);
    const [labelPart] = label?.parts ?? [];
    if (typeof labelPart === 'number') {
      field.nameSlot = labelPart;
    } else if (labelPart !== undefined) {
      field.name = labelPart;
    }
    if (section === 'system') {
      this.keepSystem(field);
    } else {
      this.layout.fields.push(field);
    }
    return field;
  }

  private keepSystem(field: Field): void {
    const name = systemFields[field.name];
    if (name) {
      this.layout.system[name] = field;
    }
  }

  /** Reads the offset of a name; the name itself follows it where the chunk uses it for the first time. */
  private readName(start: number): string {
    const { view } = this.chunk;
    const place = view.getUint32(start, true);
    const length = view.getUint16(place + 6, true);
    const from = place + 8;
    this.at = start + 4;
    if (place === this.at) {
      this.at = from + length * 2 + 2;
    }
    return this.chunk.text(from, from + Math.min(length, 256) * 2);
  }

  /** Reads a text behind its length in characters. */
  private readCounted(start: number): string {
    const length = this.chunk.view.getUint16(start, true);
    this.at = start + 2 + length * 2;
    return this.chunk.text(start + 2, this.at);
  }
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
