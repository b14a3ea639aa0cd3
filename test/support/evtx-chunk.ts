import type { EvtxEvent } from './evtx.ts';
import { type EvtxValue, evtxValue, fileTime } from './evtx-values.ts';

const size = 65_536;
const namespace = 'http://schemas.microsoft.com/win/2004/08/events/event';

/** Content of an element: a text, a slot of the substitution array, or elements. */
type Content = string | number | readonly (Element | number)[];

interface Element {
  name: string;
  attributes?: Readonly<Record<string, string | number>>;
  content?: Content;
}

/** One 64 KiB block: https://learn.microsoft.com/openspecs/windows_protocols/ms-even6 and libyal's libevtx. */
export class EvtxChunk {
  private readonly bytes = Buffer.alloc(size);
  private readonly names = new Map<string, number>();
  private readonly templates = new Map<string, number>();
  private readonly numbers: number[] = [];
  private at = 512;
  private last = 512;

  add(event: EvtxEvent & { number: number }): void {
    const start = this.at;
    this.u32(0x2a2a, 0);
    this.u64(BigInt(event.number), fileTime(Date.parse(event.time ?? '2026-01-05T10:00:00Z')));
    this.u8(0x0f, 1, 1, 0);
    if (event.plain) {
      this.element(eventElement({ level: 4, ...event }, dataElement(event, 'text')), false);
      this.u8(0);
    } else {
      this.instance(
        `event ${event.provider}`,
        eventElement({ provider: event.provider }, 3),
        this.systemValues(event),
      );
    }
    this.at += (8 - ((this.at + 4 - start) % 8)) % 8;
    const length = this.at + 4 - start;
    this.u32(length);
    this.bytes.writeUInt32LE(length, start + 4);
    this.numbers.push(event.number);
    this.last = start;
  }

  finish(): Buffer {
    const { bytes, numbers } = this;
    const [first = 1, last = 0] = [numbers[0], numbers.at(-1)];
    bytes.write('ElfChnk\0', 'latin1');
    [first, last, first, last].forEach((number, index) => {
      bytes.writeBigUInt64LE(BigInt(number), 8 + index * 8);
    });
    bytes.writeUInt32LE(128, 40);
    bytes.writeUInt32LE(this.last, 44);
    bytes.writeUInt32LE(this.at, 48);
    return bytes;
  }

  /** Id, level, time and the data as binary XML of their own. */
  private systemValues(event: EvtxEvent): (EvtxValue | (() => void))[] {
    const values = event.data?.map(([, value]) => value) ?? [];
    const shape = event.data?.map(([name]) => name).join('|') ?? '';
    return [
      evtxValue.uint16(event.id),
      evtxValue.uint8(event.level ?? 4),
      evtxValue.fileTime(Date.parse(event.time ?? '2026-01-05T10:00:00Z')),
      () => {
        this.u8(0x0f, 1, 1, 0);
        this.instance(`${event.userData ?? ''} ${shape}`, dataElement(event, 'slots'), values);
      },
    ];
  }

  private instance(
    key: string,
    root: Element,
    values: readonly (EvtxValue | (() => void))[],
  ): void {
    const known = this.templates.get(key);
    const place = known ?? this.at + 10;
    this.u8(0x0c, 1);
    this.u32(0x1234 + place, place);
    if (known === undefined) {
      this.templates.set(key, place);
      this.u32(0, 0x1234 + place, 0, 0, 0, 0);
      const body = this.at;
      this.u8(0x0f, 1, 1, 0);
      this.element(root, true);
      this.u8(0);
      this.bytes.writeUInt32LE(this.at - body, body - 4);
    }
    this.substitutions(values);
  }

  private substitutions(values: readonly (EvtxValue | (() => void))[]): void {
    this.u32(values.length);
    const table = this.at;
    this.at += values.length * 4;
    values.forEach((value, index) => {
      const start = this.at;
      if (typeof value === 'function') {
        value();
      } else {
        value.bytes.copy(this.bytes, this.at);
        this.at += value.bytes.length;
      }
      this.bytes.writeUInt16LE(this.at - start, table + index * 4);
      this.bytes[table + index * 4 + 2] = typeof value === 'function' ? 0x21 : value.type;
    });
  }

  private element({ name, attributes = {}, content }: Element, inTemplate: boolean): void {
    const entries = Object.entries(attributes);
    this.u8(entries.length > 0 ? 0x41 : 0x01);
    if (inTemplate) {
      this.u16(0xffff);
    }
    const sizeAt = this.at;
    this.u32(0);
    this.name(name);
    if (entries.length > 0) {
      this.u32(0);
      entries.forEach(([key, value], index) => {
        this.u8(index < entries.length - 1 ? 0x46 : 0x06);
        this.name(key);
        this.content(value, inTemplate);
      });
    }
    if (content === undefined) {
      this.u8(0x03);
    } else {
      this.u8(0x02);
      this.content(content, inTemplate);
      this.u8(0x04);
    }
    this.bytes.writeUInt32LE(this.at - sizeAt - 4, sizeAt);
  }

  private content(content: Content, inTemplate: boolean): void {
    if (typeof content === 'number') {
      this.u8(0x0e);
      this.u16(content);
      this.u8(0);
    } else if (typeof content === 'string') {
      this.u8(0x05, 0x01);
      this.u16(content.length);
      this.at += this.bytes.write(content, this.at, 'utf16le');
    } else {
      for (const one of content) {
        if (typeof one === 'number') {
          this.content(one, inTemplate);
        } else {
          this.element(one, inTemplate);
        }
      }
    }
  }

  /** Each name stands once in a chunk, where it is first used. */
  private name(text: string): void {
    const known = this.names.get(text);
    const place = known ?? this.at + 4;
    this.u32(place);
    if (known === undefined) {
      this.names.set(text, place);
      this.u32(0);
      this.u16(0, text.length);
      this.at += this.bytes.write(text, this.at, 'utf16le');
      this.u16(0);
    }
  }

  private u8(...values: number[]): void {
    for (const value of values) {
      this.at = this.bytes.writeUInt8(value, this.at);
    }
  }

  private u16(...values: number[]): void {
    for (const value of values) {
      this.at = this.bytes.writeUInt16LE(value, this.at);
    }
  }

  private u32(...values: number[]): void {
    for (const value of values) {
      this.at = this.bytes.writeUInt32LE(value, this.at);
    }
  }

  private u64(...values: bigint[]): void {
    for (const value of values) {
      this.at = this.bytes.writeBigUInt64LE(value, this.at);
    }
  }
}

/** With slots for id, level, time and data, or with what a plain event says. */
function eventElement(
  event: Pick<EvtxEvent, 'provider'> & Partial<EvtxEvent>,
  data: number | Element,
): Element {
  const system: Element = {
    name: 'System',
    content: [
      { name: 'Provider', attributes: { Name: event.provider } },
      { name: 'EventID', attributes: { Qualifiers: '16384' }, content: text(event.id, 0) },
      { name: 'Level', content: text(event.level, 1) },
      { name: 'TimeCreated', attributes: { SystemTime: event.time ?? 2 } },
      { name: 'Channel', content: 'System' },
      { name: 'Computer', content: 'PC-EXAMPLE' },
    ],
  };
  return { name: 'Event', attributes: { xmlns: namespace }, content: [system, data] };
}

function text(value: number | undefined, slot: number): string | number {
  return value === undefined ? slot : String(value);
}

function dataElement(event: EvtxEvent, kind: 'slots' | 'text'): Element {
  const data = event.data ?? [];
  const contentOf = (value: EvtxValue, index: number) =>
    kind === 'slots' ? index : value.bytes.toString('utf16le');
  if (event.userData) {
    const content = data.map(([name, value], index) => ({
      name,
      content: contentOf(value, index),
    }));
    return {
      name: 'UserData',
      content: [{ name: event.userData, attributes: { xmlns: 'http://example.com/' }, content }],
    };
  }
  return {
    name: 'EventData',
    content: data.map(([name, value], index) => ({
      name: 'Data',
      ...(name !== '' && { attributes: { Name: name } }),
      content: contentOf(value, index),
    })),
  };
}
