import type { BlockReader, SourceLine } from '../format.ts';
import type { LogRecord } from '../input/record.ts';
import { XmlLines } from '../xml/xml-lines.ts';
import { Denials } from './denials.ts';
import { TraceXmlEvents } from './trace-xml-events.ts';

const begins = /<(?:procmon|eventlist)>|<event>\s{0,8}<(?:ProcessIndex|Time_of_Day|Process_Name)>/u;
const inside = /^\s{0,8}<(?:ProcessIndex|Time_of_Day|Process_Name)>/u;
/** As most lines are: they need no parser. */
const simple = /^<([A-Za-z_]{1,40})>([^<&]{0,4096})<\/\1>\s{0,4}$/u;
/** The parser would take everything up to the next semicolon for a name. */
const loose = /&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|\w{1,31});)/giu;
/** A cell can hold lines of its own: the environment of a process, for one. */
const mostLinesWithoutTag = 500;

/** Cheap: the root of a trace, the list of its events, or one event that was copied out of it. */
export function beginsTraceXml(line: string): boolean {
  return line.includes('<') && (begins.test(line) || inside.test(line));
}

/** Reads a trace that was saved as XML, with or without stacks. */
export class TraceXmlReader implements BlockReader {
  private readonly input: string;
  private readonly onRecord: (record: LogRecord) => void;
  private readonly denials = new Denials();
  private readonly events = new TraceXmlEvents(this.denials);
  private readonly xml: XmlLines;
  private hasBegun = false;
  private isOver = false;
  private quiet = 0;
  private line = 0;

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.input = input;
    this.onRecord = onRecord;
    this.xml = new XmlLines({
      open: (name) => this.events.open(name),
      close: (name, text) => {
        this.events.close(name, text, this.line);
        this.isOver ||= name === 'procmon' || (name === 'eventlist' && this.xml.depth <= 0);
      },
    });
  }

  push({ line, raw }: SourceLine): boolean {
    if (this.isOver || (this.hasBegun && this.isLost(raw))) {
      return false;
    }
    this.line = line;
    const [, tag, value = ''] = (this.hasBegun && simple.exec(raw)) || [];
    if (tag && this.events.takesCell(tag)) {
      this.events.close(tag, value, line);
    } else {
      // What is repaired in a paste is broken in XML: entities, above all.
      const text = this.hasBegun ? raw : this.begin(raw);
      this.xml.push(text.includes('&') ? text.replace(loose, '&amp;') : text);
    }
    return true;
  }

  end(): void {
    if (!this.hasBegun) {
      return;
    }
    this.hasBegun = false;
    for (const record of this.denials.records(this.input, this.events.seen, this.line)) {
      this.onRecord(record);
    }
  }

  private begin(raw: string): string {
    this.hasBegun = true;
    const found = begins.exec(raw);
    return found ? raw.slice(found.index) : `<event>${raw}`;
  }

  /** What broke off must not eat what stands below it. */
  private isLost(raw: string): boolean {
    this.quiet = raw.includes('<') ? 0 : this.quiet + 1;
    const isOutside = this.quiet > 0 && !this.events.isInCell && raw.trim() !== '';
    return isOutside || this.quiet > mostLinesWithoutTag || this.xml.broken;
  }
}
