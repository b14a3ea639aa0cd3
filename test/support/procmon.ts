import type { LogRecord } from '../../knowledge/input/record.ts';
import type { Coverage } from '../../knowledge/input/scan.ts';
import { scanLines } from '../../knowledge/input/scan-lines.ts';
import { bufferBytes } from '../../knowledge/input/zip-bytes.ts';
import { scanPml } from '../../knowledge/procmon/scan-pml.ts';

export interface Traced {
  /** As signatures see them. */
  texts: string[];
  records: LogRecord[];
  coverage: Coverage;
}

const everything = { match: (_: string, found: number[]) => found.push(0) };

/** A PML, read by seeking. */
export async function readPml(file: Uint8Array): Promise<Traced & { computers: string[] }> {
  const records: LogRecord[] = [];
  const computers: string[] = [];
  const coverage = await scanPml({
    input: 'trace.pml',
    bytes: streamOf(file),
    seek: async () => bufferBytes(file),
    filter: everything,
    found: (record) => records.push(record),
    computer: (name) => computers.push(name),
  });
  return { texts: records.map(({ text }) => text), records, coverage, computers };
}

/** A text with rows or XML in it; `records` are those of the trace. */
export async function readTrace(text: string): Promise<Traced & { others: LogRecord[] }> {
  const all: LogRecord[] = [];
  const coverage = await scanLines({
    input: 'trace.csv',
    bytes: streamOf(Buffer.from(text)),
    filter: everything,
    found: (record) => all.push(record),
  });
  const records = all.filter(({ format }) => format === 'procmon');
  const others = all.filter(({ format }) => format !== 'procmon');
  return { texts: records.map((record) => record.text), records, others, coverage };
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A few characters replaced by one that means something. */
export function breakUp(text: string, random: () => number): string {
  const from = Math.floor(random() * text.length);
  const to = from + Math.floor(random() * 30);
  return text.slice(0, from) + '"<>,\n&;\t'[Math.floor(random() * 8)] + text.slice(to);
}
