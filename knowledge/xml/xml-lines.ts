import { SaxesParser } from 'saxes';

/** What a document tells, by local names: a prefix says nothing that we need. */
export interface XmlHandler {
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  /** `text` is what stood in the element since its last child, trimmed. */
  close(name: string, text: string): void;
}

const deepest = 64;
const longestName = 200;
const longestText = 16_384;
const mostAttributes = 100;
/** What one tag, comment or text may be long; all of it is held in memory until it ends. */
const longestPiece = 1 << 20;
/** A document this broken is none. */
const mostErrors = 200;

const declaration = /^\s*<\?xml\b[^>]{0,200}\?>/u;
const prefix = /^.*:/u;

/**
 * XML in lines, read as a stream: what stood before damage is told, in constant memory. Entities of the document's
 * own are not expanded. What its declaration says of the encoding is passed over: the lines are decoded already.
 */
export class XmlLines {
  /** True when it is no XML, or too deep or too long to be read. */
  broken = false;
  depth = 0;
  /** Of the innermost element, so far. */
  private text = '';
  private readonly parser = new SaxesParser<{ fragment: true; xmlns: false }>({
    fragment: true,
    xmlns: false,
  });
  private readonly handler: XmlHandler;
  private errors = 0;
  private silent = 0;

  constructor(handler: XmlHandler) {
    this.handler = handler;
    this.parser.on('error', () => this.count());
    this.parser.on('opentag', ({ name, attributes }) => this.open(name, attributes));
    this.parser.on('closetag', ({ name }) => this.close(name));
    this.parser.on('text', (text) => this.append(text));
    this.parser.on('cdata', (text) => this.append(text));
  }

  push(line: string): void {
    if (this.broken) {
      return;
    }
    this.silent += line.length + 1;
    this.parser.write(`${this.depth === 0 ? line.replace(declaration, '') : line}\n`);
    this.broken ||= this.silent > longestPiece;
  }

  private open(name: string, attributes: Record<string, string>): void {
    this.silent = 0;
    this.text = '';
    this.depth += 1;
    if (this.depth > deepest || name.length > longestName) {
      this.broken = true;
    }
    if (!this.broken) {
      const kept = Object.entries(attributes).slice(0, mostAttributes);
      this.handler.open(
        localName(name),
        new Map(kept.map(([key, value]) => [localName(key), value.slice(0, longestText)])),
      );
    }
  }

  private close(name: string): void {
    const text = this.text.trim();
    this.silent = 0;
    this.text = '';
    this.depth -= 1;
    if (!this.broken) {
      this.handler.close(localName(name), text);
    }
  }

  private append(text: string): void {
    this.silent = 0;
    if (this.text.length < longestText) {
      this.text += text.slice(0, longestText - this.text.length);
    }
  }

  private count(): void {
    this.errors += 1;
    this.broken ||= this.errors > mostErrors;
  }
}

function localName(name: string): string {
  return name.slice(0, longestName).replace(prefix, '');
}
