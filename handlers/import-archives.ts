import { Budget } from '../knowledge/input/budget.ts';
import { ContainerDamage } from '../knowledge/input/damage.ts';
import type { ReadLimits } from '../knowledge/input/read.ts';
import type { Source } from '../knowledge/input/source.ts';
import { readZip } from '../knowledge/input/zip.ts';
import type { Bytes } from '../knowledge/input/zip-bytes.ts';

/** What one import may unpack, over all levels together; it takes the time it takes. */
export function createBudget(limits: ReadLimits): Budget {
  return new Budget({
    entries: limits.archiveEntries,
    bytes: limits.uploadMiB * 1024 * 1024,
    ratio: limits.archiveRatio,
    depth: limits.archiveDepth,
    deadline: Number.POSITIVE_INFINITY,
    signal: undefined,
  });
}

/** Throws `ContainerDamage` when more comes than is left. */
export async function* spend(
  bytes: AsyncIterable<Uint8Array>,
  budget: Budget,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    budget.bytes -= chunk.length;
    if (budget.bytes < 0) {
      throw new ContainerDamage('over-total');
    }
    yield chunk;
  }
}

/** The bytes of an archive that is a workbook; `undefined` for any other. */
export async function findWorkbook(
  source: Source,
  { allowed }: Budget,
): Promise<Bytes | undefined> {
  const bytes = await source.bytes();
  const { entries, ratio } = allowed;
  const reading = await readZip(bytes, { entries, ratio, totalBytes: allowed.bytes });
  const known = new Set(reading.kind === 'zip' ? reading.entries.map(({ name }) => name) : []);
  return known.has('[Content_Types].xml') && known.has('xl/workbook.xml') ? bytes : undefined;
}
