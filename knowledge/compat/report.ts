import type { SourceLine } from '../format.ts';
import { type LogRecord, recordLimit } from '../input/record.ts';
import type { XmlDocument } from '../xml/xml-block.ts';
import { Assets } from './assets.ts';

/** Elements that are one finding each; what they hold is told with them. */
const items = new Set(['Program', 'DriverPackage', 'HardwareItem', 'Device']);
/** Attributes in the order in which signatures look for them; the others follow as they stand. */
const order = ['Name', 'Inf', 'BlockMigration', 'HardwareType', 'BlockingType', 'StatusDetail'];
const longestValue = 500;
const mostParts = 12;
const longestQuote = 1000;
/** `CompatData_2026_03_02_10_14_07_1_0012c000.xml`. */
const named = /CompatData_(\d{4})_(\d\d)_(\d\d)_(\d\d)_(\d\d)_(\d\d)(?!\d)/iu;

export const compatFormat = 'compat';

interface Item {
  name: string;
  parts: string[];
  depth: number;
  line: number;
  raws: string[];
}

/**
 * What setup's compatibility scan writes: CompatData*.xml, ScanResult.xml and the appraiser's readable file. One
 * record a finding, written the same whatever line ends and order of attributes the document has.
 * https://learn.microsoft.com/troubleshoot/windows-client/setup-upgrade-and-drivers/use-windows-setup-compatibility-scan-logs-to-identify-blocking-issues
 */
export class CompatReport implements XmlDocument {
  readonly quotesLogs = false;
  private readonly input: string;
  private readonly onRecord: (record: LogRecord) => void;
  private readonly time: string | undefined;
  private readonly assets = new Assets();
  private item: Item | undefined;
  private depth = 0;
  private line: SourceLine = { line: 1, raw: '', text: '' };
  private report: { line: SourceLine; blocks: number } | undefined;

  constructor(input: string, onRecord: (record: LogRecord) => void) {
    this.input = input;
    this.onRecord = onRecord;
    const [, year, month, day, hour, minute, second] = named.exec(input) ?? [];
    this.time = year && `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  }

  at(line: SourceLine): void {
    this.line = line;
    if (this.item && this.item.raws.length < mostParts) {
      this.item.raws.push(line.raw.trim());
    }
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    this.depth += 1;
    const { line } = this;
    if (name === 'CompatReport') {
      this.report = { line, blocks: 0 };
    }
    this.assets.open(name, attributes, line);
    if (this.item) {
      this.addPart(this.item, name, attributes);
    } else if (items.has(name)) {
      this.item = { name, parts: [], depth: this.depth, line: line.line, raws: [line.raw.trim()] };
      this.addPart(this.item, name, attributes);
    }
  }

  close(name: string, text: string): void {
    if (this.item && this.item.depth === this.depth) {
      this.endItem();
    }
    this.depth -= 1;
    const asset = this.assets.close(name, text);
    if (asset) {
      this.emit(asset.text, asset.line.line, asset.line.raw.trim());
    }
    if (name === 'CompatReport' && this.report) {
      const { line, blocks } = this.report;
      this.emit(`CompatReport with ${blocks} hard blocks`, line.line, line.raw.trim());
      this.report = undefined;
    }
  }

  end(): void {
    this.endItem();
    const asset = this.assets.end();
    if (asset) {
      this.emit(asset.text, asset.line.line, asset.line.raw.trim());
    }
  }

  private addPart(item: Item, name: string, attributes: ReadonlyMap<string, string>): void {
    if (item.parts.length < mostParts) {
      item.parts.push(writeTag(name, attributes));
    }
    if (attributes.get('BlockingType') === 'Hard' && this.report) {
      this.report.blocks += 1;
    }
  }

  private endItem(): void {
    const { item } = this;
    this.item = undefined;
    if (item) {
      this.emit(item.parts.join(''), item.line, item.raws.join('\n'));
    }
  }

  private emit(text: string, line: number, raw: string): void {
    this.onRecord({
      input: this.input,
      format: compatFormat,
      time: this.time,
      component: 'Compat',
      text: text.slice(0, recordLimit),
      variant: undefined,
      parts: [
        { line, raw: raw.length <= longestQuote ? raw : text.slice(0, longestQuote), start: 0 },
      ],
    });
  }
}

function writeTag(name: string, attributes: ReadonlyMap<string, string>): string {
  const rest = [...attributes.keys()].filter((key) => !order.includes(key));
  const pairs = [...order, ...rest].flatMap((key) => {
    const value = attributes.get(key);
    return value === undefined ? [] : [` ${key}="${clean(value)}"`];
  });
  return `<${name}${pairs.join('')}>`;
}

const blanks = /[\p{Cc}\s]+/gu;

function clean(value: string): string {
  return value.slice(0, longestValue).replace(blanks, ' ').replaceAll('"', "'");
}
