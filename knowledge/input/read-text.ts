import { boundBytes } from './bounded-bytes.ts';
import type { Budget } from './budget.ts';
import type { Meter, Share } from './meter.ts';
import type { ReadRequest } from './read.ts';
import { describeCoverage } from './report.ts';
import type { Reports } from './reports.ts';
import type { PictureAllowance, Scan } from './scan.ts';
import { createSource, type Source } from './source.ts';
import { BoundedStream, type Peeked } from './stream.ts';
import type { Bytes } from './zip-bytes.ts';

/** What one request reads its inputs with. */
export interface ReadingParts {
  request: ReadRequest;
  meter: Meter;
  reports: Reports;
  pictures: PictureAllowance;
}

interface Input {
  name: string;
  peeked: Peeked;
  scan: Scan;
  budget: Budget;
}

/** Reads one input from its beginning and reports it. */
export async function readText(
  { request, meter, reports, pictures }: ReadingParts,
  { name, peeked, scan, budget }: Input,
  seek?: (stream: BoundedStream) => Promise<Bytes>,
): Promise<void> {
  const bounded = new BoundedStream(peeked.all, budget);
  const { filter, found, computer, shown } = request;
  meter.reading(name, 0);
  const coverage = await scan({
    input: name,
    bytes: bounded,
    filter,
    found,
    ...(seek && { seek: () => seek(bounded) }),
    computer: (told) => computer?.(name, told),
    shown: (text) => shown?.(text),
    pictures,
    progress: (read) => meter.reading(name, read),
  });
  meter.done();
  reports.add(describeCoverage(name, coverage, bounded));
}

/** The same for a format that is read by seeking: what comes as a stream is put down first. `file`: where it lies on our own disk. */
export async function readSeeking(
  parts: ReadingParts,
  input: Input,
  { file, share }: { file?: string | undefined; share: Share },
): Promise<void> {
  const { request, meter } = parts;
  const { spoolFolder } = request;
  const { budget, peeked } = input;
  let source: Source | undefined;
  try {
    await readText(parts, input, async (stream) => {
      const { head } = peeked;
      source = createSource({ head, stream, file, spoolFolder, meter: { meter, share } });
      return boundBytes(await source.bytes(), budget, stream, file !== undefined);
    });
  } finally {
    await source?.close();
  }
}
