import type { LogRecord } from '../../knowledge/input/record.ts';
import type { Coverage } from '../../knowledge/input/scan.ts';
import { scanLines } from '../../knowledge/input/scan-lines.ts';
import { createRandom } from './random.ts';

/** Every record of a text or of a file. */
export async function readRecords(
  content: string | Uint8Array,
  input = 'x',
): Promise<{ records: LogRecord[]; coverage: Coverage }> {
  const records: LogRecord[] = [];
  const coverage = await scanLines({
    input,
    bytes: (async function* () {
      yield Buffer.from(content);
    })(),
    filter: { match: (_, found) => found.push(0) },
    found: (record) => records.push(record),
  });
  return { records, coverage };
}

/** Texts of the records of a format. */
export async function readTexts(
  content: string | Uint8Array,
  format: string,
  input?: string,
): Promise<string[]> {
  const { records } = await readRecords(content, input);
  return records.filter((record) => record.format === format).map(({ text }) => text);
}

const scraps = [
  '<',
  '>',
  '"',
  '&',
  '\\',
  '\n',
  '{',
  '}',
  '[',
  ']',
  '=',
  '\0',
  '</a>',
  '<![CDATA[',
  '&#0;',
  '-->',
];

/** A text with pieces cut out, doubled, swapped and put in; the same ones for the same seed. */
export function* mutations(text: string, count: number, seed: number): Generator<string> {
  const random = createRandom(seed);
  const place = (limit: number) => Math.floor(random() * limit);
  for (let turn = 0; turn < count; turn += 1) {
    let changed = text;
    for (let change = 0; change <= turn % 6; change += 1) {
      const from = place(changed.length);
      const to = Math.min(changed.length, from + place(40));
      const piece = changed.slice(from, to);
      const scrap = scraps[place(scraps.length)] ?? '';
      const put = ['', piece + piece, scrap, scrap.repeat(50)][place(4)] ?? '';
      changed = changed.slice(0, from) + put + changed.slice(to);
    }
    yield changed;
  }
}
