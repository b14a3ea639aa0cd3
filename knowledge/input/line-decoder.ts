import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import {
  decodeChinese,
  holdsUnlikely,
  isChineseInDisguise,
  isWideChinese,
  sniffWide,
  sniffWideChinese,
  type Wide,
} from './encoding.ts';
import {
  carriageReturn,
  findWideEnd,
  lastLineEnd,
  lineFeed,
  pastHole,
  trimEnd,
  withoutEnd,
  withoutReturn,
} from './line-ends.ts';

/** A line this long is no log line; the rest of it is passed over and the input counts as partly read. */
export const longestLine = 65_536;

/**
 * Bytes in, lines out. The encoding is decided line by line, because real files mix them: a setupact.log
 * begins with a UTF-8 mark and holds ANSI bytes, PowerShell appends UTF-16 to what others wrote.
 * https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding
 */
export class LineDecoder {
  readonly encodings = new Set<string>();
  /** Lines whose end was passed over. */
  cutLines = 0;
  private readonly onLine: (line: string) => void;
  private carry: Buffer = Buffer.alloc(0);
  private skipping = false;
  private wide: Wide | undefined;
  private wideDecoder: TextDecoder | undefined;
  private wideCarry = '';
  private started = false;

  constructor(onLine: (line: string) => void) {
    this.onLine = onLine;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const block = this.carry.length === 0 ? bytes : Buffer.concat([this.carry, bytes]);
    this.carry = Buffer.alloc(0);
    if (!this.started) {
      if (block.length < 4) {
        this.carry = Buffer.from(block);
        return;
      }
      this.start(block);
      return;
    }
    this.take(block);
  }

  end(): void {
    if (!this.started) {
      const rest = this.carry;
      this.carry = Buffer.alloc(0);
      this.start(rest);
    }
    if (this.wideDecoder) {
      this.pushWide(this.wideDecoder.decode(), true);
      return;
    }
    if (this.carry.length > 0 && !this.skipping) {
      this.decodeBlock(this.carry);
    }
    this.carry = Buffer.alloc(0);
  }

  get isWide(): boolean {
    return this.wide !== undefined;
  }

  /**
   * Gives back what came behind the last line end. `undefined` where bytes do not tell lines: in UTF-16, and while
   * the rest of a long line is being passed over.
   */
  takeRest(): Buffer | undefined {
    if (!this.started || this.wide || this.skipping) {
      return undefined;
    }
    const rest = this.carry;
    this.carry = Buffer.alloc(0);
    return rest;
  }

  /** One line without NUL and without its line feed; a long one is cut without being counted. */
  decodeLine(line: Buffer): string {
    if (isAscii(line)) {
      this.encodings.add('utf-8');
    }
    const text = isAscii(line) ? line.toString('latin1') : this.decodeNarrow(line);
    return withoutReturn(text).slice(0, longestLine);
  }

  private start(block: Buffer): void {
    this.started = true;
    const firstEnd = block.indexOf(lineFeed);
    this.wide =
      sniffWide(firstEnd < 0 ? block : block.subarray(0, firstEnd + 1)) ?? sniffWideChinese(block);
    if (this.wide) {
      this.encodings.add(this.wide);
      this.wideDecoder = new TextDecoder(this.wide);
      this.take(block);
      return;
    }
    const marked = block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf;
    this.take(marked ? block.subarray(3) : block);
  }

  private take(block: Buffer): void {
    if (this.wideDecoder) {
      this.pushWide(this.wideDecoder.decode(block, { stream: true }), false);
      return;
    }
    let rest = block;
    if (this.skipping) {
      const end = rest.indexOf(lineFeed);
      if (end < 0) {
        return;
      }
      this.skipping = false;
      rest = rest.subarray(end + 1);
    }
    const cut = lastLineEnd(rest);
    if (cut > 0) {
      this.decodeBlock(rest.subarray(0, cut));
    }
    this.keep(rest.subarray(cut));
  }

  private keep(tail: Buffer): void {
    if (tail.length > 0 && pastHole(tail, 0) === tail.length) {
      return;
    }
    if (tail.length > longestLine) {
      this.decodeBlock(tail.subarray(0, longestLine));
      this.cutLines += 1;
      this.skipping = true;
      return;
    }
    this.carry = Buffer.from(tail);
  }

  /** Whole lines of bytes, the last one perhaps without its end. */
  private decodeBlock(block: Buffer): void {
    if (block.includes(0)) {
      this.decodeMixed(block);
      return;
    }
    if (isAscii(block)) {
      this.encodings.add('utf-8');
      this.split(block.toString('latin1'));
    } else if (!this.splitUtf8(block)) {
      this.eachLine(block, (line) => this.emit(this.decodeNarrow(line)));
    }
  }

  private splitUtf8(block: Buffer): boolean {
    const text = isUtf8(block) ? block.toString('utf8') : undefined;
    if (text === undefined || holdsUnlikely(text)) {
      return false;
    }
    this.encodings.add('utf-8');
    this.split(text);
    return true;
  }

  /** UTF-16 lines among others: their line feed is two bytes, one of them NUL. */
  private decodeMixed(block: Buffer): void {
    let start = pastHole(block, 0);
    let wideEnd = -1;
    while (start < block.length) {
      wideEnd = wideEnd < start ? findWideEnd(block, start) : wideEnd;
      const isChinese = isChineseUpTo(block, start, wideEnd);
      const found = isChinese ? wideEnd : block.indexOf(lineFeed, start);
      const whole = block.subarray(start, found < 0 ? block.length : found + 1);
      const wide = isChinese ? 'utf-16le' : sniffWide(whole);
      let end = found < 0 ? block.length : found + 1;
      if (wide === 'utf-16le' && found >= 0 && block[end] === 0) {
        end += 1;
      }
      const line = block.subarray(start, end);
      if (wide) {
        this.encodings.add(wide);
        this.emit(trimEnd(new TextDecoder(wide).decode(line)));
      } else {
        this.emit(this.decodeNarrow(withoutEnd(line)).replaceAll('\0', ' '));
      }
      start = pastHole(block, end);
    }
  }

  private decodeNarrow(line: Buffer): string {
    const text = isUtf8(line) ? line.toString('utf8') : undefined;
    const chinese =
      text === undefined || isChineseInDisguise(text) ? decodeChinese(line) : undefined;
    if (text !== undefined && chinese === undefined) {
      this.encodings.add('utf-8');
      return text;
    }
    this.encodings.add(chinese === undefined ? 'latin1' : 'gb18030');
    return chinese ?? line.toString('latin1');
  }

  private eachLine(block: Buffer, take: (line: Buffer) => void): void {
    let start = 0;
    while (start < block.length) {
      const found = block.indexOf(lineFeed, start);
      const end = found < 0 ? block.length : found;
      take(withoutEnd(block.subarray(start, end)));
      start = end + 1;
    }
  }

  private split(text: string): void {
    let start = 0;
    while (start < text.length) {
      const found = text.indexOf('\n', start);
      const end = found < 0 ? text.length : found;
      this.emit(text.slice(start, end));
      start = end + 1;
    }
  }

  private pushWide(decoded: string, last: boolean): void {
    const text = this.wideCarry + decoded;
    const cut = last ? text.length : text.lastIndexOf('\n') + 1;
    this.wideCarry = text.slice(cut);
    this.split(text.slice(0, cut));
    if (this.wideCarry.length > longestLine) {
      this.emit(this.wideCarry.slice(0, longestLine));
      this.cutLines += 1;
      this.wideCarry = '';
    }
  }

  private emit(line: string): void {
    const clean = withoutReturn(line);
    if (clean.length > longestLine) {
      this.cutLines += 1;
      this.onLine(clean.slice(0, longestLine));
      return;
    }
    this.onLine(clean);
  }
}

/** Longer ones are no lines of a log. */
const longestChinese = 1024;

/**
 * True when what ends there is one line, with the wide carriage return that words of small letters lack. In Chinese
 * the byte of a line feed is half of some characters.
 */
function isChineseUpTo(block: Buffer, start: number, wideEnd: number): boolean {
  const length = wideEnd - start;
  return (
    length >= 2 &&
    length <= longestChinese &&
    length % 2 === 0 &&
    block[wideEnd - 2] === carriageReturn &&
    block[wideEnd - 1] === 0 &&
    isWideChinese(block.subarray(start, wideEnd))
  );
}
