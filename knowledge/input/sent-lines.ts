import type { SourceLine } from '../format.ts';

const quotePrefix = /^(?:\s{0,3}[>|｜]\s?){1,8}/u;

const oddBlank = /[\u00a0\u202f\u3000]/gu;
const curly = /[\u201c\u201d\u201e]/u;
const curlies = /[\u201c\u201d\u201e]/gu;

/**
 * Lines of a document as they were sent: repair undoes entities, drops what stands before a dated head and splits
 * lines at such heads, all of which a document may hold. Only marks of quoting are taken off, where its first line
 * has them, and what mail and word processors make of blanks and quotation marks is undone.
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
    const bare = plain(this.quoted ? raw.replace(quotePrefix, '') : raw);
    // Written for a web page: the marks are entities themselves.
    const hidden = ['<', '"'].some((mark) => !bare.includes(mark) && text.includes(mark));
    return hidden && !bare.includes('<') ? text : bare;
  }

  /** True when the line is such a piece. */
  isTaken({ line }: SourceLine): boolean {
    return line === this.last;
  }
}

/** A line that has straight quotation marks means the others as they are. */
function plain(line: string): string {
  const blank = line.replace(oddBlank, ' ');
  return curly.test(blank) && !blank.includes('"') ? blank.replace(curlies, '"') : blank;
}
