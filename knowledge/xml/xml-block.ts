import type { BlockReader, SourceLine } from '../format.ts';
import { SentLines } from '../input/sent-lines.ts';
import { type XmlHandler, XmlLines } from './xml-lines.ts';

/** Builds records from a document; told the line before what stands in it. */
export interface XmlDocument extends XmlHandler {
  /** True when its texts may be lines of a log. */
  readonly quotesLogs: boolean;
  at(line: SourceLine): void;
  /** Hands out what a cut document left open. */
  end(): void;
}

/** A line of another log, which ends a document that was cut. */
const otherLog = /^\s{0,8}\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d/u;
const tagEnd = />\s*$/u;
/** A text in a document that goes on this long belongs to something else. */
const mostTextLines = 400;

/** One document, or a few elements pasted out of one, among the lines of a text. */
export class XmlBlock implements BlockReader {
  private readonly begins: RegExp;
  private readonly document: XmlDocument;
  private readonly xml: XmlLines;
  private readonly lines = new SentLines();
  private started = false;
  private textLines = 0;
  private inTag = false;

  /** `begins` finds where in a line the first element stands. */
  constructor(begins: RegExp, document: XmlDocument) {
    this.begins = begins;
    this.document = document;
    this.xml = new XmlLines(document);
  }

  push(line: SourceLine): boolean {
    if (this.lines.isTaken(line)) {
      return true;
    }
    const text = this.lines.take(line) ?? '';
    if (this.xml.broken || !this.takes(text)) {
      return false;
    }
    this.document.at(line);
    this.xml.push(this.started ? text : text.slice(this.begins.exec(text)?.index ?? 0));
    this.started = true;
    this.follow(text);
    return true;
  }

  end(): void {
    this.document.end();
  }

  private follow(text: string): void {
    const [open, close] = [text.lastIndexOf('<'), text.lastIndexOf('>')];
    this.inTag = open === close ? this.inTag : open > close;
    if (tagEnd.test(text)) {
      this.textLines = 0;
    } else if (text.trim() !== '') {
      this.textLines += 1;
    }
  }

  private takes(text: string): boolean {
    if (this.xml.depth === 0 && this.started && this.textLines === 0) {
      return this.begins.test(text);
    }
    const maybeLog = this.document.quotesLogs && this.textLines > 0 && !this.inTag;
    return this.textLines < mostTextLines && (maybeLog || !otherLog.test(text));
  }
}
