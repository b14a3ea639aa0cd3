import type { GramTables } from '../input/bytes/probe.ts';
import type { LogRecord } from '../input/record.ts';
import type { RecordFilter } from '../input/scan.ts';
import type { Engine } from './compile.ts';
import { LiteralFilter } from './literal-filter.ts';
import { type Finder, findIn, isOfUse, openly, type Use, useOf } from './use.ts';

interface PlainPattern {
  source: string;
  flags: string;
  formats: readonly string[] | undefined;
  use: Use;
  literals: readonly string[];
}

/** What another thread must know to tell which records are kept. */
export interface PlainEngine {
  patterns: readonly PlainPattern[];
  /** In memory that threads share: to make them again takes long. */
  tables: GramTables | undefined;
}

export interface Sieve {
  filter: RecordFilter;
  /** True when something of the record is kept; false as in `ScanRequest.found`. */
  keeps(record: LogRecord, patterns: readonly number[]): boolean;
}

export function plainEngine({ patterns, literals, filter }: Engine): PlainEngine {
  return {
    patterns: patterns.map(({ regex, formats, duty }, index) => ({
      source: regex.source,
      flags: regex.flags,
      formats: formats && [...formats],
      use: useOf(duty),
      literals: literals[index] ?? [],
    })),
    tables: filter.bytes && shareTables(filter.bytes.tables),
  };
}

function shareTables(tables: GramTables): GramTables {
  return {
    ...tables,
    bitmap: share(Uint8Array, tables.bitmap),
    grams: share(Int32Array, tables.grams),
    literals: share(Uint8Array, tables.literals),
  };
}

function share<Numbers extends Uint8Array | Int32Array>(
  kind: { new (buffer: SharedArrayBuffer): Numbers; BYTES_PER_ELEMENT: number },
  numbers: ArrayLike<number>,
): Numbers {
  const shared = new kind(new SharedArrayBuffer(numbers.length * kind.BYTES_PER_ELEMENT));
  shared.set(numbers);
  return shared;
}

export function sieveOf({ patterns, tables }: PlainEngine): Sieve {
  const literals = new LiteralFilter(patterns.map((pattern) => pattern.literals));
  const compiled: (Finder | undefined)[] = [];
  const finderOf = (index: number, { source, flags, formats }: PlainPattern): Finder => {
    compiled[index] ??= {
      regex: new RegExp(source, flags),
      formats: formats && new Set(formats),
    };
    return compiled[index];
  };
  return {
    filter: {
      match: (text, found) => literals.match(text, found),
      bytes: tables && { tables },
    },
    keeps(candidate, candidates) {
      const record = openly(candidate);
      const uses = candidates.flatMap((index) => {
        const pattern = patterns[index];
        return pattern && findIn(finderOf(index, pattern), record) ? [pattern.use] : [];
      });
      return isOfUse(uses);
    },
  };
}
