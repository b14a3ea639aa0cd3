import type { SourceLine } from '../format.ts';

/** Properties that say what was judged; the scan writes hundreds of others. */
const wanted =
  /^(?:DT_ANY_\w{0,60}Block\w{0,60}|LowerCaseLongPathUnexpanded|ProductName|FileDescription|CompanyName|Publisher|GatedBlockId)$/u;
const block = /^DT_ANY_\w{0,60}Block/u;
const yes = /^(?:True|1)$/iu;
const most = 20;
const longestValue = 400;
const unclean = /["\p{Cc}\s]+/gu;

export interface Asset {
  text: string;
  line: SourceLine;
}

/**
 * The properties of one asset after the other, in any of the ways XML can write a pair. An asset that nothing blocks
 * is told nowhere: a PC has thousands.
 */
export class Assets {
  private pairs = new Map<string, string>();
  /** Where the block is stated. */
  private line: SourceLine | undefined;
  private last: SourceLine | undefined;

  open(name: string, attributes: ReadonlyMap<string, string>, line: SourceLine): void {
    if (name === 'Asset') {
      this.pairs = new Map();
      this.line = undefined;
    }
    const key = attributes.get('Name') ?? attributes.get('name') ?? '';
    this.keep(key, attributes.get('Value') ?? attributes.get('value') ?? '', line);
    for (const [attribute, value] of attributes) {
      this.keep(attribute, value, line);
    }
    this.last = line;
  }

  /** Its text, where an asset ends that is blocked. */
  close(name: string, text: string): Asset | undefined {
    if (text !== '' && this.last) {
      this.keep(name, text, this.last);
    }
    return name === 'Asset' || name === 'Assets' ? this.end() : undefined;
  }

  end(): Asset | undefined {
    const { pairs, line } = this;
    this.pairs = new Map();
    this.line = undefined;
    const blocked = [...pairs].some(([key, value]) => block.test(key) && yes.test(value));
    if (!blocked || !line) {
      return undefined;
    }
    const told = [...pairs].map(([key, value]) => ` ${key}="${value}"`);
    return { text: `<Asset${told.join('')}>`, line };
  }

  private keep(key: string, value: string, line: SourceLine): void {
    if (value === '' || !wanted.test(key) || this.pairs.size >= most) {
      return;
    }
    const text = value.slice(0, longestValue).replace(unclean, ' ');
    if (!this.pairs.has(key) || block.test(key)) {
      this.pairs.set(key, text);
    }
    if (block.test(key) && yes.test(value)) {
      this.line ??= line;
    }
  }
}
