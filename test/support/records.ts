import type { LogRecord } from '../../knowledge/input/record.ts';
import { scanLines } from '../../knowledge/input/scan-lines.ts';

/** Every record of a text, as it is read from a file. */
export async function recordsOf(text: string | Uint8Array): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  await scanLines({
    input: 'x',
    bytes: (async function* () {
      yield Buffer.from(text);
    })(),
    filter: { match: (_, found) => found.push(0) },
    found: (record) => records.push(record),
  });
  return records;
}
