import type { SourceLine } from '../format.ts';

const quotePrefix = /^(?:\s{0,3}[>|｜]\s?){1,8}/u;

/**
 * Lines of a document as they were sent: repair undoes entities, drops what stands before a dated head and splits
 * lines at such heads, all of which a document may hold. Only marks of quoting are taken off, where its first line
 * has them.
 */
export class SentLines {
  private quoted: boolean | undefined;
  private last = 0;

  /** `undefined` for another piece of a line that was given whole already. */
  take({ line, raw, text }: SourceLine): string | undefined {
    if (line === this.last) {
      return undefined;
    }
    this.last = line;
    this.quoted ??= quotePrefix.test(raw);
    const bare = this.quoted ? raw.replace(quotePrefix, '') : raw;
    // Written for a web page: the marks are entities themselves.
    return !bare.includes('<') && text.includes('<') ? text : bare;
  }

  /** True when the line is such a piece. */
  isTaken({ line }: SourceLine): boolean {
    return line === this.last;
  }
}
